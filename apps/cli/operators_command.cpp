// SPDX-License-Identifier: Apache-2.0
// thimble operators: what can be compiled.
#include "apps/cli/session.h"
#include "apps/cli/table.h"
#include "thimble/driver/operator_catalog.h"
#include "thimble/emulate/scratch_folder.h"

#include <memory>

#include <fmt/ranges.h>

namespace thimble::cli {
namespace {

struct OperatorsCommand {
    bool is_markdown = false;
    std::string cases; ///< a file
};

void print_json(const std::vector<CatalogEntry>& entries, const Session& session) {
    auto list = nlohmann::ordered_json::array();
    for (const CatalogEntry& entry : entries) {
        list.push_back(
            {{"name", entry.name},
             {"summary", entry.summary},
             {"data_types", entry.data_types},
             {"faster_on", entry.cores}}
        );
    }
    session.print_json("operators", {{"operators", list}});
}

int run_operators(const OperatorsCommand& options, const Session& session) {
    if (options.is_markdown) {
        session.print(operators_document(options.cases.empty() ? "" : read_file(options.cases)));
        return 0;
    }
    const std::vector<CatalogEntry> entries = operator_catalog();
    if (session.is_json) {
        print_json(entries, session);
        return 0;
    }
    Table table({{"operator"}, {"kernels for"}, {"does"}});
    for (const CatalogEntry& entry : entries) {
        table.add_row(
            {std::string(entry.name), fmt::format("{}", fmt::join(entry.data_types, ", ")), std::string(entry.summary)}
        );
    }
    session.print(table.to_string());
    return 0;
}

} // namespace

void add_operators(CLI::App& app, Session& session) {
    const auto options = std::make_shared<OperatorsCommand>();
    CLI::App* verb =
        add_verb(app, session, "operators", "List the operators and their data types", [options, &session] {
            return run_operators(*options, session);
        });
    verb->add_flag("--markdown", options->is_markdown, "As docs/operators.md, with the operators of model files");
    verb->add_option("--cases", options->cases, "With --markdown: test counts, as docs/operator-cases.csv");
    verb->footer("Example: thimble operators | grep pool");
}

} // namespace thimble::cli

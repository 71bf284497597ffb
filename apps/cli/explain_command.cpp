// SPDX-License-Identifier: Apache-2.0
// thimble explain: the long text behind an error code.
#include "apps/cli/session.h"
#include "thimble/core/error.h"
#include "thimble/core/nearest_name.h"
#include "thimble/driver/error_catalog.h"

#include <memory>

namespace thimble::cli {
namespace {

int run_explain(const std::string& code, const Session& session) {
    if (code.empty()) {
        auto list = nlohmann::ordered_json::array();
        std::string text;
        for (const ErrorExplanation& entry : error_catalog()) {
            list.push_back({{"code", entry.code}, {"title", entry.title}});
            text += fmt::format("{}  {}\n", entry.code, entry.title);
        }
        session.is_json ? session.print_json("explain", {{"codes", list}}) : session.print(text);
        return 0;
    }
    const ErrorExplanation* entry = find_explanation(code);
    if (entry == nullptr) {
        OptionError error("E0102", fmt::format("no error has the code `{}`", code));
        error.set_hint("thimble explain lists all codes");
        throw error;
    }
    if (session.is_json) {
        session.print_json(
            "explain", {{"code", entry->code}, {"title", entry->title}, {"explanation", entry->explanation}}
        );
    } else {
        session.print(fmt::format("{}: {}\n\n{}\n", entry->code, entry->title, entry->explanation));
    }
    return 0;
}

} // namespace

void add_explain(CLI::App& app, Session& session) {
    const auto code = std::make_shared<std::string>();
    CLI::App* verb = add_verb(app, session, "explain", "Explain an error code", [code, &session] {
        return run_explain(*code, session);
    });
    verb->footer("Example: thimble explain E0510");
    verb->add_option("code", *code, "A code such as E0301; without one, all codes are listed");
}

} // namespace thimble::cli

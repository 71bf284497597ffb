// SPDX-License-Identifier: Apache-2.0
// thimble doctor: are the compilers and emulators there that the targets ask for?
#include "apps/cli/session.h"
#include "apps/cli/table.h"
#include "thimble/driver/environment_check.h"

#include <algorithm>

namespace thimble::cli {
namespace {

constexpr int environment_status = 4;

int run_doctor(const Session& session) {
    const std::vector<ToolCheck> checks = check_environment();
    auto list = nlohmann::ordered_json::array();
    Table table({{"tool"}, {"found"}, {"needed by"}, {"remedy"}});
    for (const ToolCheck& check : checks) {
        table.add_row(
            {check.tool, check.is_found ? check.version : "missing", check.needed_by,
             check.is_found ? "" : check.remedy}
        );
        list.push_back(
            {{"tool", check.tool},
             {"found", check.is_found},
             {"version", check.version},
             {"needed_by", check.needed_by},
             {"remedy", check.remedy}}
        );
    }
    const bool is_healthy =
        std::all_of(checks.begin(), checks.end(), [](const ToolCheck& check) { return check.is_found; });
    if (session.is_json) {
        session.print_json("doctor", {{"healthy", is_healthy}, {"tools", list}});
    } else {
        session.print(table.to_string());
        session.print(is_healthy ? "\neverything is there\n" : "\nsomething is missing; see the last column\n");
    }
    return is_healthy ? 0 : environment_status;
}

} // namespace

void add_doctor(CLI::App& app, Session& session) {
    CLI::App* verb =
        add_verb(app, session, "doctor", "Check compilers and emulators", [&session] { return run_doctor(session); });
    verb->footer("Example: thimble doctor --json");
}

} // namespace thimble::cli

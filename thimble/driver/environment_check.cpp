// SPDX-License-Identifier: Apache-2.0
#include "thimble/driver/environment_check.h"

#include "thimble/core/error.h"
#include "thimble/emulate/profile_firmware.h"
#include "thimble/emulate/subprocess.h"
#include "thimble/target/target.h"

#include <map>
#include <set>

#include <fmt/ranges.h>

namespace thimble {
namespace {

/// Command -> names of the targets that need it.
std::map<std::string, std::set<std::string>> needed_tools() {
    std::map<std::string, std::set<std::string>> tools;
    for (const std::string& name : target_names()) {
        const Target target = load_target(name);
        tools[target.compiler].insert(name);
        if (target.emulator != EmulatorKind::native) {
            tools[target.emulator_command.front()].insert(name);
        }
    }
    return tools;
}

ToolCheck check_tool(const std::string& tool, const std::set<std::string>& targets) {
    ToolCheck check;
    check.tool = tool;
    check.needed_by = fmt::format("{}", fmt::join(targets, ", "));
    try {
        const CommandResult result =
            run_command({.arguments = {tool, "--version"}, .working_directory = {}, .timeout = std::chrono::seconds(20)}
            );
        check.is_found = result.exit_status == 0;
        check.version = result.output.substr(0, result.output.find('\n'));
    } catch (const EnvironmentError& error) {
        check.remedy = error.hint();
    }
    return check;
}

ToolCheck check_plugin() {
    ToolCheck check;
    check.tool = "thimble_count.so";
    check.needed_by = "profile, on emulated targets";
    try {
        check.version = find_counter_plugin().string();
        check.is_found = true;
    } catch (const EnvironmentError& error) {
        check.remedy = error.hint();
    }
    return check;
}

} // namespace

std::vector<ToolCheck> check_environment() {
    std::vector<ToolCheck> checks;
    for (const auto& [tool, targets] : needed_tools()) {
        checks.push_back(check_tool(tool, targets));
    }
    checks.push_back(check_plugin());
    return checks;
}

} // namespace thimble

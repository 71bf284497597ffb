// SPDX-License-Identifier: Apache-2.0
// thimble targets: what a library can be built and measured for.
#include "apps/cli/session.h"
#include "apps/cli/table.h"
#include "thimble/target/target.h"

#include <fmt/ranges.h>

namespace thimble::cli {
namespace {

std::string memory_text(std::uint64_t bytes) {
    return bytes == 0 ? "-" : fmt::format("{} KiB", with_thousands(bytes / 1024));
}

std::string emulator_text(const Target& target) {
    return target.emulator == EmulatorKind::native ? "native" : target.emulator_command.front();
}

int run_targets(const Session& session) {
    auto list = nlohmann::ordered_json::array();
    Table table(
        {{"target"},
         {"architecture"},
         {"RAM", Align::right},
         {"flash", Align::right},
         {"clock", Align::right},
         {"runs on"},
         {"description"}}
    );
    for (const std::string& target_name : target_names()) {
        const Target target = load_target(target_name);
        const std::string clock = target.clock_hz == 0 ? "-" : fmt::format("{} MHz", target.clock_hz / 1000000);
        table.add_row(
            {target.name, target.architecture, memory_text(target.ram_bytes), memory_text(target.flash_bytes), clock,
             emulator_text(target), target.description}
        );
        list.push_back(
            {{"name", target.name},
             {"description", target.description},
             {"inherits", target.inherits},
             {"architecture", target.architecture},
             {"features", target.features},
             {"ram_bytes", target.ram_bytes},
             {"flash_bytes", target.flash_bytes},
             {"clock_hz", target.clock_hz},
             {"compiler", target.compiler},
             {"emulator", emulator_text(target)}}
        );
    }
    if (session.is_json) {
        session.print_json("targets", {{"targets", list}});
    } else {
        session.print(table.to_string());
    }
    return 0;
}

} // namespace

void add_targets(CLI::App& app, Session& session) {
    CLI::App* verb = add_verb(app, session, "targets", "List the targets: cores and boards", [&session] {
        return run_targets(session);
    });
    verb->footer("A target of your own is a file: thimble profile model.tflite --on my_board.toml");
}

} // namespace thimble::cli

// SPDX-License-Identifier: Apache-2.0
#include "apps/cli/session.h"

#include <cstdio>
#include <unistd.h>

#include <fmt/format.h>

namespace thimble::cli {

ProgressLine::Mode Session::progress_mode() const {
    if (verbosity == Verbosity::quiet) {
        return ProgressLine::Mode::silent;
    }
    return isatty(2) == 1 ? ProgressLine::Mode::terminal : ProgressLine::Mode::log;
}

void Session::print(std::string_view text) const {
    std::fwrite(text.data(), 1, text.size(), stdout);
}

void Session::print_json(std::string_view verb, nlohmann::ordered_json document) const {
    nlohmann::ordered_json whole = {{"schema", fmt::format("thimble.{}/1", verb)}};
    whole.update(document);
    print(whole.dump(2) + "\n");
}

void Session::print_warnings(const std::vector<std::string>& warnings) const {
    for (const std::string& warning : warnings) {
        const std::string label = styled("warning", Style::yellow, colors_stderr());
        std::fputs(fmt::format("{}: {}\n", label, warning).c_str(), stderr);
    }
}

void Session::print_next(std::string_view command) const {
    if (verbosity == Verbosity::normal && !is_json) {
        std::fflush(stdout);
        std::fputs(fmt::format("next: {}\n", command).c_str(), stderr);
    }
}

CLI::App* add_verb(
    CLI::App& app, Session& session, const std::string& name, const std::string& summary, std::function<int()> action
) {
    CLI::App* verb = app.add_subcommand(name, summary);
    verb->add_flag("--json", session.is_json, "Print one JSON document on stdout");
    verb->callback([&session, action = std::move(action)] { session.action = action; });
    return verb;
}

} // namespace thimble::cli

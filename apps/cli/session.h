// SPDX-License-Identifier: Apache-2.0
// What every verb shares: output form, colours, and the action that the parsed command line chose.
#pragma once

#include "apps/cli/console.h"
#include "apps/cli/progress_line.h"

#include <cstdint>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include <CLI/App.hpp>
#include <CLI/Config.hpp>
#include <CLI/Formatter.hpp>
#include <nlohmann/json.hpp>

namespace thimble::cli {

enum class Verbosity : std::uint8_t { normal, quiet };

class Session {
public:
    ColorMode color = ColorMode::automatic;
    bool is_json = false;
    Verbosity verbosity = Verbosity::normal;
    std::function<int()> action; ///< set by the verb that was parsed; returns the exit status

    bool colors_stdout() const { return !is_json && uses_color(color, 1); }

    bool colors_stderr() const { return uses_color(color, 2); }

    ProgressLine::Mode progress_mode() const;

    /// Writes text to stdout.
    void print(std::string_view text) const;
    /// Writes one JSON document to stdout, with `schema` first in meaning: `thimble.<verb>/1`.
    void print_json(std::string_view verb, nlohmann::ordered_json document) const;
    /// Writes `warning: ...` lines to stderr.
    void print_warnings(const std::vector<std::string>& warnings) const;
    /// Writes the suggested next command to stderr, unless quiet.
    void print_next(std::string_view command) const;
};

/// Adds a verb: a subcommand whose options include --json, and which sets `session.action`.
CLI::App* add_verb(
    CLI::App& app, Session& session, const std::string& name, const std::string& summary, std::function<int()> action
);

void add_analyze(CLI::App& app, Session& session);
void add_compile(CLI::App& app, Session& session);
void add_validate(CLI::App& app, Session& session);
void add_profile(CLI::App& app, Session& session);
void add_run(CLI::App& app, Session& session);
void add_operators(CLI::App& app, Session& session);
void add_targets(CLI::App& app, Session& session);
void add_doctor(CLI::App& app, Session& session);
void add_explain(CLI::App& app, Session& session);
void add_completion(CLI::App& app, Session& session);

} // namespace thimble::cli

// SPDX-License-Identifier: Apache-2.0
// thimble: from a model file to a verified library for a microcontroller. Each verb has a file.
#include "apps/cli/error_report.h"
#include "apps/cli/session.h"
#include "thimble/core/nearest_name.h"

#include <cstdio>
#include <exception>
#include <map>

#include <fmt/format.h>

namespace thimble::cli {
namespace {

constexpr int usage_status = 2;
constexpr int internal_status = 5;

void describe(CLI::App& app, Session& session) {
    app.name("thimble");
    app.description("Fits deep learning into embedded devices: a model file becomes a verified C++ library.");
    app.set_version_flag("--version", THIMBLE_VERSION);
    app.require_subcommand(1);
    app.fallthrough();
    app.add_option("--color", session.color, "When to colour: auto, always, never")
        ->transform(CLI::CheckedTransformer(
                        std::map<std::string, ColorMode>{
                            {"auto", ColorMode::automatic}, {"always", ColorMode::always}, {"never", ColorMode::never}},
                        CLI::ignore_case
        )
                        .description(""))
        ->type_name("WORD")
        ->default_str("auto");
    app.add_flag_callback(
        "-q,--quiet", [&session] { session.verbosity = Verbosity::quiet; }, "No progress, no hints"
    );
    app.footer("Exit status: 0 ok, 1 a check or budget failed, 2 usage, 3 bad input file, 4 environment, 5 internal.\n"
               "Example: thimble validate model.tflite --on cortex-m4");
}

void add_verbs(CLI::App& app, Session& session) {
    add_analyze(app, session);
    add_compile(app, session);
    add_validate(app, session);
    add_profile(app, session);
    add_run(app, session);
    add_operators(app, session);
    add_targets(app, session);
    add_doctor(app, session);
    add_explain(app, session);
    add_completion(app, session);
}

/// An unknown first word is most likely a mistyped verb: say so, with the nearest one.
void check_verb(const CLI::App& app, int argument_count, char** arguments) {
    if (argument_count < 2 || arguments[1][0] == '-') {
        return;
    }
    std::vector<std::string> names;
    for (const CLI::App* verb : app.get_subcommands({})) {
        names.push_back(verb->get_name());
    }
    const std::string word = arguments[1];
    if (std::find(names.begin(), names.end(), word) != names.end()) {
        return;
    }
    OptionError error("E0101", fmt::format("no verb is named `{}`", word));
    const std::string suggestion = did_you_mean(word, names);
    error.set_hint(suggestion.empty() ? "thimble --help lists the verbs" : suggestion);
    throw error;
}

int run_program(int argument_count, char** arguments, Session& session) {
    CLI::App app;
    describe(app, session);
    add_verbs(app, session);
    try {
        check_verb(app, argument_count, arguments);
        app.parse(argument_count, arguments);
    } catch (const CLI::ParseError& error) {
        const bool is_request = error.get_exit_code() == static_cast<int>(CLI::ExitCodes::Success);
        app.exit(error);
        return is_request ? 0 : usage_status;
    }
    return session.action();
}

} // namespace
} // namespace thimble::cli

int main(int argument_count, char** arguments) {
    thimble::cli::Session session;
    try {
        return thimble::cli::run_program(argument_count, arguments, session);
    } catch (const thimble::Error& error) {
        return thimble::cli::report(error, session);
    } catch (const std::exception& error) {
        thimble::InternalError internal(error.what());
        internal.set_hint("this is a defect of Thimble; please report it with the command and the model");
        thimble::cli::report(internal, session);
        return thimble::cli::internal_status;
    }
}

// SPDX-License-Identifier: Apache-2.0
#include "apps/cli/shell_completion.h"

#include "thimble/core/error.h"

#include <vector>

#include <CLI/Config.hpp>
#include <CLI/Formatter.hpp>
#include <fmt/ranges.h>

namespace thimble::cli {
namespace {

std::vector<std::string> option_names(const CLI::App& app) {
    std::vector<std::string> names;
    for (const CLI::Option* option : app.get_options()) {
        for (const std::string& long_name : option->get_lnames()) {
            names.push_back("--" + long_name);
        }
    }
    return names;
}

std::vector<std::string> verb_names(const CLI::App& app) {
    std::vector<std::string> names;
    for (const CLI::App* verb : app.get_subcommands({})) {
        names.push_back(verb->get_name());
    }
    return names;
}

std::string bash_script(const CLI::App& app) {
    std::string cases;
    for (const CLI::App* verb : app.get_subcommands({})) {
        cases += fmt::format("        {}) options=\"{}\" ;;\n", verb->get_name(), fmt::join(option_names(*verb), " "));
    }
    return fmt::format(
        R"sh(# bash completion of thimble; load with: source <(thimble completion bash)
_thimble() {{
    local word="${{COMP_WORDS[COMP_CWORD]}}" previous="${{COMP_WORDS[COMP_CWORD-1]}}" options=""
    if [ "$COMP_CWORD" -eq 1 ]; then
        COMPREPLY=($(compgen -W "{0} {1}" -- "$word"))
        return
    fi
    case "$previous" in
        --on|--target)
            COMPREPLY=($(compgen -W "$(thimble targets 2>/dev/null | awk 'NR > 2 {{print $1}}')" -- "$word"))
            return ;;
    esac
    case "${{COMP_WORDS[1]}}" in
{2}    esac
    case "$word" in
        -*) COMPREPLY=($(compgen -W "$options {1}" -- "$word")) ;;
        *) COMPREPLY=($(compgen -f -- "$word")) ;;
    esac
}}
complete -o filenames -F _thimble thimble
)sh",
        fmt::join(verb_names(app), " "), fmt::join(option_names(app), " "), cases
    );
}

std::string quoted(std::string text) {
    std::string result;
    for (const char letter : text) {
        result += letter == '\'' ? std::string("'\\''") : std::string(1, letter);
    }
    return "'" + result + "'";
}

std::string zsh_script(const CLI::App& app) {
    std::string verbs;
    std::string cases;
    for (const CLI::App* verb : app.get_subcommands({})) {
        verbs += fmt::format("        {}\n", quoted(verb->get_name() + ":" + verb->get_description()));
        cases += fmt::format("        {}) compadd -- {} ;;\n", verb->get_name(), fmt::join(option_names(*verb), " "));
    }
    return fmt::format(
        R"sh(#compdef thimble
# zsh completion of thimble; save as _thimble in a folder of $fpath
_thimble() {{
    local -a verbs
    verbs=(
{}    )
    if (( CURRENT == 2 )); then
        _describe verb verbs
        return
    fi
    case "${{words[2]}}" in
{}    esac
    _files
}}
_thimble "$@"
)sh",
        verbs, cases
    );
}

std::string fish_script(const CLI::App& app) {
    std::string text = "# fish completion of thimble; load with: thimble completion fish | source\n";
    for (const CLI::App* verb : app.get_subcommands({})) {
        text += fmt::format(
            "complete -c thimble -n __fish_use_subcommand -a {} -d {}\n", verb->get_name(),
            quoted(verb->get_description())
        );
        for (const CLI::Option* option : verb->get_options()) {
            for (const std::string& long_name : option->get_lnames()) {
                text += fmt::format(
                    "complete -c thimble -n '__fish_seen_subcommand_from {}' -l {} -d {}\n", verb->get_name(),
                    long_name, quoted(option->get_description())
                );
            }
        }
    }
    return text;
}

} // namespace

std::string completion_script(const CLI::App& app, std::string_view shell) {
    if (shell == "bash") {
        return bash_script(app);
    }
    if (shell == "zsh") {
        return zsh_script(app);
    }
    if (shell == "fish") {
        return fish_script(app);
    }
    OptionError error("E0104", fmt::format("no completion for the shell `{}`", shell));
    error.set_hint("shells: bash, zsh, fish");
    throw error;
}

} // namespace thimble::cli

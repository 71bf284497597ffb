// SPDX-License-Identifier: Apache-2.0
// thimble completion: the completion script of a shell.
#include "apps/cli/session.h"
#include "apps/cli/shell_completion.h"

#include <memory>

namespace thimble::cli {

void add_completion(CLI::App& app, Session& session) {
    const auto shell = std::make_shared<std::string>("bash");
    CLI::App* verb = add_verb(app, session, "completion", "Print a shell's completion script", [shell, &app, &session] {
        const std::string script = completion_script(app, *shell);
        session.is_json ? session.print_json("completion", {{"shell", *shell}, {"script", script}})
                        : session.print(script);
        return 0;
    });
    verb->add_option("shell", *shell, "bash, zsh or fish")->capture_default_str();
    verb->footer("Example: source <(thimble completion bash)");
}

} // namespace thimble::cli

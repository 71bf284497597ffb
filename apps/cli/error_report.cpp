// SPDX-License-Identifier: Apache-2.0
#include "apps/cli/error_report.h"

#include <cstdio>

#include <fmt/format.h>

namespace thimble::cli {
namespace {

std::string location(const ErrorContext& context) {
    std::string text = context.file;
    if (!context.node.empty()) {
        text += fmt::format("{}node `{}`", text.empty() ? "" : ": ", context.node);
    }
    if (!context.op.empty()) {
        text += fmt::format("{}({})", text.empty() ? "" : " ", context.op);
    }
    return text;
}

} // namespace

void print_error(const Error& error, const Session& session) {
    const bool is_colored = session.colors_stderr();
    std::string text = fmt::format(
        "{}: {}\n", styled(fmt::format("error[{}]", error.code()), Style::red, is_colored),
        styled(error.what(), Style::bold, is_colored)
    );
    if (const std::string where = location(error.context()); !where.empty()) {
        text += fmt::format("  --> {}\n", where);
    }
    for (const std::string& note : error.notes()) {
        text += fmt::format("   = note: {}\n", note);
    }
    if (!error.hint().empty()) {
        text += fmt::format("   = help: {}\n", error.hint());
    }
    text += fmt::format("   = see:  thimble explain {}\n", error.code());
    std::fflush(stdout);
    std::fputs(text.c_str(), stderr);
}

int report(const Error& error, const Session& session) {
    print_error(error, session);
    if (session.is_json) {
        session.print_json(
            "error", {{"code", error.code()},
                      {"message", error.what()},
                      {"file", error.context().file},
                      {"node", error.context().node},
                      {"operator", error.context().op},
                      {"notes", error.notes()},
                      {"hint", error.hint()},
                      {"exit_status", error.exit_status()}}
        );
    }
    return error.exit_status();
}

} // namespace thimble::cli

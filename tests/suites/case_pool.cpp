// SPDX-License-Identifier: Apache-2.0
#include "tests/suites/case_pool.h"

#include "thimble/core/error.h"

#include <csignal>
#include <fcntl.h>
#include <poll.h>
#include <sys/wait.h>
#include <unistd.h>

#include <nlohmann/json.hpp>

namespace thimble::suites {

// How a result passes through a pipe; where argument-dependent lookup finds it.
NLOHMANN_DEFINE_TYPE_NON_INTRUSIVE(
    CaseResult, name, is_eligible, reason, detail, text, nearness, max_difference, bound_inputs, operators,
    graph_operators
)

namespace {

using Clock = std::chrono::steady_clock;

/// One case in a child process, which writes its result into a pipe.
struct Child {
    std::size_t index = 0; ///< of the case
    pid_t process = 0;
    int pipe = -1;
    Clock::time_point started;
    std::string written;
};

[[noreturn]] void run_child(const OnnxCase& test, LibraryBuild build, int pipe) {
    // Errors may quote bytes of a model that are no UTF-8.
    const std::string text =
        nlohmann::json(run_case(test, build)).dump(-1, ' ', false, nlohmann::json::error_handler_t::replace);
    for (std::size_t position = 0; position < text.size();) {
        const ssize_t count = write(pipe, text.data() + position, text.size() - position);
        if (count <= 0) {
            _exit(1);
        }
        position += static_cast<std::size_t>(count);
    }
    _exit(0);
}

Child start(const OnnxCase& test, std::size_t index, LibraryBuild build) {
    int ends[2] = {};
    // Compilers that outlive their case must not keep its pipe open.
    THIMBLE_CHECK(pipe2(ends, O_CLOEXEC) == 0, "no pipe for a case");
    Child child;
    child.index = index;
    child.pipe = ends[0];
    child.started = Clock::now();
    child.process = fork();
    THIMBLE_CHECK(child.process >= 0, "no process for a case");
    if (child.process == 0) {
        close(ends[0]);
        run_child(test, build, ends[1]);
    }
    close(ends[1]);
    return child;
}

CaseResult lost(const OnnxCase& test, std::string text) {
    CaseResult result;
    result.name = test.name;
    result.reason = Reason::defect;
    result.detail = text;
    result.text = std::move(text);
    return result;
}

/// Waits for the child, whose pipe is at its end.
CaseResult finish(const Child& child, const OnnxCase& test) {
    int status = 0;
    waitpid(child.process, &status, 0);
    close(child.pipe);
    if (WIFSIGNALED(status)) {
        const int signal = WTERMSIG(status);
        return lost(test, signal == SIGKILL ? "did not finish in time" : fmt::format("crashed with signal {}", signal));
    }
    const nlohmann::json document = nlohmann::json::parse(child.written, nullptr, false);
    return document.is_discarded() ? lost(test, "gave no result") : document.get<CaseResult>();
}

/// Reads what there is; false at the end.
bool read_more(Child& child) {
    char buffer[4096];
    const ssize_t count = read(child.pipe, buffer, sizeof buffer);
    if (count <= 0) {
        return false;
    }
    child.written.append(buffer, static_cast<std::size_t>(count));
    return true;
}

} // namespace

std::vector<CaseResult> run_cases(
    const std::vector<OnnxCase>& cases, const PoolOptions& options, const std::function<void(const CaseResult&)>& done
) {
    std::vector<CaseResult> results(cases.size());
    std::vector<Child> children;
    std::size_t next = 0;
    while (next < cases.size() || !children.empty()) {
        while (children.size() < options.processes && next < cases.size()) {
            children.push_back(start(cases[next], next, options.build));
            ++next;
        }
        std::vector<pollfd> polled;
        for (const Child& child : children) {
            polled.push_back({child.pipe, POLLIN, 0});
        }
        poll(polled.data(), polled.size(), 1000);
        for (std::size_t position = children.size(); position-- > 0;) {
            Child& child = children[position];
            if (polled[position].revents != 0 && !read_more(child)) {
                results[child.index] = finish(child, cases[child.index]);
                done(results[child.index]);
                children.erase(children.begin() + static_cast<std::ptrdiff_t>(position));
            } else if (Clock::now() - child.started > options.timeout) {
                kill(child.process, SIGKILL);
            }
        }
    }
    return results;
}

} // namespace thimble::suites

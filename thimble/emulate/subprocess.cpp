// SPDX-License-Identifier: Apache-2.0
// fork and exec, so that the child can have its own process group (to kill the compiler's children too) and die
// with its parent, which posix_spawn cannot ask for.
#include "thimble/emulate/subprocess.h"

#include "thimble/core/error.h"

#include <array>
#include <cerrno>
#include <csignal>
#include <cstring>
#include <fcntl.h>
#include <poll.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include <fmt/ranges.h>

namespace thimble {
namespace {

// A pipe whose ends close themselves and are not inherited by other children.
class Pipe {
public:
    Pipe() {
        if (pipe2(ends_.data(), O_CLOEXEC) != 0) {
            throw EnvironmentError("E0611", fmt::format("cannot open a pipe: {}", std::strerror(errno)));
        }
    }

    ~Pipe() {
        close_end(0);
        close_end(1);
    }

    Pipe(const Pipe&) = delete;
    Pipe& operator=(const Pipe&) = delete;

    int read_end() const { return ends_[0]; }

    int write_end() const { return ends_[1]; }

    void close_write_end() { close_end(1); }

private:
    void close_end(std::size_t end) {
        if (ends_[end] >= 0) {
            close(ends_[end]);
            ends_[end] = -1;
        }
    }

    std::array<int, 2> ends_{-1, -1};
};

struct Child {
    Pipe output;
    Pipe error_output;
    Pipe failure; ///< carries errno when exec fails, and closes empty when it succeeds
    pid_t process = -1;
};

// Runs in the child: only async-signal-safe calls.
[[noreturn]] void become(const Child& child, const char* folder, char* const* arguments) {
    prctl(PR_SET_PDEATHSIG, SIGKILL);
    setpgid(0, 0);
    const int null_input = open("/dev/null", O_RDONLY);
    const bool is_ready =
        null_input >= 0 && dup2(null_input, STDIN_FILENO) >= 0 && dup2(child.output.write_end(), STDOUT_FILENO) >= 0 &&
        dup2(child.error_output.write_end(), STDERR_FILENO) >= 0 && (*folder == '\0' || chdir(folder) == 0);
    // Chdir errors must not look like a missing program.
    int failure = is_ready ? 0 : (errno == ENOENT ? ENOTDIR : errno);
    if (is_ready) {
        execvp(arguments[0], arguments);
        failure = errno;
    }
    [[maybe_unused]] const ssize_t ignored = write(child.failure.write_end(), &failure, sizeof failure);
    _exit(127);
}

std::string package_hint(const std::string& program) {
    const std::string name = std::filesystem::path(program).filename().string();
    std::string package;
    if (name.starts_with("arm-none-eabi-")) {
        package = "gcc-arm-none-eabi libnewlib-arm-none-eabi libstdc++-arm-none-eabi-newlib";
    } else if (name.starts_with("riscv64-unknown-elf-")) {
        package = "gcc-riscv64-unknown-elf picolibc-riscv64-unknown-elf";
    } else if (name.starts_with("aarch64-linux-gnu-")) {
        package = "g++-aarch64-linux-gnu";
    } else if (name == "qemu-aarch64") {
        package = "qemu-user";
    } else if (name == "qemu-system-arm") {
        package = "qemu-system-arm";
    } else if (name.starts_with("qemu-system-")) {
        package = "qemu-system-misc";
    } else if (name == "g++") {
        package = "g++";
    }
    return package.empty() ? fmt::format("install `{}` and make sure that it is in PATH", name)
                           : fmt::format("on Debian: apt-get install {}", package);
}

void throw_not_started(const Command& command, int failure) {
    const std::string& program = command.arguments.front();
    if (failure == ENOENT) {
        EnvironmentError error("E0610", fmt::format("program `{}` is not installed", program));
        error.set_hint(package_hint(program));
        throw error;
    }
    throw EnvironmentError("E0611", fmt::format("cannot start `{}`: {}", program, std::strerror(failure)));
}

void start(Child& child, const Command& command) {
    std::vector<char*> arguments;
    for (const std::string& argument : command.arguments) {
        arguments.push_back(const_cast<char*>(argument.c_str()));
    }
    arguments.push_back(nullptr);
    const std::string folder = command.working_directory.string();
    child.process = fork();
    if (child.process < 0) {
        throw_not_started(command, errno);
    }
    if (child.process == 0) {
        become(child, folder.c_str(), arguments.data());
    }
    setpgid(child.process, child.process); // whichever of the two is first
    child.output.close_write_end();
    child.error_output.close_write_end();
    child.failure.close_write_end();
    int failure = 0;
    ssize_t got = 0;
    do {
        got = read(child.failure.read_end(), &failure, sizeof failure);
    } while (got < 0 && errno == EINTR);
    if (got == static_cast<ssize_t>(sizeof failure)) {
        waitpid(child.process, nullptr, 0);
        throw_not_started(command, failure);
    }
}

using Clock = std::chrono::steady_clock;

// Reads what is there; false at the end of the stream.
bool drain(int file, std::string& text) {
    std::array<char, 65536> buffer;
    const ssize_t got = read(file, buffer.data(), buffer.size());
    if (got > 0) {
        text.append(buffer.data(), static_cast<std::size_t>(got));
    }
    return got > 0 || (got < 0 && errno == EINTR);
}

// Collects both streams until they end; false when the time is up first.
bool collect(const Child& child, Clock::time_point deadline, CommandResult& result) {
    std::array<pollfd, 2> streams{
        pollfd{child.output.read_end(), POLLIN, 0}, pollfd{child.error_output.read_end(), POLLIN, 0}};
    const std::array<std::string*, 2> texts{&result.output, &result.error_output};
    while (streams[0].fd >= 0 || streams[1].fd >= 0) {
        const auto left = std::chrono::duration_cast<std::chrono::milliseconds>(deadline - Clock::now()).count();
        if (left <= 0) {
            return false;
        }
        poll(streams.data(), streams.size(), static_cast<int>(std::min<long long>(left, 1000)));
        for (std::size_t i = 0; i < streams.size(); ++i) {
            if (streams[i].fd >= 0 && streams[i].revents != 0 && !drain(streams[i].fd, *texts[i])) {
                streams[i].fd = -1; // poll ignores it from here on
            }
            streams[i].revents = 0;
        }
    }
    return true;
}

// Waits for the process itself, which may have closed its streams before it ends.
bool wait_until(pid_t process, Clock::time_point deadline, int& status) {
    while (waitpid(process, &status, WNOHANG) == 0) {
        if (Clock::now() >= deadline) {
            return false;
        }
        usleep(1000);
    }
    return true;
}

} // namespace

CommandResult run_command(const Command& command) {
    THIMBLE_CHECK(!command.arguments.empty(), "a command without a program");
    Child child;
    start(child, command);
    const Clock::time_point deadline = Clock::now() + command.timeout;
    CommandResult result;
    int status = 0;
    if (!collect(child, deadline, result) || !wait_until(child.process, deadline, status)) {
        result.timed_out = true;
        kill(-child.process, SIGKILL);
        waitpid(child.process, &status, 0);
    }
    result.exit_status = WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
    return result;
}

std::string to_string(const Command& command) {
    return fmt::format("{}", fmt::join(command.arguments, " "));
}

std::vector<std::string> last_lines(const std::string& text, std::size_t count) {
    std::vector<std::string> lines;
    std::size_t end = text.find_last_not_of('\n');
    while (end != std::string::npos && lines.size() < count) {
        const std::size_t line_break = text.find_last_of('\n', end);
        const std::size_t begin = line_break == std::string::npos ? 0 : line_break + 1;
        lines.insert(lines.begin(), text.substr(begin, end - begin + 1));
        end = line_break == std::string::npos || line_break == 0 ? std::string::npos : line_break - 1;
    }
    return lines;
}

} // namespace thimble

// SPDX-License-Identifier: Apache-2.0
// Errors by whose fault they are. Each has a code (`thimble explain CODE`), says what was found and
// expected, and carries where it happened, filled in by the stage that knows it.
#pragma once

#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

#include <fmt/format.h>

namespace thimble {

/// Where an error happened; empty fields are unknown or do not apply.
struct ErrorContext {
    std::string file;
    std::string node;
    std::string op;
};

/// Base of all errors that Thimble raises. Messages are lower case, without a full stop.
class Error : public std::runtime_error {
public:
    Error(std::string_view code, const std::string& message) : std::runtime_error(message), code_(code) {}

    const std::string& code() const { return code_; }

    const ErrorContext& context() const { return context_; }

    const std::vector<std::string>& notes() const { return notes_; }

    const std::string& hint() const { return hint_; }

    /// Fills context fields that are still empty.
    void add_context(const ErrorContext& context);

    /// Adds one line of detail (found, expected, another offender).
    void add_note(std::string note) { notes_.push_back(std::move(note)); }

    void set_hint(std::string hint) { hint_ = std::move(hint); }

    /// The exit status that a program ends with when this error reaches its top.
    virtual int exit_status() const = 0;

private:
    std::string code_;
    ErrorContext context_;
    std::vector<std::string> notes_;
    std::string hint_;
};

/// The request is wrong: unknown target, contradictory options.
class OptionError : public Error {
public:
    using Error::Error;

    int exit_status() const override { return 2; }
};

/// The file is wrong, damaged or not supported.
class ModelError : public Error {
public:
    using Error::Error;

    int exit_status() const override { return 3; }
};

/// It does not fit: the message says by how many bytes and in which memory.
class CapacityError : public Error {
public:
    using Error::Error;

    int exit_status() const override { return 1; }
};

/// Something outside is missing or failed: a tool, a permission, an emulator.
class EnvironmentError : public Error {
public:
    using Error::Error;

    int exit_status() const override { return 4; }
};

/// A defect of Thimble itself.
class InternalError : public Error {
public:
    explicit InternalError(const std::string& message) : Error("E0901", message) {}

    int exit_status() const override { return 5; }
};

} // namespace thimble

/// Checks an invariant of our own; stays on in release builds. Extra arguments are a fmt message.
#define THIMBLE_CHECK(condition, ...)                                                                                  \
    do {                                                                                                               \
        if (!(condition)) {                                                                                            \
            throw ::thimble::InternalError(fmt::format(__VA_ARGS__));                                                  \
        }                                                                                                              \
    } while (false)

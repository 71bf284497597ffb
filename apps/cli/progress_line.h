// SPDX-License-Identifier: Apache-2.0
// Progress on stderr: one redrawn line on a terminal, a line an activity elsewhere.
#pragma once

#include "thimble/driver/progress.h"

#include <chrono>
#include <string>

namespace thimble::cli {

class ProgressLine {
public:
    enum class Mode { terminal, log, silent };

    explicit ProgressLine(Mode mode) : mode_(mode) {}

    ~ProgressLine() { clear(); }

    ProgressLine(const ProgressLine&) = delete;
    ProgressLine& operator=(const ProgressLine&) = delete;

    void show(const ProgressEvent& event);
    /// Removes the line, so that other output starts at a clean column.
    void clear();

    ProgressSink sink() {
        return [this](const ProgressEvent& event) { show(event); };
    }

private:
    using Clock = std::chrono::steady_clock;

    Mode mode_;
    std::string activity_;
    Clock::time_point activity_start_;
    Clock::time_point last_draw_;
    bool is_drawn_ = false;
};

} // namespace thimble::cli

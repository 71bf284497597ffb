// SPDX-License-Identifier: Apache-2.0
#include "apps/cli/progress_line.h"

#include <algorithm>
#include <cstdio>

#include <fmt/format.h>

namespace thimble::cli {
namespace {

constexpr auto redraw_interval = std::chrono::milliseconds(100);

double seconds(std::chrono::steady_clock::duration duration) {
    return std::chrono::duration<double>(duration).count();
}

std::string bar(const ProgressEvent& event, double elapsed_s) {
    if (event.total == 0) {
        return fmt::format("{} ...", event.activity);
    }
    constexpr std::size_t cells = 20;
    const std::size_t filled = cells * event.done / event.total;
    std::string text =
        fmt::format("{} [{:<{}}] {}/{}", event.activity, std::string(filled, '='), cells, event.done, event.total);
    if (event.done > 0 && elapsed_s > 0) {
        const double rate = static_cast<double>(event.done) / elapsed_s;
        text += fmt::format(", {:.1f}/s, {:.0f} s left", rate, static_cast<double>(event.total - event.done) / rate);
    }
    return text;
}

} // namespace

void ProgressLine::show(const ProgressEvent& event) {
    const Clock::time_point now = Clock::now();
    const bool is_new = event.activity != activity_;
    if (is_new) {
        activity_ = event.activity;
        activity_start_ = now;
    }
    if (mode_ == Mode::log && is_new) {
        std::fputs(fmt::format("{} ...\n", event.activity).c_str(), stderr);
    }
    if (mode_ == Mode::terminal && (is_new || now - last_draw_ >= redraw_interval)) {
        std::fputs(("\r\x1b[2K" + bar(event, seconds(now - activity_start_))).c_str(), stderr);
        std::fflush(stderr);
        last_draw_ = now;
        is_drawn_ = true;
    }
}

void ProgressLine::clear() {
    if (is_drawn_) {
        std::fputs("\r\x1b[2K", stderr);
        std::fflush(stderr);
        is_drawn_ = false;
    }
}

} // namespace thimble::cli

// SPDX-License-Identifier: Apache-2.0
// How long work tells its caller where it is; the driver itself prints nothing.
#pragma once

#include <cstddef>
#include <functional>
#include <string>

namespace thimble {

/// `done` of `total` units of `activity` are finished; `total` is 0 while the end is unknown.
struct ProgressEvent {
    std::string activity;
    std::size_t done = 0;
    std::size_t total = 0;
};

using ProgressSink = std::function<void(const ProgressEvent&)>;

} // namespace thimble

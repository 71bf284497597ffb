// SPDX-License-Identifier: Apache-2.0
// The order of steps with the smallest peak of live bytes.
#pragma once

#include "thimble/plan/memory_model.h"

#include <cstddef>
#include <cstdint>
#include <optional>
#include <vector>

namespace thimble {

struct OrderSearchResult {
    std::vector<std::uint32_t> order; ///< indices into Program::steps
    std::size_t peak_bytes = 0;
    bool is_optimal = false; ///< proved: no order has a smaller peak
};

/// Searches exactly while no more than `effort` partial orders are looked at, then by beam; with less effort from 128
/// steps, and not at all above 1024. Keeps the given order unless a strictly smaller peak is found. Deterministic.
OrderSearchResult search_order(const MemoryModel& model, std::size_t effort);

/// An order with the smallest peak, or nothing when `effort` partial orders did not suffice.
/// - Partial orders with the same set of executed steps differ in nothing but their peak: one is kept.
/// - The one with the smallest peak is extended first, so the first complete order is optimal.
/// - A ready step that raises neither the peak nor the live bytes is executed at once: moved to the front
///   of any completion it makes no other step dearer.
std::optional<std::vector<std::uint32_t>> exact_order(const MemoryModel& model, std::size_t effort);

/// An order found by extending the `width` most promising partial orders of each length. The result has no
/// guarantee; memory and time grow with steps * width.
std::vector<std::uint32_t> beam_order(const MemoryModel& model, std::size_t width);

} // namespace thimble

// SPDX-License-Identifier: Apache-2.0
// Extents of a tensor, outermost first; images are [n, h, w, c].
#pragma once

#include <cstddef>
#include <cstdint>
#include <initializer_list>
#include <string>
#include <vector>

namespace thimble {

/// A fully known shape; rank 0 is a scalar with one element. Extents are never negative.
class Shape {
public:
    Shape() = default;

    Shape(std::initializer_list<std::int64_t> extents) : extents_(extents) {}

    explicit Shape(std::vector<std::int64_t> extents) : extents_(std::move(extents)) {}

    std::size_t rank() const { return extents_.size(); }

    const std::vector<std::int64_t>& extents() const { return extents_; }

    std::int64_t operator[](std::size_t axis) const { return extents_[axis]; }

    std::int64_t& operator[](std::size_t axis) { return extents_[axis]; }

    /// Product of the extents. Importers bound it before a Shape is made.
    std::int64_t element_count() const;

    /// `[1, 49, 10, 1]`
    std::string to_string() const;

    friend bool operator==(const Shape&, const Shape&) = default;

private:
    std::vector<std::int64_t> extents_;
};

} // namespace thimble

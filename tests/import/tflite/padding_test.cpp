// SPDX-License-Identifier: Apache-2.0
// SAME and VALID as explicit padding, against hand-worked cases.
#include "thimble/core/error.h"
#include "thimble/import/tflite/padding.h"

#include <gtest/gtest.h>

namespace thimble::tflite_import {

namespace {

using Extents = std::vector<std::int64_t>;

Window window(Extent2d size, Extent2d stride, Extent2d dilation = {1, 1}) {
    return {.size = size, .stride = stride, .dilation = dilation, .padding = {}};
}

} // namespace

TEST(ExplicitPadding, PutsTheOddElementAfter) {
    // Out 25 and 5; (25 - 1) * 2 + 10 - 49 = 9 rows, (5 - 1) * 2 + 4 - 10 = 2 columns.
    const Shape input = {1, 49, 10, 1};
    EXPECT_EQ(explicit_padding(tflite::Padding::SAME, window({10, 4}, {2, 2}), input), (Extents{4, 1, 5, 1}));
}

TEST(ExplicitPadding, IsNothingForValid) {
    EXPECT_EQ(explicit_padding(tflite::Padding::VALID, window({3, 3}, {2, 2}), {1, 9, 9, 1}), (Extents{0, 0, 0, 0}));
}

TEST(ExplicitPadding, IsNeverNegative) {
    EXPECT_EQ(explicit_padding(tflite::Padding::SAME, window({1, 1}, {3, 3}), {1, 8, 8, 1}), (Extents{0, 0, 0, 0}));
}

TEST(ExplicitPadding, CountsDilation) {
    // A 3-tap window with dilation 2 spans 5.
    EXPECT_EQ(
        explicit_padding(tflite::Padding::SAME, window({3, 3}, {1, 1}, {2, 2}), {1, 7, 7, 1}), (Extents{2, 2, 2, 2})
    );
}

TEST(ExplicitPadding, RejectsExtentsThatNoWindowHas) {
    const Shape input = {1, 8, 8, 1};
    EXPECT_THROW(explicit_padding(tflite::Padding::SAME, window({0, 3}, {1, 1}), input), ModelError);
    EXPECT_THROW(explicit_padding(tflite::Padding::SAME, window({3, 3}, {0, 1}), input), ModelError);
    EXPECT_THROW(explicit_padding(tflite::Padding::SAME, window({3, 3}, {1, 1}, {1, -1}), input), ModelError);
    EXPECT_THROW(explicit_padding(tflite::Padding::SAME, window({1 << 21, 3}, {1, 1}), input), ModelError);
    EXPECT_THROW(explicit_padding(static_cast<tflite::Padding>(7), window({3, 3}, {1, 1}), input), ModelError);
    EXPECT_THROW(explicit_padding(tflite::Padding::SAME, window({3, 3}, {1, 1}), {8, 8}), ModelError);
}

} // namespace thimble::tflite_import

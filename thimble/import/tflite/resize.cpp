// SPDX-License-Identifier: Apache-2.0
// Operators that resize images. Without scales the resize takes TensorFlow Lite's positions.
#include "thimble/import/tflite/operator_table.h"

namespace thimble::tflite_import {

namespace {

template <typename Options> void translate_resize(OperatorReader& reader, const std::string& mode) {
    reader.expect_inputs(2, 2);
    reader.expect_same_types(0);
    const auto* options = reader.optional_options<Options>();
    const bool has_corners = options != nullptr && options->align_corners();
    const bool has_half_pixels = options != nullptr && options->half_pixel_centers();
    const std::vector<std::int64_t> size = reader.integers(1, "a size");
    const Shape& shape = reader.input_type(0).shape;
    if (shape.rank() != 4 || size.size() != 2 || (has_corners && has_half_pixels)) {
        throw ModelError(
            "E0303", fmt::format(
                         "{} numbers as a size of {}, expected 2 for [n, h, w, c] and either corners or half pixels",
                         size.size(), shape.to_string()
                     )
        );
    }
    const std::string coordinates = has_corners ? "align_corners" : has_half_pixels ? "half_pixel" : "asymmetric";
    Attributes attributes = {
        {"shape", std::vector<std::int64_t>{shape[0], size[0], size[1], shape[3]}},
        {"mode", mode},
        {"coordinates", coordinates}};
    if (mode == "nearest") {
        attributes.set("rounding", std::string(has_corners ? "round_prefer_ceil" : "floor"));
    }
    reader.add_node("resize", {reader.input(0, "input")}, std::move(attributes));
}

void translate_resize_bilinear(OperatorReader& reader) {
    translate_resize<tflite::ResizeBilinearOptions>(reader, "linear");
}

void translate_resize_nearest(OperatorReader& reader) {
    translate_resize<tflite::ResizeNearestNeighborOptions>(reader, "nearest");
}

using enum tflite::BuiltinOperator;

constexpr OperatorRow rows[] = {
    {RESIZE_BILINEAR, {"ResizeBilinear", ""}, translate_resize_bilinear},
    {RESIZE_NEAREST_NEIGHBOR, {"ResizeNearestNeighbor", ""}, translate_resize_nearest},
};

} // namespace

std::span<const OperatorRow> resize_rows() {
    return rows;
}

} // namespace thimble::tflite_import

// SPDX-License-Identifier: Apache-2.0
// Operators that take parts of a tensor, repeat it, look elements up, or resize it.
#include "thimble/export/tflite/export_table.h"

#include <algorithm>

namespace thimble::tflite_export {

namespace {

using Integers = std::vector<std::int64_t>;

template <typename Options> tflite::BuiltinOptionsUnion packed(Options options) {
    tflite::BuiltinOptionsUnion result;
    result.Set(std::move(options));
    return result;
}

/// The node's inputs and lists of integers after them.
std::vector<std::int32_t> inputs_with(NodeWriter& writer, const std::vector<std::pair<const char*, Integers>>& lists) {
    std::vector<std::int32_t> inputs = writer.inputs();
    for (const auto& [role, values] : lists) {
        inputs.push_back(writer.add_integers(role, {static_cast<std::int64_t>(values.size())}, values));
    }
    return inputs;
}

void write_slice(NodeWriter& writer) {
    const auto& starts = writer.attributes().get<Integers>("starts");
    const auto& extents = writer.attributes().get<Integers>("extents");
    const auto& steps = writer.attributes().get<Integers>("steps");
    if (std::all_of(steps.begin(), steps.end(), [](std::int64_t step) { return step == 1; })) {
        writer.write({tflite::BuiltinOperator::SLICE, 2}, inputs_with(writer, {{"begin", starts}, {"size", extents}}));
        return;
    }
    Integers ends;
    tflite::StridedSliceOptionsT options;
    for (std::size_t axis = 0; axis < starts.size(); ++axis) {
        ends.push_back(starts[axis] + extents[axis] * steps[axis]);
        if (ends.back() < 0) {
            ends.back() = 0; // a negative end would count from the end
            options.end_mask |= 1 << axis;
        }
    }
    writer.write(
        {tflite::BuiltinOperator::STRIDED_SLICE, 2},
        inputs_with(writer, {{"begin", starts}, {"end", ends}, {"strides", steps}}), packed(std::move(options))
    );
}

void write_expand(NodeWriter& writer) {
    const auto& shape = writer.attributes().get<Integers>("shape");
    writer.write({tflite::BuiltinOperator::BROADCAST_TO, 3}, inputs_with(writer, {{"shape", shape}}));
}

void write_tile(NodeWriter& writer) {
    const auto& repeats = writer.attributes().get<Integers>("repeats");
    writer.write({tflite::BuiltinOperator::TILE, 3}, inputs_with(writer, {{"repeats", repeats}}));
}

void write_dynamic_update_slice(NodeWriter& writer) {
    writer.write({tflite::BuiltinOperator::DYNAMIC_UPDATE_SLICE, 1}, writer.inputs());
}

void write_gather(NodeWriter& writer) {
    tflite::GatherOptionsT options;
    options.axis = static_cast<std::int32_t>(writer.attributes().get<std::int64_t>("axis"));
    options.batch_dims = static_cast<std::int32_t>(writer.attributes().get<std::int64_t>("batch_dims"));
    writer.write({tflite::BuiltinOperator::GATHER, 5}, writer.inputs(), packed(std::move(options)));
}

void write_cum_sum(NodeWriter& writer) {
    tflite::CumsumOptionsT options;
    options.exclusive = writer.attributes().get<std::int64_t>("exclusive") != 0;
    options.reverse = writer.attributes().get<std::int64_t>("reverse") != 0;
    const auto axis = writer.attributes().get<std::int64_t>("axis");
    writer.write({tflite::BuiltinOperator::CUMSUM, 1}, inputs_with(writer, {{"axis", {axis}}}), packed(options));
}

template <typename Options> Options resize_options(const std::string& coordinates) {
    Options options;
    options.align_corners = coordinates == "align_corners";
    options.half_pixel_centers = coordinates == "half_pixel";
    return options;
}

void write_resize(NodeWriter& writer) {
    const Attributes& attributes = writer.attributes();
    const auto& mode = attributes.get<std::string>("mode");
    const auto& coordinates = attributes.get<std::string>("coordinates");
    const auto& shape = attributes.get<Integers>("shape");
    const Shape& input = writer.view().input(0).shape;
    const bool is_image = shape.size() == 4 && shape[0] == input[0] && shape[3] == input[3];
    const bool has_flags =
        attributes.get<std::int64_t>("antialiases") != 0 || attributes.get<std::int64_t>("excludes_outside") != 0;
    const bool is_known = coordinates == "align_corners" || coordinates == "half_pixel" || coordinates == "asymmetric";
    const std::string rounding = coordinates == "align_corners" ? "round_prefer_ceil" : "floor";
    const bool rounds_so = mode == "linear" || attributes.get<std::string>("rounding") == rounding;
    const bool has_scales = !attributes.get<std::vector<double>>("scales").empty();
    if (!is_image || has_flags || !is_known || !rounds_so || has_scales || mode == "cubic") {
        throw_inexpressible("this form of resize");
    }
    std::vector<std::int32_t> inputs = inputs_with(writer, {{"size", {shape[1], shape[2]}}});
    if (mode == "linear") {
        writer.write(
            {tflite::BuiltinOperator::RESIZE_BILINEAR, 3}, std::move(inputs),
            packed(resize_options<tflite::ResizeBilinearOptionsT>(coordinates))
        );
    } else {
        writer.write(
            {tflite::BuiltinOperator::RESIZE_NEAREST_NEIGHBOR, 3}, std::move(inputs),
            packed(resize_options<tflite::ResizeNearestNeighborOptionsT>(coordinates))
        );
    }
}

constexpr ExportRow rows[] = {
    {"slice", write_slice},
    {"expand", write_expand},
    {"tile", write_tile},
    {"gather", write_gather},
    {"dynamic_update_slice", write_dynamic_update_slice},
    {"cum_sum", write_cum_sum},
    {"resize", write_resize},
};

} // namespace

std::span<const ExportRow> move_rows() {
    return rows;
}

} // namespace thimble::tflite_export

// SPDX-License-Identifier: Apache-2.0
// Resize, Upsample and GridSample.
#include "thimble/core/error.h"
#include "thimble/import/onnx/operator_table.h"

#include <algorithm>
#include <cmath>
#include <numeric>

namespace thimble::onnx_import {

namespace {

using Integers = std::vector<std::int64_t>;
using Reals = std::vector<double>;

/// Extents, scales and crop of a resize, for every axis of the input.
class ResizeGeometry {
public:
    ResizeGeometry(NodeReader& reader, const Shape& input)
        : input_(input), extents_(input.extents()), scales_(input.rank(), 1.0), crop_(2 * input.rank(), 0.0) {
        std::fill(crop_.begin() + static_cast<std::ptrdiff_t>(input.rank()), crop_.end(), 1.0);
        Integers every(input.rank());
        std::iota(every.begin(), every.end(), 0);
        axes_ = NodeReader::axes_from_zero(reader.attributes().integers("axes", every), input.rank());
    }

    void set_crop(const Reals& crop) {
        require_count("crop bounds", crop.size(), 2 * axes_.size());
        for (std::size_t index = 0; index < axes_.size(); ++index) {
            crop_[axis(index)] = crop[index];
            crop_[input_.rank() + axis(index)] = crop[axes_.size() + index];
        }
    }

    /// The outputs extents are what the scales make of the input's, or of the crop of it.
    void set_scales(const Reals& scales) {
        require_count("scales", scales.size(), axes_.size());
        for (std::size_t index = 0; index < axes_.size(); ++index) {
            const std::size_t along = axis(index);
            const double cropped = static_cast<double>(input_[along]) * (crop_[input_.rank() + along] - crop_[along]);
            const double extent = std::floor(cropped * scales[index]);
            if (!(extent >= 1.0 && extent < 1e9)) {
                throw ModelError("E0321", fmt::format("scale {} of an extent of {}", scales[index], input_[along]));
            }
            scales_[along] = scales[index];
            extents_[along] = static_cast<std::int64_t>(extent);
        }
    }

    void set_sizes(const Integers& sizes, const std::string& policy) {
        require_count("sizes", sizes.size(), axes_.size());
        for (std::size_t index = 0; index < axes_.size(); ++index) {
            extents_[axis(index)] = sizes[index];
            scales_[axis(index)] = static_cast<double>(sizes[index]) / static_cast<double>(input_[axis(index)]);
        }
        if (policy == "stretch" || axes_.empty()) {
            return;
        }
        // One scale for all: the smallest or the largest.
        double common = scales_[axis(0)];
        for (std::size_t index = 0; index < axes_.size(); ++index) {
            const double scale = scales_[axis(index)];
            common = policy == "not_larger" ? std::min(common, scale) : std::max(common, scale);
        }
        for (std::size_t index = 0; index < axes_.size(); ++index) {
            scales_[axis(index)] = common;
            extents_[axis(index)] =
                static_cast<std::int64_t>(std::floor(common * static_cast<double>(input_[axis(index)]) + 0.5));
        }
    }

    Attributes attributes() const { return {{"shape", extents_}, {"scales", scales_}}; }

    const Reals& crop() const { return crop_; }

private:
    std::size_t axis(std::size_t index) const { return static_cast<std::size_t>(axes_[index]); }

    static void require_count(const char* role, std::size_t found, std::size_t expected) {
        if (found != expected) {
            throw ModelError("E0321", fmt::format("{} {}, expected {}", found, role, expected));
        }
    }

    Shape input_;
    Integers extents_;
    Reals scales_;
    Reals crop_;
    Integers axes_;
};

std::string mode_of(const NodeReader& reader) {
    const std::string mode = reader.attributes().text("mode", "nearest");
    return mode == "bilinear" || mode == "trilinear" ? "linear" : mode == "bicubic" ? "cubic" : mode;
}

/// Upsample, and Resize of operator set 10, which takes over its positions.
void define_upsampled(NodeReader& reader, const Reals& scales) {
    const ValueId input = reader.input(0);
    ResizeGeometry geometry(reader, reader.shape(input));
    geometry.set_scales(scales);
    Attributes attributes = geometry.attributes();
    attributes.set("mode", mode_of(reader));
    attributes.set("coordinates", std::string("asymmetric"));
    attributes.set("rounding", std::string("floor"));
    reader.define(0, reader.add("resize", {input}, std::move(attributes)));
}

void translate_upsample(NodeReader& reader) {
    reader.expect_inputs(1, 2);
    const AttributeReader& given = reader.attributes();
    if (reader.opset() < 7) {
        define_upsampled(reader, {1.0, 1.0, given.real("height_scale"), given.real("width_scale")});
        return;
    }
    define_upsampled(reader, reader.has_input(1) ? reader.reals(1, "scales") : given.reals("scales", {}));
}

/// Whether an operand is there and has elements: Resize leaves operands out either way.
bool has_elements(NodeReader& reader, std::size_t index) {
    return reader.has_input(index) && reader.shape(reader.input(index)).element_count() > 0;
}

void translate_resize(NodeReader& reader) {
    reader.expect_inputs(1, 4);
    if (reader.opset() < 11) {
        define_upsampled(reader, reader.reals(1, "scales"));
        return;
    }
    const AttributeReader& given = reader.attributes();
    const ValueId input = reader.input(0);
    const std::string coordinates = given.text("coordinate_transformation_mode", "half_pixel");
    ResizeGeometry geometry(reader, reader.shape(input));
    if (coordinates == "tf_crop_and_resize") {
        geometry.set_crop(reader.reals(1, "a crop"));
    }
    if (has_elements(reader, 3)) {
        geometry.set_sizes(reader.integers(3, "sizes"), given.text("keep_aspect_ratio_policy", "stretch"));
    } else {
        geometry.set_scales(reader.reals(2, "scales"));
    }
    Attributes attributes = geometry.attributes();
    attributes.set("mode", mode_of(reader));
    attributes.set("coordinates", coordinates);
    attributes.set("rounding", given.text("nearest_mode", "round_prefer_floor"));
    attributes.set("cubic_coefficient", given.real("cubic_coeff_a", -0.75));
    attributes.set("excludes_outside", std::int64_t{given.integer("exclude_outside", 0) != 0});
    attributes.set("antialiases", std::int64_t{given.integer("antialias", 0) != 0});
    if (coordinates == "tf_crop_and_resize") {
        attributes.set("crop", geometry.crop());
        attributes.set("extrapolation_value", given.real("extrapolation_value", 0.0));
    }
    reader.define(0, reader.add("resize", {input}, std::move(attributes)));
}

void translate_grid_sample(NodeReader& reader) {
    reader.expect_inputs(2, 2);
    const AttributeReader& given = reader.attributes();
    const std::string mode = given.has("mode") ? mode_of(reader) : "linear";
    reader.define(
        0, reader.add(
               "grid_sample", {reader.input(0), reader.input(1)},
               {{"mode", mode},
                {"padding", given.text("padding_mode", "zeros")},
                {"aligns_corners", std::int64_t{given.integer("align_corners", 0) != 0}}}
           )
    );
}

constexpr OperatorRow rows[] = {
    {"Resize", translate_resize, Uint8Form::as_stored},
    {"Upsample", translate_upsample, Uint8Form::as_stored},
    {"GridSample", translate_grid_sample},
};

} // namespace

std::span<const OperatorRow> resize_rows() {
    return rows;
}

} // namespace thimble::onnx_import

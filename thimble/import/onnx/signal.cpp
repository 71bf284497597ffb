// SPDX-License-Identifier: Apache-2.0
// Fourier transforms, and windows and weights for them, which are constants.
#include "thimble/import/onnx/operator_table.h"

#include <cmath>
#include <numbers>

namespace thimble::onnx_import {

namespace {

using Integers = std::vector<std::int64_t>;

constexpr std::int64_t longest = 1 << 20;

/// The only element of an input.
std::int64_t integer_input(NodeReader& reader, std::size_t index, const std::string& role) {
    const Integers values = reader.integers(index, role);
    if (values.size() != 1) {
        throw ModelError("E0321", fmt::format("{} has {} elements, expected 1", role, values.size()));
    }
    return values.front();
}

double real_input(NodeReader& reader, std::size_t index, const std::string& role) {
    const std::vector<double> values = reader.reals(index, role);
    if (values.size() != 1) {
        throw ModelError("E0321", fmt::format("{} has {} elements, expected 1", role, values.size()));
    }
    return values.front();
}

std::int64_t bounded(std::int64_t value, const std::string& role) {
    if (value < 1 || value > longest) {
        throw ModelError("E0321", fmt::format("{} is {}, expected 1 to {}", role, value, longest));
    }
    return value;
}

void translate_dft(NodeReader& reader) {
    reader.expect_inputs(1, 3);
    const ValueId input = reader.input(0);
    const Shape shape = reader.shape(input);
    // The axis is an input since operator set 20.
    std::int64_t axis = reader.opset() < 20 ? reader.attributes().integer("axis", 1) : -2;
    axis = reader.has_input(2) ? integer_input(reader, 2, "the axis") : axis;
    axis = NodeReader::axis_from_zero(axis, shape.rank());
    const std::int64_t length = reader.has_input(1) ? bounded(integer_input(reader, 1, "the length"), "the length") : 0;
    reader.define(
        0, reader.add(
               "dft", {input},
               {{"axis", axis},
                {"length", length},
                {"inverse", reader.attributes().integer("inverse", 0)},
                {"onesided", reader.attributes().integer("onesided", 0)}}
           )
    );
}

/// Indices of the elements of each frame: [frames, length].
Tensor frame_indices(std::int64_t signal, std::int64_t step, std::int64_t length) {
    if (length > signal) {
        throw ModelError("E0321", fmt::format("frames have {} elements, the signal has {}", length, signal));
    }
    const std::int64_t frames = (signal - length) / step + 1;
    if (frames > (longest << 4) / length) {
        throw ModelError("E0321", fmt::format("{} frames of {} elements are too many", frames, length));
    }
    std::vector<std::int32_t> indices;
    for (std::int64_t frame = 0; frame < frames; ++frame) {
        for (std::int64_t index = 0; index < length; ++index) {
            indices.push_back(static_cast<std::int32_t>(frame * step + index));
        }
    }
    return Tensor::of(Shape{frames, length}, indices);
}

void translate_stft(NodeReader& reader) {
    reader.expect_inputs(2, 4);
    ValueId signal = reader.input(0);
    const Shape shape = reader.shape(signal);
    if (shape.rank() == 2) {
        signal = reader.reshape(signal, {shape[0], shape[1], 1});
    } else if (shape.rank() != 3) {
        throw ModelError("E0321", fmt::format("signal is {}, expected [batch, length, parts]", shape.to_string()));
    }
    const std::int64_t step = bounded(integer_input(reader, 1, "the frame step"), "the frame step");
    std::int64_t length = shape[1];
    if (reader.has_input(3)) {
        length = integer_input(reader, 3, "the frame length");
    } else if (reader.has_input(2)) {
        length = reader.shape(reader.input(2)).element_count();
    }
    length = bounded(length, "the frame length");
    const ValueId indices = reader.add_constant("frames", frame_indices(shape[1], step, length));
    ValueId frames = reader.add("gather", {signal, indices}, {{"axis", std::int64_t{1}}});
    if (reader.has_input(2)) {
        frames = reader.add("mul", {frames, reader.reshape(reader.input(2), {length, 1})});
    }
    reader.define(
        0, reader.add(
               "dft", {frames}, {{"axis", std::int64_t{2}}, {"onesided", reader.attributes().integer("onesided", 1)}}
           )
    );
}

/// A constant of window[i] = first - second cos(2 pi i / n) + third cos(4 pi i / n).
void define_window(NodeReader& reader, double first, double second, double third) {
    reader.expect_inputs(1, 1);
    constexpr std::int64_t float_type = 1;
    if (reader.attributes().integer("output_datatype", float_type) != float_type) {
        throw Unsupported{"a window of another element type than float", "export the model in float32"};
    }
    const std::int64_t size = bounded(integer_input(reader, 0, "the size"), "the size");
    const std::int64_t period =
        reader.attributes().integer("periodic", 1) != 0 ? size : std::max<std::int64_t>(1, size - 1);
    std::vector<float> window;
    for (std::int64_t index = 0; index < size; ++index) {
        const double angle = 2.0 * std::numbers::pi * static_cast<double>(index) / static_cast<double>(period);
        window.push_back(static_cast<float>(first - second * std::cos(angle) + third * std::cos(2.0 * angle)));
    }
    reader.define(0, reader.add_constant("window", Tensor::of(Shape{size}, window)));
}

void translate_hann_window(NodeReader& reader) {
    define_window(reader, 0.5, 0.5, 0.0);
}

void translate_hamming_window(NodeReader& reader) {
    define_window(reader, 25.0 / 46.0, 21.0 / 46.0, 0.0);
}

void translate_blackman_window(NodeReader& reader) {
    define_window(reader, 0.42, 0.5, 0.08);
}

/// Bins of a spectrum at equal distances in mel, of `bands` triangles and the two edges beside them.
Integers mel_edges(std::int64_t bands, std::int64_t length, double rate, double lowest, double highest) {
    const auto mel = [](double hertz) { return 2595.0 * std::log10(1.0 + hertz / 700.0); };
    const double step = (mel(highest) - mel(lowest)) / static_cast<double>(bands + 2);
    Integers edges;
    for (std::int64_t index = 0; index < bands + 2; ++index) {
        const double hertz = 700.0 * (std::pow(10.0, (mel(lowest) + static_cast<double>(index) * step) / 2595.0) - 1.0);
        edges.push_back(static_cast<std::int64_t>(std::floor(static_cast<double>(length + 1) * hertz / rate)));
    }
    return edges;
}

/// Weight of bin `bin` in the triangle from `lower` over `center` to `higher`.
double triangle(std::int64_t bin, std::int64_t lower, std::int64_t center, std::int64_t higher) {
    if (bin >= center && bin < higher) {
        return static_cast<double>(higher - bin) / static_cast<double>(higher - center);
    }
    if (bin >= lower && bin < center) {
        return static_cast<double>(bin - lower) / static_cast<double>(center - lower);
    }
    return bin == center ? 1.0 : 0.0;
}

void translate_mel_weight_matrix(NodeReader& reader) {
    reader.expect_inputs(5, 5);
    const std::int64_t bands = bounded(integer_input(reader, 0, "the number of bands"), "the number of bands");
    const std::int64_t length = bounded(integer_input(reader, 1, "the transform's length"), "the transform's length");
    const std::int64_t bins = length / 2 + 1;
    const double rate = real_input(reader, 2, "the sample rate");
    const double lowest = real_input(reader, 3, "the lower edge");
    const double highest = real_input(reader, 4, "the upper edge");
    if (!(rate > 0.0) || !(lowest >= 0.0) || !(highest >= lowest) || !(highest <= rate) ||
        bins > (longest << 4) / bands) {
        throw ModelError(
            "E0321", fmt::format("{} bands from {} to {} Hz at a rate of {}", bands, lowest, highest, rate)
        );
    }
    const Integers edges = mel_edges(bands, length, rate, lowest, highest);
    std::vector<float> weights;
    for (std::int64_t bin = 0; bin < bins; ++bin) {
        for (std::size_t band = 0; band < static_cast<std::size_t>(bands); ++band) {
            weights.push_back(static_cast<float>(triangle(bin, edges[band], edges[band + 1], edges[band + 2])));
        }
    }
    reader.define(0, reader.add_constant("mel", Tensor::of(Shape{bins, bands}, weights)));
}

constexpr OperatorRow rows[] = {
    {"DFT", translate_dft},
    {"STFT", translate_stft},
    {"HannWindow", translate_hann_window},
    {"HammingWindow", translate_hamming_window},
    {"BlackmanWindow", translate_blackman_window},
    {"MelWeightMatrix", translate_mel_weight_matrix},
};

} // namespace

std::span<const OperatorRow> signal_rows() {
    return rows;
}

} // namespace thimble::onnx_import

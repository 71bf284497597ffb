// SPDX-License-Identifier: Apache-2.0
// Models on the example data that come with them: the label is the one that the file's name says.
#include "tests/suites/tflite_micro/host_run.h"
#include "thimble/core/file.h"

#include <algorithm>
#include <cmath>
#include <cstdlib>
#include <fstream>
#include <iterator>

#include <fmt/format.h>
#include <gtest/gtest.h>

namespace thimble {

namespace {

std::filesystem::path micro_folder() {
    return data_folder() / "models/tflite-micro";
}

/// Bytes of the pixels of an uncompressed Windows bitmap of 8 bits a pixel, top row first.
std::vector<std::byte> grey_bitmap(const std::filesystem::path& path, std::size_t width, std::size_t height) {
    std::ifstream stream(path, std::ios::binary);
    const std::vector<char> bytes{std::istreambuf_iterator<char>(stream), {}};
    const auto byte_at = [&](std::size_t index) { return static_cast<unsigned char>(bytes.at(index)); };
    const std::size_t start = byte_at(10) + 256U * byte_at(11);
    std::vector<std::byte> pixels;
    for (std::size_t y = 0; y < height; ++y) {
        for (std::size_t x = 0; x < width; ++x) {
            pixels.push_back(std::byte{byte_at(start + (height - 1 - y) * width + x)});
        }
    }
    return pixels;
}

/// The picture's pixels by png_pixels.py, or nothing where there is no Python.
std::vector<std::byte> png_pixels(const std::filesystem::path& path) {
    const std::filesystem::path script = THIMBLE_SOURCE_DIR "/tests/suites/tflite_micro/png_pixels.py";
    const std::filesystem::path folder = std::filesystem::path(THIMBLE_BINARY_DIR) / "tests/suites/digits";
    std::filesystem::create_directories(folder);
    const std::filesystem::path target = folder / (path.stem().string() + ".bin");
    const std::string command = fmt::format("python3 '{}' '{}' '{}'", script.string(), path.string(), target.string());
    if (std::system(command.c_str()) != 0) {
        return {};
    }
    return read_binary_file(target);
}

/// Pixels of 0.0 .. 1.0 as the model takes them.
Tensor picture_input(const TensorType& type, const std::vector<std::byte>& pixels) {
    Tensor input(type);
    for (std::size_t index = 0; index < pixels.size(); ++index) {
        const float value = static_cast<float>(std::to_integer<int>(pixels[index])) / 255.0F;
        if (type.data_type == DataType::float32) {
            input.elements<float>()[index] = value;
        } else {
            const float steps = std::round(value / type.quantization->scale());
            const auto stored = static_cast<std::int64_t>(steps) + type.quantization->zero_point();
            input.elements<std::int8_t>()[index] = static_cast<std::int8_t>(std::min<std::int64_t>(stored, 127));
        }
    }
    return input;
}

template <typename Element> std::ptrdiff_t index_of_largest(const Tensor& scores) {
    const std::span<const Element> elements = scores.elements<Element>();
    return std::max_element(elements.begin(), elements.end()) - elements.begin();
}

class HandwrittenDigits : public testing::TestWithParam<const char*> {};

} // namespace

TEST_P(HandwrittenDigits, AreRecognized) {
    const std::filesystem::path model_path = micro_folder() / "models" / GetParam();
    if (!std::filesystem::exists(model_path)) {
        GTEST_SKIP() << model_path << " is absent (set THIMBLE_DATA)";
    }
    const CompiledForHost model = compile_for_host(model_path);
    const TensorType type = model.graph.value(model.graph.inputs.front()).type;
    for (int digit = 0; digit < 10; ++digit) {
        const std::vector<std::byte> pixels =
            png_pixels(micro_folder() / fmt::format("testdata/mnist_lstm/sample{}.png", digit));
        if (pixels.empty()) {
            GTEST_SKIP() << "no python3 to read the pictures";
        }
        ASSERT_EQ(static_cast<std::int64_t>(pixels.size()), type.shape.element_count());
        const Tensor scores = run_both_ways(model, {picture_input(type, pixels)}).front();
        const std::ptrdiff_t found = scores.type.data_type == DataType::float32 ? index_of_largest<float>(scores)
                                                                                : index_of_largest<std::int8_t>(scores);
        EXPECT_EQ(found, digit);
    }
}

INSTANTIATE_TEST_SUITE_P(
    Suites, HandwrittenDigits, testing::Values("trained_lstm.tflite", "trained_lstm_int8.tflite"),
    [](const auto& tested) { return std::filesystem::path(tested.param).stem().string(); }
);

TEST(PersonDetection, FindsThePersonInTheExamplePicture) {
    const std::filesystem::path model_path = micro_folder() / "models/person_detect.tflite";
    if (!std::filesystem::exists(model_path)) {
        GTEST_SKIP() << model_path << " is absent (set THIMBLE_DATA)";
    }
    const CompiledForHost model = compile_for_host(model_path);
    for (const auto& [file, is_person] : {std::pair{"person.bmp", true}, std::pair{"no_person.bmp", false}}) {
        Tensor input(model.graph.value(model.graph.inputs.front()).type);
        // The test of TensorFlow Lite Micro hands over the bytes as they are, so that light pixels wrap to dark ones.
        input.bytes = grey_bitmap(micro_folder() / "testdata/person_detection" / file, 96, 96);
        ASSERT_EQ(input.bytes.size(), input.elements<std::int8_t>().size());
        const Tensor scores = run_both_ways(model, {input}).front();
        // Class 1 is the person.
        EXPECT_EQ(scores.elements<std::int8_t>()[1] > scores.elements<std::int8_t>()[0], is_person) << file;
    }
}

} // namespace thimble

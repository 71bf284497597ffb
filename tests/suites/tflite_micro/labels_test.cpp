// SPDX-License-Identifier: Apache-2.0
// Models on the example data that come with them: the label is the one that the file's name says.
#include "tests/suites/tflite_micro/host_run.h"

#include <fstream>
#include <iterator>

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

} // namespace

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

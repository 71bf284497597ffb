// SPDX-License-Identifier: Apache-2.0
// The model that examples/digits holds: it imports, exports to the same bytes, and reads its samples.
#include "thimble/export/tflite/export_tflite.h"
#include "thimble/import/tflite/import_tflite.h"
#include "thimble/interpret/interpreter.h"

#include <algorithm>
#include <cstring>
#include <fstream>
#include <iterator>

#include <gtest/gtest.h>

namespace thimble {

namespace {

const std::string folder = THIMBLE_SOURCE_DIR "/examples/digits/";

std::vector<std::byte> read_bytes(const std::string& path) {
    std::ifstream stream(path, std::ios::binary);
    const std::string content{std::istreambuf_iterator<char>(stream), {}};
    std::vector<std::byte> bytes(content.size());
    std::memcpy(bytes.data(), content.data(), content.size());
    return bytes;
}

} // namespace

TEST(DigitsExample, ExportsToTheBytesItWasImportedFrom) {
    const std::vector<std::byte> file = read_bytes(folder + "digits.tflite");
    Diagnostics diagnostics;
    EXPECT_EQ(export_tflite(import_tflite(file, "digits.tflite", diagnostics)), file);
    EXPECT_TRUE(diagnostics.warnings.empty());
}

TEST(DigitsExample, RecognisesItsSamples) {
    Diagnostics diagnostics;
    const Graph graph = import_tflite_file(folder + "digits.tflite", diagnostics);
    for (const auto& [name, digit] :
         std::vector<std::pair<std::string, int>>{{"two", 2}, {"three", 3}, {"seven", 7}, {"nine", 9}}) {
        Tensor input(graph.value(graph.inputs.front()).type);
        input.bytes = read_bytes(folder + name + ".bin");
        const Tensor output = interpret(graph, {input}).front();
        const std::span<const std::int8_t> scores = output.elements<std::int8_t>();
        EXPECT_EQ(std::max_element(scores.begin(), scores.end()) - scores.begin(), digit) << name;
    }
}

} // namespace thimble

// SPDX-License-Identifier: Apache-2.0
#include "thimble/core/error.h"
#include "thimble/core/file.h"
#include "thimble/driver/test_vectors.h"

#include <cstdlib>

#include <gtest/gtest.h>

namespace thimble {
namespace {

Graph two_inputs() {
    Graph graph;
    graph.add_input("a", {DataType::int8, Shape{2, 2}, std::nullopt});
    graph.add_input("b", {DataType::float32, Shape{1}, std::nullopt});
    graph.outputs.push_back(graph.add_value("y", {DataType::int8, Shape{3}, std::nullopt}));
    return graph;
}

class GoldenFolder : public testing::Test {
protected:
    void SetUp() override {
        std::string pattern = (std::filesystem::temp_directory_path() / "thimble-test-XXXXXX").string();
        folder = mkdtemp(pattern.data());
    }

    void TearDown() override { std::filesystem::remove_all(folder); }

    void write(const std::string& name, std::size_t size) { write_file(folder / name, std::string(size, 'x')); }

    std::filesystem::path folder;
};

TEST_F(GoldenFolder, IsReadInOrderOfName) {
    for (const char* name : {"02", "01"}) {
        write(std::string("input_") + name + ".bin", 8);
        write(std::string("output_") + name + ".bin", 3);
    }
    const auto vectors = load_golden_vectors(two_inputs(), folder);
    ASSERT_EQ(vectors.size(), 2U);
    EXPECT_EQ(vectors[0].name, "01");
    ASSERT_EQ(vectors[0].inputs.size(), 2U);
    EXPECT_EQ(vectors[0].inputs[0].bytes.size(), 4U);
    EXPECT_EQ(vectors[0].golden.size(), 3U);
}

TEST_F(GoldenFolder, WithoutVectorsIsRefused) {
    EXPECT_THROW(load_golden_vectors(two_inputs(), folder), ModelError);
}

TEST_F(GoldenFolder, WithAFileOfTheWrongSizeIsRefusedByName) {
    write("input_01.bin", 7);
    write("output_01.bin", 3);
    try {
        load_golden_vectors(two_inputs(), folder);
        FAIL();
    } catch (const ModelError& error) {
        EXPECT_EQ(error.code(), "E0204");
        EXPECT_NE(error.context().file.find("input_01.bin"), std::string::npos);
    }
}

TEST_F(GoldenFolder, WithAMissingOutputIsRefusedByName) {
    write("input_01.bin", 8);
    try {
        load_golden_vectors(two_inputs(), folder);
        FAIL();
    } catch (const ModelError& error) {
        EXPECT_NE(error.context().file.find("output_01.bin"), std::string::npos);
    }
}

TEST(RandomVectors, FollowXorshiftFromTheSeed) {
    Graph graph;
    graph.add_input("a", {DataType::int8, Shape{2}, std::nullopt});
    const auto vectors = random_vectors(graph, 2, 1);
    // State 1: x ^= x << 13 -> 8193; x ^= x >> 17 -> 8193; x ^= x << 5 -> 270369; top byte 0.
    // Next: 270369 -> 67634689; top byte 4.
    EXPECT_EQ(vectors[0].inputs[0].elements<std::int8_t>()[0], 0);
    EXPECT_EQ(vectors[0].inputs[0].elements<std::int8_t>()[1], 4);
    EXPECT_NE(vectors[0].inputs[0].bytes, vectors[1].inputs[0].bytes);
    EXPECT_EQ(vectors[0].inputs[0].bytes, random_vectors(graph, 1, 1)[0].inputs[0].bytes);
}

} // namespace
} // namespace thimble

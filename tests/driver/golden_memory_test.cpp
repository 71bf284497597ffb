// SPDX-License-Identifier: Apache-2.0
// What --optimize and a RAM budget do to the golden models.
#include "tests/driver/golden_models.h"
#include "thimble/driver/profile.h"
#include "thimble/driver/validation.h"

#include <gtest/gtest.h>

namespace thimble {
namespace {

CompileOptions options_for(const std::string& name, Optimize optimize) {
    CompileOptions options;
    options.model = golden_model(name);
    options.optimize = optimize;
    return options;
}

void expect_bit_exact(const CompiledModel& model, const std::string& name) {
    const auto vectors = load_golden_vectors(model.graph, golden_folder(name));
    EXPECT_TRUE(validate(model, vectors, [](const ProgressEvent&) {}).bit_exact);
}

TEST(GoldenMemory, ImagesOfTheCallerLeaveVisualWakeWordsInTwentyFourKilobytes) {
    THIMBLE_REQUIRE_GOLDEN("vww");
    CompileOptions options = options_for("vww", Optimize::ram);
    options.inputs = InputMemory::caller;
    for (const char* target : {"cortex-m4", "cortex-m0"}) {
        options.target = target;
        const CompiledModel model = compile_model(options);
        EXPECT_LE(model.program.arena_bytes, 24576U) << target;
        EXPECT_GT(model.recomputed_macs, 0);
        EXPECT_LE(20 * model.recomputed_macs, 7489664);
        expect_bit_exact(model, "vww");
    }
}

TEST(GoldenMemory, ABudgetSavesMemoryOnlyWhereItIsNeeded) {
    THIMBLE_REQUIRE_GOLDEN("vww");
    CompileOptions options = options_for("vww", Optimize::balanced);
    const std::size_t arena_bytes = compile_model(options).program.arena_bytes;
    options.max_arena_bytes = arena_bytes;
    EXPECT_EQ(compile_model(options).program.arena_bytes, arena_bytes);
    options.max_arena_bytes = 40000;
    EXPECT_LE(compile_model(options).program.arena_bytes, 40000U);
}

class GoldenFlash : public testing::TestWithParam<std::pair<const char*, std::size_t>> {
protected:
    void SetUp() override { setenv("THIMBLE_PLUGIN", THIMBLE_BINARY_DIR "/plugins/thimble_count.so", 1); }

    void TearDown() override { unsetenv("THIMBLE_PLUGIN"); }
};

TEST_P(GoldenFlash, CodeIsSmallAndBitExact) {
    const auto& [name, most_bytes] = GetParam();
    THIMBLE_REQUIRE_GOLDEN(name);
    const CompiledModel model = compile_model(options_for(name, Optimize::flash));
    EXPECT_LE(profile(model, [](const ProgressEvent&) {}).flash_code_bytes, most_bytes);
    expect_bit_exact(model, name);
}

INSTANTIATE_TEST_SUITE_P(
    Models, GoldenFlash,
    testing::Values(
        std::pair<const char*, std::size_t>{"kws", 8192}, std::pair<const char*, std::size_t>{"vww", 8192},
        std::pair<const char*, std::size_t>{"ic", 8192}, std::pair<const char*, std::size_t>{"ad", 4096},
        std::pair<const char*, std::size_t>{"sww", 8192}
    ),
    [](const auto& parameters) { return std::string(parameters.param.first); }
);

} // namespace
} // namespace thimble

// SPDX-License-Identifier: Apache-2.0
// Costs of the golden models stay below the incumbent's (TensorFlow Lite Micro with CMSIS-NN, measured
// with the same instruction counter) and arenas at the live-set peak.
#include "tests/driver/golden_models.h"
#include "thimble/core/error.h"
#include "thimble/driver/profile.h"

#include <gtest/gtest.h>

namespace thimble {
namespace {

struct CostBar {
    std::string name;
    std::size_t arena_bytes;
    std::size_t least_arena_bytes;         ///< where RAM is favoured
    std::uint64_t cortex_m4_instructions;  ///< well below the incumbent's there
    std::uint64_t cortex_m0_instructions;  ///< as well
    std::uint64_t cortex_m55_instructions; ///< as well
    std::uint64_t rv32imc_instructions;    ///< at most six tenths of the portable kernels'
    std::uint64_t aarch64_instructions;
};

class GoldenCost : public testing::TestWithParam<CostBar> {
protected:
    void SetUp() override { setenv("THIMBLE_PLUGIN", THIMBLE_BINARY_DIR "/plugins/thimble_count.so", 1); }

    void TearDown() override { unsetenv("THIMBLE_PLUGIN"); }
};

void PrintTo(const CostBar& bar, std::ostream* stream) {
    *stream << bar.name;
}

std::string bar_name(const testing::TestParamInfo<CostBar>& info) {
    return info.param.name;
}

CompiledModel compile_golden(
    const std::string& name, const std::string& target = "cortex-m4", Optimize optimize = Optimize::balanced
) {
    CompileOptions options;
    options.model = golden_model(name);
    options.target = target;
    options.optimize = optimize;
    return compile_model(options);
}

TEST_P(GoldenCost, ArenaIsNearTheLiveSetPeak) {
    THIMBLE_REQUIRE_GOLDEN(GetParam().name);
    const CompiledModel model = compile_golden(GetParam().name);
    EXPECT_LE(model.program.arena_bytes, GetParam().arena_bytes);
}

TEST_P(GoldenCost, OutputsLieOverInputsWhereRamIsFavoured) {
    THIMBLE_REQUIRE_GOLDEN(GetParam().name);
    for (const char* target : {"cortex-m4", "cortex-m0"}) {
        const CompiledModel model = compile_golden(GetParam().name, target, Optimize::ram);
        EXPECT_LE(model.program.arena_bytes, GetParam().least_arena_bytes) << target;
    }
}

TEST_P(GoldenCost, TakesNoMoreThanItDidOnCortexM4) {
    THIMBLE_REQUIRE_GOLDEN(GetParam().name);
    const ModelProfile result = profile(compile_golden(GetParam().name), [](const ProgressEvent&) {});
    EXPECT_LE(result.instructions, GetParam().cortex_m4_instructions);
    EXPECT_LE(result.flash_code_bytes, 24576U);
    EXPECT_LE(result.stack_bytes, 1024U);
    std::uint64_t sum = 0;
    for (const LayerProfile& layer : result.layers) {
        sum += layer.instructions;
    }
    EXPECT_NEAR(static_cast<double>(sum), static_cast<double>(result.instructions), 0.01 * static_cast<double>(sum));
}

TEST_P(GoldenCost, TakesNoMoreThanItDidOnCortexM0) {
    THIMBLE_REQUIRE_GOLDEN(GetParam().name);
    const ModelProfile result = profile(compile_golden(GetParam().name, "cortex-m0"), [](const ProgressEvent&) {});
    EXPECT_LE(result.instructions, GetParam().cortex_m0_instructions);
    EXPECT_LE(result.flash_code_bytes, 12288U);
    EXPECT_LE(result.stack_bytes, 1024U);
}

TEST_P(GoldenCost, TakesNoMoreThanItDidWithHelium) {
    THIMBLE_REQUIRE_GOLDEN(GetParam().name);
    const CompiledModel model = compile_golden(GetParam().name, "cortex-m55");
    const ModelProfile result = profile(model, [](const ProgressEvent&) {});
    EXPECT_LE(result.instructions, GetParam().cortex_m55_instructions);
    EXPECT_LE(result.flash_code_bytes, 12288U);
    EXPECT_LE(result.stack_bytes, 1024U);
    EXPECT_LE(model.program.arena_bytes, GetParam().arena_bytes);
}

TEST_P(GoldenCost, TakesNoMoreThanItDidOnRv32imc) {
    THIMBLE_REQUIRE_GOLDEN(GetParam().name);
    const ModelProfile result = profile(compile_golden(GetParam().name, "rv32imc"), [](const ProgressEvent&) {});
    EXPECT_LE(result.instructions, GetParam().rv32imc_instructions);
    EXPECT_LE(result.stack_bytes, 1024U);
}

TEST_P(GoldenCost, TakesNoMoreThanItDidOnAarch64) {
    THIMBLE_REQUIRE_GOLDEN(GetParam().name);
    const ModelProfile result = profile(compile_golden(GetParam().name, "aarch64"), [](const ProgressEvent&) {});
    EXPECT_LE(result.instructions, GetParam().aarch64_instructions);
}

INSTANTIATE_TEST_SUITE_P(
    Models, GoldenCost,
    testing::Values(
        CostBar{"kws", 17000, 9500, 4200000, 11000000, 900000, 10200000, 2000000},
        CostBar{"vww", 58000, 40000, 11500000, 34000000, 2800000, 31500000, 6600000},
        CostBar{"ic", 52000, 36000, 14000000, 48000000, 2700000, 39500000, 5800000},
        CostBar{"ad", 1100, 768, 470000, 1200000, 52000, 930000, 105000},
        CostBar{"sww", 8500, 7000, 1350000, 3700000, 210000, 2900000, 500000}
    ),
    bar_name
);

TEST(GoldenFit, AModelTooLargeForTheMicrobitNamesBothMemories) {
    THIMBLE_REQUIRE_GOLDEN("vww");
    CompileOptions options;
    options.model = golden_model("vww");
    options.target = "microbit";
    try {
        profile(compile_model(options), [](const ProgressEvent&) {});
        FAIL() << "fits";
    } catch (const CapacityError& error) {
        ASSERT_EQ(error.notes().size(), 2U);
        EXPECT_NE(error.notes()[0].find("RAM"), std::string::npos);
        EXPECT_NE(error.notes()[0].find("16,384"), std::string::npos);
        EXPECT_NE(error.notes()[1].find("flash"), std::string::npos);
        EXPECT_NE(error.notes()[1].find("262,144"), std::string::npos);
        EXPECT_EQ(error.exit_status(), 1);
    }
}

} // namespace
} // namespace thimble

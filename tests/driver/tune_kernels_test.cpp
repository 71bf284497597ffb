// SPDX-License-Identifier: Apache-2.0
// Choosing kernels by measurement, on the model of the example.
#include "tests/driver/golden_models.h"
#include "thimble/core/error.h"
#include "thimble/core/file.h"
#include "thimble/driver/profile.h"
#include "thimble/driver/tune_kernels.h"
#include "thimble/emulate/scratch_folder.h"

#include <cstdlib>

#include <gtest/gtest.h>

namespace thimble {
namespace {

CompileOptions digits() {
    CompileOptions options;
    options.model = THIMBLE_SOURCE_DIR "/examples/digits/digits.tflite";
    return options;
}

class TuneKernels : public testing::Test {
protected:
    void SetUp() override { setenv("THIMBLE_PLUGIN", THIMBLE_BINARY_DIR "/plugins/thimble_count.so", 1); }

    void TearDown() override { unsetenv("THIMBLE_PLUGIN"); }
};

std::uint64_t cycles(const CompileOptions& options) {
    return profile(compile_model(options), [](const ProgressEvent&) {}).cycles_estimated.value_or(0);
}

TEST_F(TuneKernels, SaveWhatTheyWereMeasuredToSave) {
    CompileOptions options = digits();
    const Tuning tuning = tune_kernels(options, [](const ProgressEvent&) {});
    EXPECT_EQ(tuning.unit, CostUnit::cycles);
    double saved = 0;
    for (const TunedLayer& layer : tuning.layers) {
        EXPECT_LT(layer.cost, layer.default_cost) << layer.name;
        saved += static_cast<double>(layer.default_cost - layer.cost);
    }
    const auto before = static_cast<double>(cycles(options));
    options.kernels = tuning.kernels;
    // The compiler may treat a layer's parameters in another way when other kernels are there.
    EXPECT_NEAR(before - static_cast<double>(cycles(options)), saved, 0.01 * before);
}

TEST_F(TuneKernels, FindABetterKernelThanABadChoice) {
    CompileOptions options = digits();
    const CompiledModel model = compile_model(options);
    const std::uint64_t best = cycles(options);
    for (const Node& node : model.graph.nodes) {
        if (node.op == "conv2d") {
            options.kernels[node.name] = "conv2d_s8";
        }
    }
    ASSERT_FALSE(options.kernels.empty());
    EXPECT_GT(cycles(options), 2 * best);
    options.kernels = tune_kernels(options, [](const ProgressEvent&) {}).kernels;
    EXPECT_LE(cycles(options), best);
}

TEST_F(TuneKernels, CountInstructionsWhereCyclesAreNotKnown) {
    CompileOptions options = digits();
    options.target = "cortex-m7";
    EXPECT_EQ(tune_kernels(options, [](const ProgressEvent&) {}).unit, CostUnit::instructions);
}

TEST_F(TuneKernels, StayWithinTheArena) {
    CompileOptions options = digits();
    options.max_arena_bytes = compile_model(options).program.arena_bytes;
    options.kernels = tune_kernels(options, [](const ProgressEvent&) {}).kernels;
    EXPECT_LE(compile_model(options).program.arena_bytes, *options.max_arena_bytes);
}

TEST_F(TuneKernels, LeaveStagesInBandsAlone) {
    THIMBLE_REQUIRE_GOLDEN("vww");
    CompileOptions options;
    options.model = golden_model("vww");
    options.optimize = Optimize::ram;
    options.inputs = InputMemory::caller;
    ASSERT_GT(compile_model(options).recomputed_macs, 0);
    options.kernels = tune_kernels(options, [](const ProgressEvent&) {}).kernels;
    EXPECT_NO_THROW(compile_model(options));
}

TEST(KernelChoices, AreReadBackFromText) {
    const ScratchFolder folder;
    const KernelChoices choices = {{"a node", "armv7em/conv2d_s8"}, {"b", "add_s8"}};
    write_file(folder.path() / "kernels.txt", to_text(choices));
    EXPECT_EQ(read_kernel_choices(folder.path() / "kernels.txt"), choices);
}

TEST(KernelChoices, RefuseALineOfAnotherForm) {
    const ScratchFolder folder;
    write_file(folder.path() / "kernels.txt", "# kernels\nadd_s8\n");
    try {
        read_kernel_choices(folder.path() / "kernels.txt");
        FAIL() << "accepted";
    } catch (const ModelError& error) {
        EXPECT_EQ(error.code(), "E0123");
        EXPECT_NE(error.context().file.find("kernels.txt:2"), std::string::npos);
    }
}

TEST(KernelChoices, MustFitNodeAndTarget) {
    CompileOptions options = digits();
    options.kernels = {{"no such node", "add_s8"}};
    EXPECT_THROW(compile_model(options), OptionError);
    options.kernels = {{compile_model(digits()).graph.nodes.front().name, "armv6m/conv2d_s8"}};
    EXPECT_THROW(compile_model(options), OptionError);
}

} // namespace
} // namespace thimble

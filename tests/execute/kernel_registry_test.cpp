// SPDX-License-Identifier: Apache-2.0
#include "thimble/core/error.h"
#include "thimble/execute/kernel_registry.h"
#include "thimble/lower/kernel_variant.h"
#include "thimble/ops/op_def.h"

#include <algorithm>
#include <cstdint>

#include <gtest/gtest.h>

namespace thimble {

namespace {

struct ScaleParams {
    std::int32_t count;
    float factor;
};

void scale_into(const ScaleParams& p, const std::int8_t* input, float* output) {
    for (std::int32_t index = 0; index < p.count; ++index) {
        output[index] = p.factor * static_cast<float>(input[index]);
    }
}

} // namespace

TEST(KernelAdapter, DescribesTheKernelsType) {
    const KernelEntry entry = kernel_entry<&scale_into>();
    EXPECT_EQ(entry.parameter_bytes, 8U);
    ASSERT_EQ(entry.arguments.size(), 2U);
    EXPECT_EQ(entry.arguments[0], (KernelArgument{DataType::int8, false}));
    EXPECT_EQ(entry.arguments[1], (KernelArgument{DataType::float32, true}));
}

TEST(KernelAdapter, PassesParametersAndPointersInOrder) {
    const ScaleParams parameters = {2, 0.5F};
    std::int8_t input[] = {3, -4};
    float output[] = {0.0F, 0.0F};
    void* arguments[] = {input, output};
    kernel_entry<&scale_into>().call(&parameters, arguments);
    EXPECT_EQ(output[0], 1.5F);
    EXPECT_EQ(output[1], -2.0F);
}

TEST(KernelRegistry, FindsKernelsByName) {
    EXPECT_EQ(find_kernel("conv2d_s8").arguments.size(), 6U);
    EXPECT_EQ(find_kernel("conv2d_s8").parameter_bytes, 76U);
    EXPECT_THROW(find_kernel("conv2d_s4"), InternalError);
}

TEST(KernelRegistry, HoldsEveryVariantOfLowering) {
    const std::vector<std::string_view> names = kernel_names();
    const auto is_held = [&](const std::string& variant) {
        return std::any_of(names.begin(), names.end(), [&](std::string_view name) {
            return name == variant || name.rfind(variant + "<", 0) == 0 || name.rfind(variant + "_", 0) == 0;
        });
    };
    for (const OpDef& op : all_ops()) {
        for (const KernelVariant& variant : kernel_variants(op.name)) {
            EXPECT_TRUE(is_held(variant.name)) << op.name << ": " << variant.name;
        }
    }
}

// Those for other cores read weights and parameters of a form of their own.
TEST(KernelRegistry, Armv7emKernelsTakeWhatThePortableOnesTakeAndScratchMemory) {
    const std::vector<std::string_view> names = kernel_names();
    for (const std::string_view name : names) {
        const std::string_view portable_name = name.substr(name.find('/') + 1);
        if (name.rfind("armv7em/", 0) != 0 || std::find(names.begin(), names.end(), portable_name) == names.end()) {
            continue;
        }
        const KernelEntry& portable = find_kernel(portable_name);
        const KernelEntry& kernel = find_kernel(name);
        ASSERT_GE(kernel.arguments.size(), portable.arguments.size()) << name;
        EXPECT_TRUE(std::equal(portable.arguments.begin(), portable.arguments.end(), kernel.arguments.begin())) << name;
        EXPECT_GE(kernel.parameter_bytes, portable.parameter_bytes) << name;
    }
}

} // namespace thimble

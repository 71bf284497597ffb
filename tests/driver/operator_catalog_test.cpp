// SPDX-License-Identifier: Apache-2.0
#include "thimble/core/error.h"
#include "thimble/driver/operator_catalog.h"
#include "thimble/emulate/scratch_folder.h"

#include <algorithm>

#include <gtest/gtest.h>

namespace thimble {
namespace {

TEST(OperatorCatalog, ReadsDataTypesFromKernelNames) {
    EXPECT_EQ(kernel_data_types("add_f32"), "float32");
    EXPECT_EQ(kernel_data_types("armv7em/conv2d_s8"), "int8");
    EXPECT_EQ(kernel_data_types("quantize_f32_s8"), "float32 to int8");
    EXPECT_EQ(kernel_data_types("conv2d_f32_w8"), "float32 with int8 weights");
    EXPECT_EQ(kernel_data_types("abs_integers"), "integers");
    EXPECT_EQ(kernel_data_types("pad_bytes"), "any");
}

TEST(OperatorCatalog, EveryOperatorHasASummaryAndAKernel) {
    for (const CatalogEntry& entry : operator_catalog()) {
        EXPECT_FALSE(entry.summary.empty()) << entry.name;
        EXPECT_FALSE(entry.data_types.empty()) << entry.name;
    }
}

TEST(OperatorCatalog, NamesCoresWithFasterKernels) {
    const auto entries = operator_catalog();
    const auto found =
        std::find_if(entries.begin(), entries.end(), [](const CatalogEntry& entry) { return entry.name == "conv2d"; });
    ASSERT_NE(found, entries.end());
    EXPECT_EQ(found->cores, (std::vector<std::string>{"helium", "armv7em", "armv6m", "rv32im", "neon"}));
}

TEST(OperatorCatalog, CountsTestsFromATable) {
    const std::string document = operators_document("operator,onnx_cases,tflite_models\nabs,3,14\n");
    EXPECT_NE(document.find("| `abs` | magnitude | float32, int8, integers |  | 3 + 14 |"), std::string::npos);
}

TEST(OperatorCatalog, RefusesATableOfAnotherForm) {
    EXPECT_THROW(operators_document("operator,onnx_cases,tflite_models\nabs;3\n"), OptionError);
}

TEST(OperatorCatalog, IsWhatTheDocumentSays) {
    EXPECT_EQ(
        read_file(THIMBLE_SOURCE_DIR "/docs/operators.md"),
        operators_document(read_file(THIMBLE_SOURCE_DIR "/docs/operator-cases.csv"))
    ) << "docs/operators.md is stale; `make docs` writes it";
}

} // namespace
} // namespace thimble

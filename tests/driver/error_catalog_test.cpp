// SPDX-License-Identifier: Apache-2.0
#include "thimble/driver/error_catalog.h"

#include <filesystem>
#include <fstream>
#include <iterator>
#include <regex>
#include <set>
#include <string>

#include <gtest/gtest.h>

namespace thimble {
namespace {

/// Every quoted error code below `folder`.
std::set<std::string> codes_in_sources(const std::filesystem::path& folder) {
    std::set<std::string> codes;
    const std::regex pattern("\"(E0[0-9]{3})\"");
    for (const auto& entry : std::filesystem::recursive_directory_iterator(folder)) {
        const std::string extension = entry.path().extension().string();
        if ((extension != ".cpp" && extension != ".h") || entry.path().stem() == "error_catalog") {
            continue;
        }
        std::ifstream stream(entry.path());
        const std::string text{std::istreambuf_iterator<char>(stream), std::istreambuf_iterator<char>()};
        for (std::sregex_iterator match(text.begin(), text.end(), pattern), end; match != end; ++match) {
            codes.insert((*match)[1]);
        }
    }
    return codes;
}

TEST(ErrorCatalog, ExplainsEveryCodeTheSourcesUse) {
    for (const char* folder : {"/thimble", "/apps"}) {
        for (const std::string& code : codes_in_sources(std::string(THIMBLE_SOURCE_DIR) + folder)) {
            EXPECT_NE(find_explanation(code), nullptr) << code << " in " << folder;
        }
    }
}

TEST(ErrorCatalog, HoldsNoCodeThatNothingUses) {
    std::set<std::string> used = codes_in_sources(THIMBLE_SOURCE_DIR "/thimble");
    used.merge(codes_in_sources(THIMBLE_SOURCE_DIR "/apps"));
    for (const ErrorExplanation& entry : error_catalog()) {
        EXPECT_TRUE(used.contains(std::string(entry.code))) << entry.code;
    }
}

TEST(ErrorCatalog, IsInAscendingOrder) {
    const auto& entries = error_catalog();
    for (std::size_t index = 1; index < entries.size(); ++index) {
        EXPECT_LT(entries[index - 1].code, entries[index].code);
    }
}

TEST(ErrorCatalog, FindsCodesInEitherCase) {
    EXPECT_NE(find_explanation("e0901"), nullptr);
    EXPECT_EQ(find_explanation("E9999"), nullptr);
}

} // namespace
} // namespace thimble

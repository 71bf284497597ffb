// SPDX-License-Identifier: Apache-2.0
#include "thimble/core/error.h"
#include "thimble/core/file.h"

#include <cstdlib>
#include <string>

#include <gtest/gtest.h>

namespace thimble {
namespace {

class FileInAFolder : public testing::Test {
protected:
    void SetUp() override {
        std::string pattern = (std::filesystem::temp_directory_path() / "thimble-file-XXXXXX").string();
        folder = mkdtemp(pattern.data());
    }

    void TearDown() override { std::filesystem::remove_all(folder); }

    std::filesystem::path folder;
};

TEST_F(FileInAFolder, ComesBackAsItWasWritten) {
    const std::string contents("a\0b\n\xFF", 5);
    write_file(folder / "deep" / "er" / "file", contents);
    const std::vector<std::byte> bytes = read_binary_file(folder / "deep" / "er" / "file");
    EXPECT_EQ(std::string(reinterpret_cast<const char*>(bytes.data()), bytes.size()), contents);
}

TEST_F(FileInAFolder, IsReplacedWholeAndLeavesNothingBehind) {
    write_file(folder / "file", "long old contents");
    write_file(folder / "file", "new");
    EXPECT_EQ(read_binary_file(folder / "file").size(), 3U);
    EXPECT_EQ(std::distance(std::filesystem::directory_iterator(folder), std::filesystem::directory_iterator()), 1);
}

TEST_F(FileInAFolder, ThatIsNotThereOrAFolderCannotBeRead) {
    for (const std::filesystem::path& path : {folder / "absent", folder}) {
        try {
            read_binary_file(path);
            FAIL() << path;
        } catch (const ModelError& error) {
            EXPECT_EQ(error.code(), "E0201");
            EXPECT_EQ(error.context().file, path.string());
        }
    }
}

TEST(File, ThatCannotBeWrittenIsAnEnvironmentError) {
    EXPECT_THROW(write_file("/proc/nowhere/file", "x"), EnvironmentError);
}

} // namespace
} // namespace thimble

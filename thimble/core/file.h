// SPDX-License-Identifier: Apache-2.0
// Whole files as bytes, with errors that name the file.
#pragma once

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <span>
#include <string_view>
#include <vector>

namespace thimble {

/// Files larger than this are refused before anything is read.
inline constexpr std::uintmax_t largest_file_bytes = 0x7FFFFFFF;

/// Errors: ModelError E0201 when the file cannot be read.
std::vector<std::byte> read_binary_file(const std::filesystem::path& path);

/// Makes the folders above and writes through a temporary file in the same folder, so that an interrupted write loses
/// nothing. Errors: EnvironmentError E0602.
void write_file(const std::filesystem::path& path, std::string_view contents);

} // namespace thimble

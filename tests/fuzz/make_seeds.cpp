// SPDX-License-Identifier: Apache-2.0
// Makes the fuzzers' first inputs: graph texts as they are and as TensorFlow Lite files, ONNX models made here, model
// files, and truncated and damaged copies of each.   make_fuzz_seeds <folder> <a.graph, b.tflite or c.onnx> ...
#include "tests/fuzz/onnx_seeds.h"
#include "thimble/core/file.h"
#include "thimble/export/tflite/export_tflite.h"
#include "thimble/ir/parser.h"
#include "thimble/ops/verify.h"

#include <cstdint>
#include <filesystem>
#include <string>
#include <string_view>

#include <fmt/format.h>

namespace {

std::string text_of(const std::vector<std::byte>& bytes) {
    return {reinterpret_cast<const char*>(bytes.data()), bytes.size()};
}

/// xorshift32 (Marsaglia, "Xorshift RNGs", 2003): the same seeds on every machine.
std::uint32_t next_random(std::uint32_t& state) {
    state ^= state << 13U;
    state ^= state >> 17U;
    state ^= state << 5U;
    return state;
}

/// `contents` with one byte in a hundred replaced.
std::string damaged(std::string contents, std::uint32_t& random) {
    for (std::size_t count = 1 + contents.size() / 100; count > 0 && !contents.empty(); --count) {
        contents[next_random(random) % contents.size()] = static_cast<char>(next_random(random) >> 24U);
    }
    return contents;
}

void write_variants(const std::filesystem::path& stem, std::string_view contents) {
    constexpr int copies = 8;
    thimble::write_file(stem, contents);
    std::uint32_t random = 1;
    for (int copy = 1; copy <= copies; ++copy) {
        const std::size_t length = contents.size() * static_cast<std::size_t>(copy) / (copies + 1);
        thimble::write_file(fmt::format("{}.cut{}", stem.string(), copy), contents.substr(0, length));
        thimble::write_file(fmt::format("{}.damaged{}", stem.string(), copy), damaged(std::string(contents), random));
    }
}

void add_seed(const std::filesystem::path& folder, const std::filesystem::path& path) {
    const std::string contents = text_of(thimble::read_binary_file(path));
    const std::string name = path.stem().string();
    if (path.extension() != ".graph") {
        write_variants(folder / (path.extension() == ".onnx" ? "import_onnx" : "import_tflite") / name, contents);
        return;
    }
    write_variants(folder / "parse_graph" / name, contents);
    const thimble::Graph graph = thimble::parse_graph(contents, path.string());
    thimble::verify(graph);
    write_variants(folder / "import_tflite" / name, text_of(thimble::export_tflite(graph)));
}

} // namespace

int main(int argument_count, char** arguments) {
    if (argument_count < 3) {
        return 2;
    }
    for (const auto& [name, contents] : thimble::onnx_seeds()) {
        write_variants(std::filesystem::path(arguments[1]) / "import_onnx" / name, contents);
    }
    for (int index = 2; index < argument_count; ++index) {
        add_seed(arguments[1], arguments[index]);
    }
    return 0;
}

// SPDX-License-Identifier: Apache-2.0
// Takes bytes as graph text. What the parser accepts must print and read back to the same text, and the operators'
// rules must accept or refuse it without failing.
#include "thimble/core/error.h"
#include "thimble/ir/parser.h"
#include "thimble/ir/printer.h"
#include "thimble/ops/verify.h"

#include <cstdint>
#include <string>
#include <string_view>

namespace {

void expect_round_trip(const thimble::Graph& graph) {
    const std::string text = thimble::print(graph);
    const std::string again = thimble::print(thimble::parse_graph(text, "printed.graph"));
    THIMBLE_CHECK(again == text, "a printed graph reads back as another:\n{}\n{}", text, again);
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    thimble::Graph graph;
    try {
        graph = thimble::parse_graph(std::string_view(reinterpret_cast<const char*>(data), size));
    } catch (const thimble::ModelError&) {
        return 0;
    }
    expect_round_trip(graph);
    try {
        thimble::verify(graph);
    } catch (const thimble::ModelError&) {
        return 0;
    }
    return 0;
}

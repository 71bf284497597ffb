// SPDX-License-Identifier: Apache-2.0
// Attribution of instruction counts to layers, without any dependence on QEMU: the plugin feeds it.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <deque>
#include <iosfwd>
#include <map>
#include <unordered_map>
#include <vector>

namespace thimble::count {

/// One instruction of the guest. `executed` is incremented by translated code.
struct Instruction {
    std::uint64_t executed = 0;
    std::uint64_t address = 0;
    std::uint8_t size = 0;
    std::array<std::uint8_t, 16> bytes{}; ///< in memory order
    std::uint64_t seen = 0;               ///< `executed` when the current layer began
};

/// A mark says which layer the instruction at its address begins; `end_layer` ends the region.
struct Mark {
    bool begins_region = false;
    int layer = 0;
    Instruction* instruction = nullptr;
    class LayerCounts* counts = nullptr;
};

constexpr int end_layer = -1;

/// Counts per layer of one pass over the region, from the first mark to the end mark. Each pass that
/// reaches the end replaces the one before it, so that the last complete pass is what is written.
class LayerCounts {
public:
    /// Reads lines `<hex address> <layer>`; the region begins at the lowest layer, -1 ends it. Several layers
    /// at one address: the last of them takes the instructions. False when a line cannot be read.
    bool read_marks(std::istream& lines);

    /// The instruction at `address`, made when first asked for; its address stays valid.
    Instruction& instruction(std::uint64_t address);

    /// The mark at `address`, or null.
    Mark* mark(std::uint64_t address);

    /// Switches to the mark's layer and counts the mark's own instruction there.
    void reach(Mark& mark);

    /// Lines `passes N`, `total N`, then `<layer> <hex address> <hex bytes> <size> <count>` by layer and address.
    void write(std::ostream& output) const;

private:
    using Counts = std::vector<std::uint64_t>; // by index into instructions_

    void settle();

    std::deque<Instruction> instructions_;
    std::unordered_map<std::uint64_t, std::size_t> index_of_address_;
    std::unordered_map<std::uint64_t, Mark> marks_;
    std::map<int, Counts> current_;
    std::map<int, Counts> complete_;
    int layer_ = end_layer;
    std::uint64_t passes_ = 0;
};

} // namespace thimble::count

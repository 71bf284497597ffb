// SPDX-License-Identifier: Apache-2.0
// Attribution of instruction counts to layers. Translated code only adds to one counter an instruction; at each
// mark, what was added since the last one is given to the layer that ends there.
#include "plugins/layer_counts.h"

#include <algorithm>
#include <iomanip>
#include <istream>
#include <ostream>
#include <sstream>
#include <string>

namespace thimble::count {

bool LayerCounts::read_marks(std::istream& lines) {
    int lowest = -1;
    std::map<std::uint64_t, std::pair<int, int>> layers; // by address: the lowest and the highest
    std::string line;
    while (std::getline(lines, line)) {
        std::istringstream words(line);
        std::uint64_t address = 0;
        int layer = 0;
        if (!(words >> std::hex >> address >> std::dec >> layer)) {
            return false;
        }
        lowest = layer >= 0 && (lowest < 0 || layer < lowest) ? layer : lowest;
        const auto [entry, is_new] = layers.try_emplace(address, layer, layer);
        if (!is_new) {
            // The end of the region outranks a last layer that holds no instruction.
            auto& [low, high] = entry->second;
            high = layer < 0 || high < 0 ? end_layer : std::max(high, layer);
            low = std::min(low, layer);
        }
    }
    for (const auto& [address, range] : layers) {
        marks_[address] = {range.first == lowest && range.second >= 0, range.second, &instruction(address), this};
    }
    return lowest >= 0;
}

Instruction& LayerCounts::instruction(std::uint64_t address) {
    const auto [entry, is_new] = index_of_address_.try_emplace(address, instructions_.size());
    if (is_new) {
        instructions_.emplace_back().address = address;
    }
    return instructions_[entry->second];
}

Mark* LayerCounts::mark(std::uint64_t address) {
    const auto entry = marks_.find(address);
    return entry == marks_.end() ? nullptr : &entry->second;
}

void LayerCounts::settle() {
    Counts& counts = current_[layer_];
    counts.resize(instructions_.size());
    for (std::size_t i = 0; i < instructions_.size(); ++i) {
        counts[i] += instructions_[i].executed - instructions_[i].seen;
        instructions_[i].seen = instructions_[i].executed;
    }
}

void LayerCounts::reach(Mark& mark) {
    settle();
    if (mark.begins_region) {
        current_.clear();
    }
    if (mark.layer == end_layer && layer_ != end_layer) {
        current_.erase(end_layer);
        complete_ = std::move(current_);
        current_.clear();
        ++passes_;
    }
    // A mark reached outside the region, as when a layer is run alone, does not open it.
    if (mark.begins_region || layer_ != end_layer) {
        layer_ = mark.layer;
    }
    ++mark.instruction->executed;
}

void LayerCounts::write(std::ostream& output) const {
    std::uint64_t total = 0;
    for (const auto& [layer, counts] : complete_) {
        for (const std::uint64_t count : counts) {
            total += count;
        }
    }
    output << "passes " << passes_ << "\ntotal " << total << '\n';
    std::vector<std::size_t> by_address(instructions_.size());
    for (std::size_t i = 0; i < by_address.size(); ++i) {
        by_address[i] = i;
    }
    std::sort(by_address.begin(), by_address.end(), [this](std::size_t a, std::size_t b) {
        return instructions_[a].address < instructions_[b].address;
    });
    for (const auto& [layer, counts] : complete_) {
        for (const std::size_t i : by_address) {
            if (i >= counts.size() || counts[i] == 0) {
                continue;
            }
            const Instruction& instruction = instructions_[i];
            output << std::dec << layer << ' ' << std::hex << instruction.address << ' ' << std::setfill('0');
            for (std::size_t byte = 0; byte < instruction.size; ++byte) {
                output << std::setw(2) << static_cast<unsigned>(instruction.bytes[byte]);
            }
            output << std::dec << ' ' << static_cast<unsigned>(instruction.size) << ' ' << counts[i] << '\n';
        }
    }
}

} // namespace thimble::count

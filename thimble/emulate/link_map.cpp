// SPDX-License-Identifier: Apache-2.0
// The memory map in ld's map file has one line a piece: ` .text.name  0xaddress  0xsize object`, with the name on a
// line of its own when it is long, and ` *fill*  0xaddress  0xsize` for padding. Output sections start in column one.
#include "thimble/emulate/link_map.h"

#include <charconv>
#include <sstream>

namespace thimble {
namespace {

bool starts_with_any(std::string_view text, std::initializer_list<std::string_view> prefixes) {
    for (const std::string_view prefix : prefixes) {
        if (text.starts_with(prefix)) {
            return true;
        }
    }
    return false;
}

bool is_code_or_constants(std::string_view section) {
    return starts_with_any(
        section, {".text", ".rodata", ".srodata", ".vectors", ".init_array", ".ARM.exidx", ".ARM.extab"}
    );
}

bool is_initialised_data(std::string_view section) {
    return starts_with_any(section, {".data", ".sdata", ".tdata"});
}

bool is_zeroed_data(std::string_view section) {
    return starts_with_any(section, {".bss", ".sbss", ".tbss"}) || section == "COMMON";
}

bool read_hexadecimal(const std::string& word, std::uint64_t& number) {
    if (!word.starts_with("0x")) {
        return false;
    }
    const char* end = word.data() + word.size();
    return std::from_chars(word.data() + 2, end, number, 16).ptr == end;
}

class MapReader {
public:
    void read_line(const std::string& line) {
        if (line.empty() || line[0] != ' ') {
            // An output section, whose pieces follow; discarded ones are none of ours.
            is_kept_ = !line.starts_with("/DISCARD/");
            pending_.clear();
            return;
        }
        std::istringstream words(line);
        std::string name;
        std::string address_word;
        if (line[1] != ' ') {
            words >> name;
        } else {
            name = pending_;
        }
        pending_.clear();
        if (!(words >> address_word)) {
            pending_ = name; // its numbers are on the next line
            return;
        }
        std::string size_word;
        words >> size_word;
        std::uint64_t address = 0;
        std::uint64_t size = 0;
        if (is_kept_ && !name.empty() && read_hexadecimal(address_word, address) && read_hexadecimal(size_word, size)) {
            std::string object;
            std::getline(words >> std::ws, object);
            add(name, object, size);
        }
    }

    std::vector<LinkedPiece> pieces;

private:
    void add(const std::string& name, const std::string& object, std::uint64_t size) {
        if (name == "*fill*") {
            // Padding belongs to what it follows.
            if (!pieces.empty() && is_last_kept_) {
                pieces.back().size_bytes += size;
            }
            return;
        }
        is_last_kept_ = is_code_or_constants(name) || is_initialised_data(name) || is_zeroed_data(name);
        if (is_last_kept_ && size > 0) {
            pieces.push_back({name, object, size});
        }
    }

    std::string pending_;
    bool is_kept_ = true;
    bool is_last_kept_ = false;
};

} // namespace

std::vector<LinkedPiece> read_link_map(std::string_view text) {
    const std::size_t begin = text.find("Linker script and memory map");
    if (begin == std::string_view::npos) {
        return {};
    }
    MapReader reader;
    std::istringstream lines{std::string(text.substr(begin))};
    std::string line;
    while (std::getline(lines, line)) {
        reader.read_line(line);
    }
    return std::move(reader.pieces);
}

bool is_in_flash(const LinkedPiece& piece) {
    return is_code_or_constants(piece.section) || is_initialised_data(piece.section);
}

bool is_in_ram(const LinkedPiece& piece) {
    return is_initialised_data(piece.section) || is_zeroed_data(piece.section);
}

} // namespace thimble

// SPDX-License-Identifier: Apache-2.0
#include "thimble/emulate/elf_symbols.h"

#include "thimble/core/error.h"

#include <algorithm>
#include <cstring>

namespace thimble {
namespace {

constexpr std::uint16_t machine_arm = 40;
constexpr std::uint32_t section_symbol_table = 2;
constexpr unsigned symbol_type_function = 2;
constexpr unsigned symbol_type_section = 3;
constexpr unsigned symbol_type_file = 4;

// Reads fields of either class; offsets are those of the two layouts.
class ElfFile {
public:
    explicit ElfFile(std::string_view bytes) : bytes_(bytes) {
        if (bytes.size() < 20 ||
            bytes.substr(0, 4) != "\x7f"
                                  "ELF" ||
            bytes[5] != 1) {
            throw EnvironmentError("E0613", "the linked firmware is not a little-endian ELF file");
        }
        is_64_ = bytes[4] == 2;
        machine_ = read<std::uint16_t>(18);
    }

    std::vector<ElfSymbol> symbols() const {
        std::vector<ElfSymbol> result;
        const std::uint64_t count = read<std::uint16_t>(is_64_ ? 0x3c : 0x30);
        for (std::uint64_t index = 0; index < count; ++index) {
            const std::uint64_t header = section_header(index);
            if (read<std::uint32_t>(header + 4) == section_symbol_table) {
                read_table(header, result);
            }
        }
        return result;
    }

private:
    template <typename Field> Field read(std::uint64_t offset) const {
        if (offset > bytes_.size() || bytes_.size() - offset < sizeof(Field)) {
            throw EnvironmentError("E0613", "the linked firmware's ELF file is cut short");
        }
        Field field;
        std::memcpy(&field, bytes_.data() + offset, sizeof field);
        return field;
    }

    std::uint64_t word(std::uint64_t base, std::uint64_t offset_64, std::uint64_t offset_32) const {
        return is_64_ ? read<std::uint64_t>(base + offset_64) : read<std::uint32_t>(base + offset_32);
    }

    std::uint64_t section_header(std::uint64_t index) const {
        return word(0, 0x28, 0x20) + index * read<std::uint16_t>(is_64_ ? 0x3a : 0x2e);
    }

    std::string text(std::uint64_t offset) const {
        const std::size_t end = offset < bytes_.size() ? bytes_.find('\0', offset) : std::string_view::npos;
        if (end == std::string_view::npos) {
            throw EnvironmentError("E0613", "the linked firmware's ELF file is cut short");
        }
        return std::string(bytes_.substr(offset, end - offset));
    }

    void read_table(std::uint64_t header, std::vector<ElfSymbol>& result) const {
        const std::uint64_t offset = word(header, 0x18, 0x10);
        const std::uint64_t size = word(header, 0x20, 0x14);
        const std::uint64_t names =
            word(section_header(read<std::uint32_t>(header + (is_64_ ? 0x28 : 0x18))), 0x18, 0x10);
        const std::uint64_t entry_bytes = is_64_ ? 24 : 16;
        for (std::uint64_t entry = offset; entry + entry_bytes <= offset + size; entry += entry_bytes) {
            const unsigned type = read<std::uint8_t>(entry + (is_64_ ? 4 : 12)) & 0xfu;
            const bool is_defined = read<std::uint16_t>(entry + (is_64_ ? 6 : 14)) != 0;
            if (!is_defined || type == symbol_type_section || type == symbol_type_file) {
                continue;
            }
            ElfSymbol symbol;
            symbol.name = text(names + read<std::uint32_t>(entry));
            symbol.address = word(entry, 8, 4);
            symbol.size_bytes = word(entry, 16, 8);
            symbol.is_function = type == symbol_type_function;
            if (symbol.is_function && machine_ == machine_arm) {
                symbol.address &= ~std::uint64_t{1};
            }
            result.push_back(std::move(symbol));
        }
    }

    std::string_view bytes_;
    bool is_64_ = false;
    std::uint16_t machine_ = 0;
};

} // namespace

std::vector<ElfSymbol> read_elf_symbols(std::string_view file_contents) {
    std::vector<ElfSymbol> symbols = ElfFile(file_contents).symbols();
    std::stable_sort(symbols.begin(), symbols.end(), [](const ElfSymbol& a, const ElfSymbol& b) {
        return a.address < b.address;
    });
    return symbols;
}

const ElfSymbol* find_symbol(const std::vector<ElfSymbol>& symbols, std::string_view name) {
    const auto found =
        std::find_if(symbols.begin(), symbols.end(), [name](const ElfSymbol& symbol) { return symbol.name == name; });
    return found == symbols.end() ? nullptr : &*found;
}

} // namespace thimble

// SPDX-License-Identifier: Apache-2.0
// Hands the plugin the addresses of the layer marks, and reads its counts back.
#include "thimble/emulate/profile_firmware.h"

#include "thimble/core/error.h"
#include "thimble/emulate/run_firmware.h"

#include <algorithm>
#include <cstdlib>
#include <cxxabi.h>
#include <map>
#include <sstream>

namespace thimble {
namespace {

namespace fs = std::filesystem;

// QEMU splits options at commas; a doubled one stands for itself.
std::string escape_commas(const std::string& text) {
    std::string escaped;
    for (const char letter : text) {
        escaped.append(letter == ',' ? 2 : 1, letter);
    }
    return escaped;
}

/// The plugin's marks file, and how many layers it names.
struct Marks {
    std::string text;
    std::size_t layers = 0;
};

Marks find_marks(const std::vector<ElfSymbol>& symbols) {
    constexpr std::string_view prefix = "thimble_mark_";
    Marks marks;
    bool has_end = false;
    for (const ElfSymbol& symbol : symbols) {
        if (!symbol.name.starts_with(prefix)) {
            continue;
        }
        const std::string which = symbol.name.substr(prefix.size());
        const bool is_end = which == "end";
        has_end = has_end || is_end;
        const long layer = is_end ? -1 : std::strtol(which.c_str(), nullptr, 10);
        marks.layers = std::max(marks.layers, static_cast<std::size_t>(layer + 1));
        marks.text += fmt::format("{:x} {}\n", symbol.address & ~std::uint64_t{1}, layer);
    }
    THIMBLE_CHECK(has_end && marks.layers > 0, "the firmware has no layer marks");
    return marks;
}

std::uint8_t hexadecimal_byte(const std::string& text, std::size_t index) {
    return static_cast<std::uint8_t>(std::strtoul(text.substr(2 * index, 2).c_str(), nullptr, 16));
}

std::vector<InstructionCount> parse_counts(const std::string& text) {
    std::istringstream lines(text);
    std::string key;
    std::uint64_t passes = 0;
    std::uint64_t total = 0;
    lines >> key >> passes >> key >> total;
    THIMBLE_CHECK(lines && passes > 0, "the instruction counter saw no complete inference");
    std::vector<InstructionCount> counts;
    std::uint64_t sum = 0;
    InstructionCount next;
    unsigned size = 0;
    std::string bytes;
    while (lines >> next.layer >> std::hex >> next.address >> bytes >> std::dec >> size >> next.count) {
        THIMBLE_CHECK(size <= next.bytes.size() && bytes.size() == 2 * size, "the instruction counts are malformed");
        next.bytes = {};
        next.size_bytes = static_cast<std::uint8_t>(size);
        for (std::size_t i = 0; i < size; ++i) {
            next.bytes[i] = hexadecimal_byte(bytes, i);
        }
        sum += next.count;
        counts.push_back(next);
    }
    THIMBLE_CHECK(sum == total, "the instruction counts add up to {}, not to {}", sum, total);
    return counts;
}

std::string demangle(const std::string& name) {
    int status = 0;
    char* demangled = abi::__cxa_demangle(name.c_str(), nullptr, nullptr, &status);
    const std::string result = status == 0 ? demangled : name;
    std::free(demangled);
    // Arguments make the tables wide and tell nothing: kernels are not overloaded.
    return status == 0 ? result.substr(0, result.find('(')) : result;
}

// Assembly routines of libgcc have no size, so a function reaches to the next one.
std::vector<FunctionCount>
count_functions(const std::vector<InstructionCount>& counts, const std::vector<ElfSymbol>& symbols) {
    std::map<std::uint64_t, std::string> functions; // by start address
    for (const ElfSymbol& symbol : symbols) {
        if (symbol.is_function) {
            functions.try_emplace(symbol.address, symbol.name);
        }
    }
    std::map<std::string, std::uint64_t> sums;
    for (const InstructionCount& count : counts) {
        const auto after = functions.upper_bound(count.address);
        sums[after == functions.begin() ? "unknown" : demangle(std::prev(after)->second)] += count.count;
    }
    std::vector<FunctionCount> result;
    for (const auto& [name, instructions] : sums) {
        result.push_back({name, instructions});
    }
    std::stable_sort(result.begin(), result.end(), [](const FunctionCount& a, const FunctionCount& b) {
        return a.instructions > b.instructions;
    });
    return result;
}

} // namespace

void require_instruction_counter(const Target& target) {
    if (target.emulator == EmulatorKind::native) {
        OptionError error("E0111", fmt::format("instructions cannot be counted on {}", target.name));
        error.set_hint("choose an emulated target, such as cortex-m4");
        throw error;
    }
}

fs::path find_counter_plugin() {
    const char* given = std::getenv("THIMBLE_PLUGIN");
    std::error_code failure;
    const fs::path program = fs::read_symlink("/proc/self/exe", failure);
    const fs::path path = given != nullptr ? fs::path(given) : program.parent_path() / "plugins/thimble_count.so";
    if (!fs::exists(path, failure)) {
        EnvironmentError error("E0617", "the instruction counter `thimble_count.so` is not installed");
        error.add_note(fmt::format("looked for {}", path.string()));
        error.set_hint("build the target thimble_count, or set THIMBLE_PLUGIN to its path");
        throw error;
    }
    return fs::absolute(path);
}

FirmwareProfile profile_firmware(
    const Firmware& firmware, const Target& target, const std::vector<std::byte>& input,
    std::chrono::milliseconds timeout
) {
    require_instruction_counter(target);
    THIMBLE_CHECK(firmware.marks == LayerMarks::present, "the firmware was built without layer marks");
    const Marks marks = find_marks(firmware.symbols);
    RunOptions options;
    options.timeout = timeout;
    options.files = {{"marks.txt", marks.text}};
    options.collect = {"counts.txt"};
    options.emulator_arguments = {
        "-plugin", escape_commas(find_counter_plugin().string()) + ",marks=marks.txt,out=counts.txt"};
    // The plugin keeps the last inference: the second, when everything is in place.
    const FirmwareRun run = run_firmware(firmware, target, {input, input}, options);
    FirmwareProfile profile;
    profile.counts = parse_counts(run.collected.front());
    profile.layer_instructions.resize(marks.layers);
    for (const InstructionCount& count : profile.counts) {
        THIMBLE_CHECK(count.layer < marks.layers, "the instruction counter named layer {}", count.layer);
        profile.layer_instructions[count.layer] += count.count;
        profile.instructions += count.count;
    }
    profile.functions = count_functions(profile.counts, firmware.symbols);
    profile.stack_bytes = run.stack_bytes;
    profile.sizes = firmware.sizes;
    return profile;
}

} // namespace thimble

// SPDX-License-Identifier: Apache-2.0
#include "thimble/emulate/capacity.h"

#include "thimble/core/error.h"

namespace thimble {
namespace {

std::string with_separators(std::uint64_t number) {
    std::string digits = std::to_string(number);
    for (std::size_t place = digits.size(); place > 3; place -= 3) {
        digits.insert(place - 3, ",");
    }
    return digits;
}

// `arena 54,272 + model 64`, without the terms that are zero.
std::string sum_text(std::initializer_list<std::pair<const char*, std::uint64_t>> terms) {
    std::string text;
    for (const auto& [name, bytes] : terms) {
        if (bytes > 0) {
            text += fmt::format("{}{} {}", text.empty() ? "" : " + ", name, with_separators(bytes));
        }
    }
    return text;
}

// A limit of zero means that there is none.
bool exceeds(std::uint64_t needed, std::uint64_t available) {
    return available != 0 && needed > available;
}

std::string memory_note(const char* memory, std::uint64_t needed, std::uint64_t available, const std::string& sum) {
    const std::string verdict = exceeds(needed, available)
                                    ? fmt::format("{} too many", with_separators(needed - available))
                                    : std::string("fits");
    const std::string limit = available == 0 ? std::string("no limit") : "has " + with_separators(available);
    return fmt::format("{}: needs {} bytes, {}, {} ({})", memory, with_separators(needed), limit, verdict, sum);
}

} // namespace

MemoryNeeds memory_needs(const FirmwareSizes& sizes, std::uint64_t stack_bytes) {
    MemoryNeeds needs;
    needs.ram_bytes = sizes.static_ram_bytes() + stack_bytes;
    needs.ram_sum = sum_text(
        {{"arena", sizes.arena_bytes},
         {"model", sizes.model_bytes},
         {"variables", sizes.library_data_bytes},
         {"harness", sizes.harness_data_bytes},
         {"stack", stack_bytes}}
    );
    needs.flash_bytes = sizes.flash_bytes();
    needs.flash_sum = sum_text(
        {{"code", sizes.flash_code_bytes},
         {"weights", sizes.flash_weight_bytes},
         {"start-up and harness", sizes.flash_harness_bytes}}
    );
    return needs;
}

void check_fit(const std::string& model_name, const MemoryNeeds& needs, const Target& target) {
    const bool ram_exceeded = exceeds(needs.ram_bytes, target.ram_bytes);
    const bool flash_exceeded = exceeds(needs.flash_bytes, target.flash_bytes);
    if (!ram_exceeded && !flash_exceeded) {
        return;
    }
    CapacityError error("E0510", fmt::format("{} does not fit {}", model_name, target.name));
    error.add_note(memory_note("RAM", needs.ram_bytes, target.ram_bytes, needs.ram_sum));
    error.add_note(memory_note("flash", needs.flash_bytes, target.flash_bytes, needs.flash_sum));
    error.set_hint(
        flash_exceeded ? "choose a board with more memory, or compress the weights"
                       : "choose a board with more RAM, or a model with smaller activations"
    );
    throw error;
}

void check_fit(
    const std::string& model_name, std::uint64_t arena_bytes, std::uint64_t constant_bytes, const Target& target
) {
    MemoryNeeds needs;
    needs.ram_bytes = arena_bytes + stack_reserve_bytes;
    needs.ram_sum = sum_text({{"arena", arena_bytes}, {"stack", stack_reserve_bytes}});
    needs.flash_bytes = constant_bytes;
    needs.flash_sum = sum_text({{"weights", constant_bytes}}) + ", code not counted yet";
    check_fit(model_name, needs, target);
}

} // namespace thimble

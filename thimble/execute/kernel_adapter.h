// SPDX-License-Identifier: Apache-2.0
// From a device kernel's C++ type to a call with untyped pointers: parameters as a blob of 32-bit
// fields, then one pointer an argument. What a Program says is checked against the type beforehand.
#pragma once

#include "thimble/core/data_type.h"

#include <cstddef>
#include <cstring>
#include <type_traits>
#include <utility>
#include <vector>

namespace thimble {

/// A pointer argument: what it points to, and whether the kernel writes through it.
struct KernelArgument {
    DataType element = DataType::int8;
    bool is_written = false;

    friend bool operator==(const KernelArgument&, const KernelArgument&) = default;
};

/// A kernel that a Program may call.
struct KernelEntry {
    std::size_t parameter_bytes = 0;
    std::vector<KernelArgument> arguments;
    void (*call)(const void* parameters, void* const* arguments) = nullptr;
};

template <auto Function> struct KernelAdapter;

template <typename Params, typename... Arguments, void (*Function)(const Params&, Arguments...)>
struct KernelAdapter<Function> {
    static_assert(std::is_trivially_copyable_v<Params> && (std::is_pointer_v<Arguments> && ...));

    static void call(const void* parameters, void* const* arguments) {
        Params typed_parameters;
        std::memcpy(&typed_parameters, parameters, sizeof(Params));
        call_with(typed_parameters, arguments, std::index_sequence_for<Arguments...>());
    }

    static KernelEntry entry() {
        return {
            sizeof(Params),
            {{data_type_of<std::remove_cv_t<std::remove_pointer_t<Arguments>>>(),
              !std::is_const_v<std::remove_pointer_t<Arguments>>}...},
            &call};
    }

private:
    template <std::size_t... Index>
    static void
    call_with(const Params& parameters, void* const* arguments, std::index_sequence<Index...> /*of arguments*/) {
        Function(parameters, static_cast<Arguments>(arguments[Index])...);
    }
};

/// The entry of a kernel `void(const Params&, A*...)`.
template <auto Function> KernelEntry kernel_entry() {
    return KernelAdapter<Function>::entry();
}

} // namespace thimble

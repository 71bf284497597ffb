// SPDX-License-Identifier: Apache-2.0
// Kernels for this machine rather than for a device: they take a step's place and give the same bits, faster.
// Their constants are rearranged once, before the first run.
#pragma once

#include "thimble/program/program.h"

#include <cstdint>
#include <cstring>
#include <memory>
#include <type_traits>
#include <vector>

namespace thimble {

/// A step made ready: its operands are bound.
class HostKernel {
public:
    HostKernel() = default;
    HostKernel(const HostKernel&) = delete;
    HostKernel& operator=(const HostKernel&) = delete;
    virtual ~HostKernel() = default;

    virtual void run() = 0;
};

/// A step that fits the portable kernel of its name, and where its operands lie for as long as they are used.
struct BoundStep {
    const Step& step;
    const std::vector<std::uint32_t>& parameters;
    const std::vector<void*>& arguments;

    /// The parameters as the kernel's struct.
    template <typename Params> Params parameters_as() const {
        static_assert(std::is_trivially_copyable_v<Params>);
        Params typed;
        std::memcpy(&typed, parameters.data(), sizeof(Params));
        return typed;
    }

    template <typename Element> Element* argument(std::size_t index) const {
        return static_cast<Element*>(arguments.at(index));
    }

    /// Whether what operands `first` to `last` hold is known already.
    bool are_constant(std::size_t first, std::size_t last) const;
};

/// The fastest kernel of this machine for the step; null where that is the portable one.
std::unique_ptr<HostKernel> prepare_host_kernel(const BoundStep& step);

} // namespace thimble

// SPDX-License-Identifier: Apache-2.0
// One step with random operands, run by the kernel that Programs name and by this machine's: every byte must be equal.
#pragma once

#include "thimble/program/program.h"

#include <cstdint>
#include <random>
#include <string>
#include <utility>
#include <vector>

namespace thimble {

using Fields = std::vector<std::pair<std::string, std::int32_t>>;

class HostCase {
public:
    /// Units: seed, of whatever is random.
    HostCase(std::string kernel, const Fields& fields, unsigned seed);

    /// An input of the program, of random bytes.
    HostCase& input(std::int64_t bytes);
    HostCase& constant(std::int64_t bytes);
    /// Random biases, and multipliers and shifts of many magnitudes: also such as overflow.
    HostCase& channel_scales(std::int32_t channels);
    HostCase& biases(std::int32_t channels);
    HostCase& output(std::int64_t bytes);

    /// Runs both, several times. Expects that this machine, where it has kernels of its own, has `host_kernels` here.
    void expect_equal_outputs(std::size_t host_kernels = 1);

private:
    template <typename Element> HostCase& constant_of(const std::vector<Element>& values);
    std::uint32_t add_buffer(std::int64_t bytes);

    Program program_;
    std::mt19937 random_;
};

/// A multiplier as lowering makes them, 2^30 to 2^31.
std::int32_t random_multiplier(std::mt19937& random);
/// A number from low to high.
std::int32_t random_between(std::mt19937& random, std::int32_t low, std::int32_t high);

} // namespace thimble

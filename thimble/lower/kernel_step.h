// SPDX-License-Identifier: Apache-2.0
// Putting a kernel call together: which kernel, its parameters in the order of its struct's fields, and
// the conditions that the operators' variants share.
#pragma once

#include "thimble/lower/kernel_variant.h"

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace thimble {

/// A device kernel by its place below device/thimblert/kernels. `folder` is empty for the portable kernel, or
/// names a core: `armv7em/`.
struct Kernel {
    std::string_view folder;
    std::string_view file;            ///< `conv2d.h`
    std::string_view function;        ///< `conv2d_s8`
    std::string_view parameters_type; ///< `Conv2dS8Params`
};

inline constexpr std::string_view portable_folder = "";
inline constexpr std::string_view armv7em_folder = "armv7em/";
inline constexpr std::string_view armv6m_folder = "armv6m/";
inline constexpr std::string_view rv32im_folder = "rv32im/";
inline constexpr std::string_view helium_folder = "helium/";
inline constexpr std::string_view neon_folder = "neon/";

/// A parameter field of 32 bits. Errors: ModelError E0441 for a value out of range.
Parameter integer(std::string name, std::int64_t value);
Parameter real(std::string name, double value);

/// Adds the call of `kernel`; operands in the order of its pointer arguments.
void add_kernel_call(
    NodeLowering& lowering, const Kernel& kernel, std::vector<Parameter> parameters, std::vector<Operand> operands,
    std::vector<InPlacePair> in_place = {}
);

/// Pair for an elementwise kernel: operand `input` gives its memory to operand `output`. Empty when
/// `input` is a constant.
std::vector<InPlacePair> in_place_unless_constant(const std::vector<Operand>& operands, std::uint32_t input);

/// Conditions on the first input and the first output, and on the core.
bool is_int8(const NodeView& node);
bool is_int16(const NodeView& node);
bool is_float32(const NodeView& node);
/// The C type of an integer kernel's elements: `int32_t`.
std::string element_argument(DataType type);
bool has_dsp(const Target& target);
bool has_mve(const Target& target);
bool has_neon(const Target& target);

} // namespace thimble

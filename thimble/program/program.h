// SPDX-License-Identifier: Apache-2.0
// The Program: how it is computed. Kernel calls with fixed parameters over planned memory.
// Lowering makes it, planning orders its steps and places its buffers; emitting, packing and
// executing read it and derive nothing from the Graph.
#pragma once

#include "thimble/core/tensor.h"

#include <cstddef>
#include <cstdint>
#include <string>
#include <variant>
#include <vector>

namespace thimble {

/// One field of a kernel's parameter struct. Structs consist of 32-bit fields only, so that the
/// fields in order are also the struct's bytes.
struct Parameter {
    std::string name;
    std::variant<std::int32_t, float> value;
};

enum class OperandKind : std::uint8_t { buffer, constant };
enum class Access : std::uint8_t { read, write, scratch };

/// One pointer argument of a kernel.
struct Operand {
    OperandKind kind = OperandKind::buffer;
    std::uint32_t index = 0; ///< into Program::buffers or Program::constants
    Access access = Access::read;
    DataType element = DataType::int8; ///< what the pointer points to
};

/// How an output may share memory with an input that dies in the step.
enum class Overlap : std::uint8_t {
    same_start, ///< it starts where the input starts and is no larger
    ahead,      ///< it starts some bytes before the input, or more, and may reach into it or beyond its end
};

/// `operands[output]` may share memory with `operands[input]` when the input dies here.
struct InPlacePair {
    std::uint32_t input = 0;
    std::uint32_t output = 0;
    Overlap overlap = Overlap::same_start;
    std::size_t lead_bytes = 0; ///< of Overlap::ahead: how far before the input the output starts at least
};

/// A kernel call. Arguments are the parameters by reference, then one pointer an operand.
struct Step {
    std::string kernel;          ///< `conv2d_s8`, or `armv7em/conv2d_s8` for a core's replacement
    std::string header;          ///< below device/thimblert: `kernels/conv2d.h`
    std::string parameters_type; ///< `Conv2dS8Params`
    std::vector<Parameter> parameters;
    std::vector<Operand> operands;
    std::vector<InPlacePair> in_place;
    std::uint32_t layer = 0; ///< into Program::layers
};

/// Where a buffer lies. An input in the caller's memory is only read.
enum class BufferMemory : std::uint8_t { arena, caller };

/// A range of the arena, or an input that stays where the caller has it. Offsets are valid once planned.
struct Buffer {
    std::string name;
    std::size_t size_bytes = 0;
    std::size_t offset_bytes = 0;
    BufferMemory memory = BufferMemory::arena;
};

/// Read-only data that stays in flash.
struct Constant {
    std::string name; ///< unique in the program
    DataType element = DataType::int8;
    std::vector<std::byte> bytes;
};

/// An input or output of the model.
struct Port {
    std::string name;
    TensorType type;
    std::uint32_t buffer = 0;
};

/// A tensor that is kept between runs. Nothing else lies in its buffer.
struct State {
    std::string name;
    TensorType type;
    std::uint32_t buffer = 0;
    std::byte fill{}; ///< what every byte is before the first run
};

/// What a graph node became, for reports. A layer may have no step (a reshape) or several.
struct Layer {
    std::string name;
    std::string op;
    Shape output_shape;
    std::int64_t parameters = 0; ///< trained scalars: weights and biases
    std::int64_t macs = 0;
};

struct Program {
    std::string name = "model"; ///< a C identifier
    std::vector<Layer> layers;
    std::vector<Step> steps; ///< in order of execution
    std::vector<Buffer> buffers;
    std::vector<Constant> constants;
    std::vector<Port> inputs;
    std::vector<Port> outputs;
    std::vector<State> states;
    std::size_t alignment_bytes = 4; ///< of the arena and every buffer in it; 8 where a tensor is int64
    std::size_t arena_bytes = 0;     ///< zero until planned; inputs, outputs and scratch included

    std::size_t constant_bytes() const;
};

/// Readable listing, for `--dump` and tests.
std::string print(const Program& program);

} // namespace thimble

// SPDX-License-Identifier: Apache-2.0
// Runs a planned Program on the host by calling the very kernels that run on the device, or faster ones that give the
// same bits, over an arena laid out as on the device.
#pragma once

#include "thimble/core/tensor.h"
#include "thimble/execute/host_kernel.h"
#include "thimble/execute/kernel_adapter.h"
#include "thimble/program/program.h"

#include <cstdint>
#include <memory>
#include <vector>

namespace thimble {

/// Which kernels an Executor calls: those that Program names, or this machine's where it has faster ones.
enum class KernelChoice : std::uint8_t { device, fastest };

/// A Program made ready to run many times. Keeps a reference to the Program, which must outlive it.
class Executor {
public:
    /// Errors: InternalError when the program is not planned, or a step does not fit its kernel (unknown name,
    /// number of parameters, number or types of operands).
    explicit Executor(const Program& program, KernelChoice choice = KernelChoice::device);
    explicit Executor(Program&& program, KernelChoice choice = KernelChoice::device) = delete;
    Executor(const Executor&) = delete;
    Executor& operator=(const Executor&) = delete;

    /// Makes the states those before the first run, as they are in a new executor.
    void reset();

    /// Steps that a kernel of this machine runs.
    std::size_t host_kernel_count() const;

    /// One inference; `inputs` in the order of the program's inputs.
    /// Errors: OptionError E0121 when their number, data types or shapes are not the program's.
    std::vector<Tensor> run(const std::vector<Tensor>& inputs);

private:
    struct Call {
        const KernelEntry* kernel;
        std::vector<std::uint32_t> parameters;
        std::vector<void*> arguments;
        std::unique_ptr<HostKernel> host; ///< in place of kernel, where set
    };

    void copy_constants();
    Call prepare(const Step& step);
    void* address(const Operand& operand);
    std::byte* buffer_bytes(std::uint32_t buffer);

    const Program& program_;
    KernelChoice choice_;
    std::vector<std::uint64_t> arena_; // words, for the alignment that Program promises
    std::vector<std::vector<std::uint64_t>> constants_;
    std::vector<std::vector<std::uint64_t>> caller_buffers_; ///< by buffer; empty where it lies in the arena
    std::vector<Call> calls_;
};

/// One inference of a planned program.
std::vector<Tensor> execute(const Program& program, const std::vector<Tensor>& inputs);

} // namespace thimble

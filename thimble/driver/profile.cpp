// SPDX-License-Identifier: Apache-2.0
#include "thimble/driver/profile.h"

#include "thimble/driver/test_vectors.h"
#include "thimble/emulate/capacity.h"
#include "thimble/emulate/cycle_estimate.h"
#include "thimble/emulate/firmware.h"
#include "thimble/emulate/profile_firmware.h"

namespace thimble {
namespace {

constexpr std::uint32_t input_seed = 1;

std::vector<LayerProfile>
layer_profiles(const Program& program, const FirmwareProfile& measured, const Target& target) {
    std::vector<LayerProfile> layers;
    const auto cycles = estimate_cycles(measured.counts, program.layers.size(), target);
    for (std::size_t index = 0; index < program.layers.size(); ++index) {
        const Layer& layer = program.layers[index];
        LayerProfile profile = {layer.name, layer.op, 0, std::nullopt, layer.macs};
        if (index < measured.layer_instructions.size()) {
            profile.instructions = measured.layer_instructions[index];
        }
        if (cycles) {
            profile.cycles_estimated = (*cycles)[index];
        }
        layers.push_back(std::move(profile));
    }
    return layers;
}

} // namespace

ModelProfile profile(const CompiledModel& model, const ProgressSink& progress) {
    const Program& program = model.program;
    require_instruction_counter(model.target);
    check_fit(program.name, program.arena_bytes, program.constant_bytes(), model.target);

    progress({"building firmware for " + model.target.name, 0, 0});
    FirmwareOptions options;
    options.marks = LayerMarks::present;
    options.optimization = model.options.optimize == Optimize::flash ? "-Os" : "-O2";
    const Firmware firmware = build_firmware(emit_model(model), model.target, options);

    progress({"running on " + model.target.name, 0, 0});
    const std::vector<std::byte> input = concatenate(random_vectors(model.graph, 1, input_seed).front().inputs);
    const FirmwareProfile measured = profile_firmware(firmware, model.target, input);

    ModelProfile result;
    result.target = model.target.name;
    result.instructions = measured.instructions;
    result.recomputed_macs = model.recomputed_macs;
    result.arena_bytes = program.arena_bytes;
    result.stack_bytes = measured.stack_bytes;
    result.flash_code_bytes = measured.sizes.flash_code_bytes;
    result.flash_weight_bytes = measured.sizes.flash_weight_bytes;
    result.flash_harness_bytes = measured.sizes.flash_harness_bytes;
    result.layers = layer_profiles(program, measured, model.target);
    for (const LayerProfile& layer : result.layers) {
        result.macs += layer.macs;
        if (layer.cycles_estimated) {
            result.cycles_estimated = result.cycles_estimated.value_or(0) + *layer.cycles_estimated;
        }
    }
    for (const FunctionCount& function : measured.functions) {
        result.functions.push_back({function.name, function.instructions});
    }
    return result;
}

} // namespace thimble

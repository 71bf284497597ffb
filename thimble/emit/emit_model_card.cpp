// SPDX-License-Identifier: Apache-2.0
// <model>.json: what a tool may want to know of the library without reading its code.
#include "thimble/emit/emit_job.h"
#include "thimble/emit/sha256.h"

#include <set>

#include <nlohmann/json.hpp>

namespace thimble {

namespace {

using Json = nlohmann::ordered_json;

Json ports_json(const Program& program, const std::vector<Port>& ports) {
    Json list = Json::array();
    for (const Port& port : ports) {
        Json entry;
        entry["name"] = port.name;
        entry["type"] = name(port.type.data_type);
        entry["shape"] = port.type.shape.extents();
        entry["bytes"] = port.type.byte_count();
        entry["arena_offset"] = program.buffers[port.buffer].offset_bytes;
        if (port.type.quantization && port.type.quantization->scales.size() == 1) {
            entry["scale"] = port.type.quantization->scale();
            entry["zero_point"] = port.type.quantization->zero_point();
        }
        list.push_back(std::move(entry));
    }
    return list;
}

std::string weights_hash(const Program& program) {
    Sha256 hash;
    for (const Constant& constant : program.constants) {
        hash.add(constant.bytes);
    }
    return hash.finish();
}

} // namespace

std::string model_card_text(const EmitJob& job, const std::vector<EmittedFile>& files) {
    const Program& program = job.program;
    std::int64_t parameters = 0;
    std::int64_t macs = 0;
    for (const Layer& layer : program.layers) {
        parameters += layer.parameters;
        macs += layer.macs;
    }
    std::set<std::string> kernels;
    for (const Step& step : program.steps) {
        kernels.insert(step.kernel);
    }
    Json card;
    card["schema"] = "thimble.model/1";
    card["name"] = job.model;
    card["generator"] = {{"name", "thimble"}, {"version", job.version}};
    if (!job.options.target_name.empty()) {
        card["target"] = job.options.target_name;
    }
    card["optimize"] = name(job.options.optimize);
    card["arena_bytes"] = program.arena_bytes;
    card["arena_alignment"] = job.program.alignment_bytes;
    card["weight_bytes"] = program.constant_bytes();
    card["weights_sha256"] = weights_hash(program);
    card["parameters"] = parameters;
    card["macs"] = macs;
    card["layers"] = program.layers.size();
    card["kernels"] = kernels;
    card["inputs"] = ports_json(program, program.inputs);
    card["outputs"] = ports_json(program, program.outputs);
    card["self_test"] = {
        {"vectors", job.options.self_test.expected_outputs.size()}, {"seed", job.options.self_test.seed}};
    for (const EmittedFile& file : files) {
        card["files"].push_back(file.path);
    }
    // Names come from model files and may hold anything: what is not UTF-8 is replaced, not thrown at.
    return card.dump(2, ' ', false, Json::error_handler_t::replace) + "\n";
}

} // namespace thimble

// SPDX-License-Identifier: Apache-2.0
#include "thimble/emit/emit_job.h"

#include "thimble/emit/identifiers.h"
#include "thimble/emit/literals.h"

#include <algorithm>

namespace thimble {

EmitJob::EmitJob(const Program& planned, const EmitOptions& emit_options)
    : program(planned),
      options(emit_options),
      model(c_identifier(emit_options.model_name.empty() ? planned.name : emit_options.model_name)),
      macro(macro_prefix(model)),
      version(emit_options.tool_version.empty() ? THIMBLE_VERSION : emit_options.tool_version) {
    UniqueIdentifiers constants;
    for (const Constant& constant : program.constants) {
        constant_names.push_back(constants.make(constant.name));
    }
    UniqueIdentifiers steps;
    for (const Step& step : program.steps) {
        const std::string layer = step.layer < program.layers.size() ? program.layers[step.layer].name : "step";
        step_names.push_back(steps.make(c_identifier(layer) + "_parameters"));
    }
}

TextValues EmitJob::names() const {
    return {{"model", model}, {"MODEL", macro}, {"version", comment_text(version)}};
}

std::string port_pointer_type(const std::vector<Port>& ports) {
    const bool is_uniform = !ports.empty() && std::all_of(ports.begin(), ports.end(), [&](const Port& port) {
        return port.type.data_type == ports.front().type.data_type;
    });
    return is_uniform ? std::string(c_type(ports.front().type.data_type)) : "void";
}

} // namespace thimble

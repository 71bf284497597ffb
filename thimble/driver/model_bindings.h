// SPDX-License-Identifier: Apache-2.0
// What the user gives for the parts of an ONNX model that its file leaves open: `--dimension` and `--bind`.
#pragma once

#include "thimble/import/onnx/import_onnx.h"

#include <cstddef>
#include <cstdint>
#include <map>
#include <span>
#include <string>

namespace thimble {

struct ModelBindings {
    std::map<std::string, std::int64_t> dimensions; ///< symbolic dimension -> extent
    std::map<std::string, std::string> inputs;      ///< graph input -> values, or a file that holds them

    bool is_empty() const { return dimensions.empty() && inputs.empty(); }
};

/// Adds `NAME=N`. Errors: OptionError E0105.
void add_dimension(ModelBindings& bindings, const std::string& text);

/// Adds `NAME=v,v,...`, `NAME=file.npy` or `NAME=file.pb`. Errors: OptionError E0105.
void add_bound_input(ModelBindings& bindings, const std::string& text);

/// The bindings as tensors of the types and shapes that the model declares.
/// Errors: OptionError E0106 for a name that the model does not have, E0107 for values that do not fit its input;
///         ModelError E0201, E0206, E0320 to E0321 for files.
OnnxOptions bind_model(const ModelBindings& bindings, std::span<const std::byte> model);

} // namespace thimble

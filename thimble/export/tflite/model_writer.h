// SPDX-License-Identifier: Apache-2.0
// The model under construction: tensors and their buffers, operator codes, operators.
#pragma once

#include "thimble/ir/graph.h"

#include <cstdint>
#include <map>
#include <string>
#include <tflite_schema/tflite_generated.h>
#include <utility>
#include <vector>

namespace thimble::tflite_export {

class ModelWriter {
public:
    /// Declares a tensor for each value.
    explicit ModelWriter(const Graph& graph);

    /// Appends a tensor that the graph has no value for.
    std::int32_t add_tensor(const std::string& name, const TensorType& type);
    /// Appends a stored int32 tensor: axes, a shape, paddings.
    std::int32_t add_integers(const std::string& name, const Shape& shape, const std::vector<std::int64_t>& values);

    /// Appends a stored tensor.
    std::int32_t store(const std::string& name, const TensorType& type, const std::vector<std::byte>& bytes);

    /// Appends an operator; `version` is the lowest that has what it uses.
    void add_operator(
        tflite::BuiltinOperator code, std::int32_t version, std::vector<std::int32_t> inputs, std::int32_t output,
        tflite::BuiltinOptionsUnion options
    );

    /// The finished file.
    std::vector<std::byte> finish();

private:
    std::uint32_t operator_code(tflite::BuiltinOperator code, std::int32_t version);

    tflite::ModelT model_;
    tflite::SubGraphT* subgraph_;
    std::map<std::pair<tflite::BuiltinOperator, std::int32_t>, std::uint32_t> codes_;
};

/// The tensor of a value; -1 stands for an input left out.
inline std::int32_t tensor_index(ValueId id) {
    return id.is_none() ? -1 : static_cast<std::int32_t>(id.index);
}

} // namespace thimble::tflite_export

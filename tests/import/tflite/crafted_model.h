// SPDX-License-Identifier: Apache-2.0
// TensorFlow Lite files made by hand, good and bad, through the generated object interface.
#pragma once

#include "thimble/core/error.h"
#include "thimble/ir/graph.h"

#include <cstddef>
#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <tflite_schema/tflite_generated.h>
#include <utility>
#include <vector>

namespace thimble {

class CraftedModel {
public:
    CraftedModel();

    tflite::ModelT& model() { return model_; }

    tflite::SubGraphT& subgraph() { return *model_.subgraphs.front(); }

    tflite::TensorT& tensor(std::int32_t index) { return *subgraph().tensors[static_cast<std::size_t>(index)]; }

    tflite::OperatorT& op(std::size_t index = 0) { return *subgraph().operators[index]; }

    std::int32_t add_tensor(
        const std::string& name, std::vector<std::int32_t> shape, tflite::TensorType type = tflite::TensorType::FLOAT32
    );
    std::int32_t
    add_int8(const std::string& name, std::vector<std::int32_t> shape, float scale = 0.5F, std::int64_t zero_point = 0);
    std::int32_t add_float_constant(const std::string& name, std::vector<std::int32_t> shape);
    std::int32_t
    add_integers(const std::string& name, std::vector<std::int32_t> shape, std::vector<std::int32_t> values);
    /// Gives a tensor a buffer of its own with these bytes.
    void store(std::int32_t tensor, std::vector<std::uint8_t> bytes);

    void add_operator(
        tflite::BuiltinOperator code, std::vector<std::int32_t> inputs, std::vector<std::int32_t> outputs,
        tflite::BuiltinOptionsUnion options = {}
    );

    template <typename Options>
    void add_operator(
        tflite::BuiltinOperator code, std::vector<std::int32_t> inputs, std::vector<std::int32_t> outputs,
        Options options
    ) {
        tflite::BuiltinOptionsUnion packed;
        packed.Set(std::move(options));
        add_operator(code, std::move(inputs), std::move(outputs), std::move(packed));
    }

    void set_interface(std::vector<std::int32_t> inputs, std::vector<std::int32_t> outputs);

    std::vector<std::byte> file();
    Graph import();
    /// The error that importing gives; fails the test when there is none.
    ModelError import_error();

private:
    tflite::ModelT model_;
};

/// x [1, 4] -> RELU -> y [1, 4], float32: tensors 0 and 1.
CraftedModel relu_model();

/// image [1, 6, 6, 2] -> CONV_2D 3x3 with 4 channels, SAME -> y; tensors 0 image, 1 weights, 2 bias, 3 y.
CraftedModel convolution_model();

} // namespace thimble

// SPDX-License-Identifier: Apache-2.0
#include "tests/suites/onnx_facts.h"

#include "thimble/core/error.h"

#include <algorithm>
#include <array>
#include <string_view>

#include <onnx/onnx_pb.h>

namespace thimble::suites {
namespace {

// TensorProto.DataType by number.
constexpr std::array<std::string_view, 27> type_names = {
    "undefined", "float32",    "uint8",      "int8",         "uint16",         "int16",      "int32",
    "int64",     "string",     "bool",       "float16",      "float64",        "uint32",     "uint64",
    "complex64", "complex128", "bfloat16",   "float8e4m3fn", "float8e4m3fnuz", "float8e5m2", "float8e5m2fnuz",
    "uint4",     "int4",       "float4e2m1", "float8e8m0",   "uint2",          "int2"};

const std::set<std::string_view> our_types = {"float32", "int8", "uint8", "int32", "int64", "bool"};

const std::set<std::string_view> our_operators = {
    // with weights
    "Conv", "ConvTranspose", "Gemm", "MatMul", "QLinearConv", "QLinearMatMul", "ConvInteger", "MatMulInteger", "Einsum",
    "LSTM", "GRU", "RNN",
    // of pairs and more
    "Add", "Sub", "Mul", "Div", "Pow", "Mod", "Min", "Max", "Sum", "Mean", "Equal", "Greater", "Less", "GreaterOrEqual",
    "LessOrEqual", "And", "Or", "Xor", "BitwiseAnd", "BitwiseOr", "BitwiseXor", "BitShift", "Where",
    // of one element
    "Abs", "Neg", "Sign", "Exp", "Log", "Sqrt", "Reciprocal", "Floor", "Ceil", "Round", "Erf", "Sin", "Cos", "Tan",
    "Asin", "Acos", "Atan", "Sinh", "Cosh", "Asinh", "Acosh", "Atanh", "Not", "BitwiseNot", "IsNaN", "IsInf",
    "Identity", "Dropout", "Cast", "CastLike",
    // activations
    "Relu", "LeakyRelu", "PRelu", "ThresholdedRelu", "Elu", "Selu", "Celu", "Gelu", "HardSwish", "HardSigmoid", "Swish",
    "Mish", "Softsign", "Softplus", "Shrink", "Sigmoid", "Tanh", "Softmax", "LogSoftmax", "Hardmax", "Clip",
    // pools and reductions
    "AveragePool", "MaxPool", "LpPool", "GlobalAveragePool", "GlobalMaxPool", "GlobalLpPool", "ReduceSum", "ReduceMean",
    "ReduceMax", "ReduceMin", "ReduceProd", "ReduceL1", "ReduceL2", "ReduceLogSum", "ReduceLogSumExp",
    "ReduceSumSquare", "ArgMax", "ArgMin", "TopK", "CumSum",
    // of data
    "Reshape", "Flatten", "Squeeze", "Unsqueeze", "Transpose", "Concat", "Split", "Slice", "Pad", "Gather",
    "GatherElements", "GatherND", "ScatterElements", "Scatter", "ScatterND", "Expand", "Tile", "Shape", "Size", "Range",
    "Constant", "ConstantOfShape", "EyeLike", "OneHot", "Trilu", "Compress", "DepthToSpace", "SpaceToDepth",
    // normalisations
    "BatchNormalization", "LayerNormalization", "RMSNormalization", "InstanceNormalization", "GroupNormalization",
    "MeanVarianceNormalization", "LRN", "LpNormalization",
    // images and signals
    "Resize", "Upsample", "GridSample", "DFT", "STFT", "HannWindow", "HammingWindow", "BlackmanWindow",
    "MelWeightMatrix",
    // quantisation
    "QuantizeLinear", "DequantizeLinear", "DynamicQuantizeLinear"};

class FactReader {
public:
    explicit FactReader(ModelFacts& facts) : facts_(facts) {}

    void read(const onnx::GraphProto& graph) {
        for (const onnx::ValueInfoProto& value : graph.input()) {
            read(value.type());
        }
        for (const onnx::ValueInfoProto& value : graph.output()) {
            read(value.type());
        }
        for (const onnx::ValueInfoProto& value : graph.value_info()) {
            read(value.type());
        }
        for (const onnx::TensorProto& tensor : graph.initializer()) {
            add_type(tensor.data_type());
        }
        for (const onnx::NodeProto& node : graph.node()) {
            read(node);
        }
    }

    void read(const onnx::NodeProto& node) {
        const bool is_standard = node.domain().empty() || node.domain() == "ai.onnx";
        facts_.operators.insert(is_standard ? node.op_type() : node.domain() + "." + node.op_type());
        for (const onnx::AttributeProto& attribute : node.attribute()) {
            const std::string& name = attribute.name();
            if (attribute.has_t()) {
                add_type(attribute.t().data_type());
            }
            if (attribute.has_g()) {
                read(attribute.g());
            }
            if (name == "to" || name == "dtype" || name == "output_dtype" || name == "output_datatype") {
                add_type(static_cast<int>(attribute.i()));
            }
        }
    }

private:
    void read(const onnx::TypeProto& type) {
        if (type.has_tensor_type()) {
            add_type(type.tensor_type().elem_type());
        } else if (type.value_case() != onnx::TypeProto::VALUE_NOT_SET) {
            facts_.data_types.insert("not a tensor");
        }
    }

    void add_type(int type) {
        if (type == onnx::TensorProto::UNDEFINED) {
            return;
        }
        const auto index = static_cast<std::size_t>(type);
        facts_.data_types.insert(index < type_names.size() ? std::string(type_names[index]) : fmt::format("{}", type));
    }

    ModelFacts& facts_;
};

ModelInput read_input(const onnx::ValueInfoProto& value) {
    ModelInput input{value.name(), {}};
    for (const onnx::TensorShapeProto::Dimension& dimension : value.type().tensor_type().shape().dim()) {
        input.dimensions.push_back(dimension.dim_param());
    }
    return input;
}

} // namespace

ModelFacts read_facts(std::span<const std::byte> bytes) {
    onnx::ModelProto model;
    if (!model.ParseFromArray(bytes.data(), static_cast<int>(bytes.size()))) {
        throw ModelError("E0320", "not an ONNX model");
    }
    ModelFacts facts;
    FactReader(facts).read(model.graph());
    for (const onnx::FunctionProto& function : model.functions()) {
        for (const onnx::NodeProto& node : function.node()) {
            FactReader(facts).read(node);
        }
    }
    std::set<std::string> initialized;
    for (const onnx::TensorProto& tensor : model.graph().initializer()) {
        initialized.insert(tensor.name());
    }
    for (const onnx::ValueInfoProto& value : model.graph().input()) {
        if (initialized.count(value.name()) == 0) {
            facts.inputs.push_back(read_input(value));
        }
    }
    for (const onnx::ValueInfoProto& value : model.graph().output()) {
        facts.outputs.push_back(value.name());
    }
    return facts;
}

bool is_eligible(const ModelFacts& facts) {
    return foreign_data_types(facts).empty() &&
           std::all_of(facts.operators.begin(), facts.operators.end(), [](const std::string& name) {
               return our_operators.count(name) == 1;
           });
}

std::vector<std::string> foreign_data_types(const ModelFacts& facts) {
    std::vector<std::string> foreign;
    std::copy_if(
        facts.data_types.begin(), facts.data_types.end(), std::back_inserter(foreign),
        [](const std::string& type) { return our_types.count(type) == 0; }
    );
    return foreign;
}

} // namespace thimble::suites

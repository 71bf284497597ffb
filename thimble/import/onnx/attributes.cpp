// SPDX-License-Identifier: Apache-2.0
#include "thimble/import/onnx/attributes.h"

#include "thimble/core/error.h"
#include "thimble/import/onnx/tensor_values.h"

namespace thimble::onnx_import {

using onnx::AttributeProto;

const AttributeProto* AttributeReader::find(std::string_view name) const {
    for (const AttributeProto& attribute : node_->attribute()) {
        if (attribute.name() == name) {
            return &attribute;
        }
    }
    return nullptr;
}

const AttributeProto& AttributeReader::require(std::string_view name, AttributeProto::AttributeType type) const {
    const AttributeProto* attribute = find(name);
    if (attribute == nullptr) {
        throw ModelError("E0323", fmt::format("attribute `{}` is left out, but it is required", name));
    }
    // Files of the first versions leave the type out.
    if (attribute->type() != AttributeProto::UNDEFINED && attribute->type() != type) {
        throw ModelError(
            "E0323", fmt::format(
                         "attribute `{}` is of kind {}, expected {}", name, static_cast<int>(attribute->type()),
                         AttributeProto::AttributeType_Name(type)
                     )
        );
    }
    return *attribute;
}

std::int64_t AttributeReader::integer(std::string_view name) const {
    return require(name, AttributeProto::INT).i();
}

std::int64_t AttributeReader::integer(std::string_view name, std::int64_t otherwise) const {
    return has(name) ? integer(name) : otherwise;
}

double AttributeReader::real(std::string_view name) const {
    return static_cast<double>(require(name, AttributeProto::FLOAT).f());
}

double AttributeReader::real(std::string_view name, double otherwise) const {
    return has(name) ? real(name) : otherwise;
}

std::vector<std::int64_t> AttributeReader::integers(std::string_view name) const {
    const auto& values = require(name, AttributeProto::INTS).ints();
    return {values.begin(), values.end()};
}

std::vector<std::int64_t> AttributeReader::integers(std::string_view name, std::vector<std::int64_t> otherwise) const {
    return has(name) ? integers(name) : std::move(otherwise);
}

std::vector<double> AttributeReader::reals(std::string_view name, std::vector<double> otherwise) const {
    if (!has(name)) {
        return otherwise;
    }
    const auto& values = require(name, AttributeProto::FLOATS).floats();
    return {values.begin(), values.end()};
}

std::string AttributeReader::text(std::string_view name, std::string_view otherwise) const {
    return has(name) ? require(name, AttributeProto::STRING).s() : std::string(otherwise);
}

std::vector<std::string> AttributeReader::texts(std::string_view name, std::vector<std::string> otherwise) const {
    if (!has(name)) {
        return otherwise;
    }
    const auto& values = require(name, AttributeProto::STRINGS).strings();
    return {values.begin(), values.end()};
}

Tensor AttributeReader::tensor(std::string_view name, const ExternalData& external_data) const {
    return read_tensor(require(name, AttributeProto::TENSOR).t(), external_data);
}

} // namespace thimble::onnx_import

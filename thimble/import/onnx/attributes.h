// SPDX-License-Identifier: Apache-2.0
// The attributes of a node of the file, by name and kind.
#pragma once

#include "thimble/core/tensor.h"
#include "thimble/import/onnx/external_data.h"
#include "thimble/import/onnx/messages.h"

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace thimble::onnx_import {

/// Errors of all: ModelError E0323 for an attribute of another kind, or one without default that is left out.
class AttributeReader {
public:
    explicit AttributeReader(const onnx::NodeProto& node) : node_(&node) {}

    bool has(std::string_view name) const { return find(name) != nullptr; }

    std::int64_t integer(std::string_view name) const;
    std::int64_t integer(std::string_view name, std::int64_t otherwise) const;
    double real(std::string_view name) const;
    double real(std::string_view name, double otherwise) const;
    std::vector<std::int64_t> integers(std::string_view name) const;
    std::vector<std::int64_t> integers(std::string_view name, std::vector<std::int64_t> otherwise) const;
    std::vector<double> reals(std::string_view name, std::vector<double> otherwise) const;
    std::string text(std::string_view name, std::string_view otherwise) const;
    std::vector<std::string> texts(std::string_view name, std::vector<std::string> otherwise) const;
    Tensor tensor(std::string_view name, const ExternalData& external_data) const;

private:
    const onnx::AttributeProto* find(std::string_view name) const;
    const onnx::AttributeProto& require(std::string_view name, onnx::AttributeProto::AttributeType type) const;

    const onnx::NodeProto* node_;
};

} // namespace thimble::onnx_import

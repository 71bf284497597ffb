// SPDX-License-Identifier: Apache-2.0
// <model>_weights.h and <model>_weights.cpp: the constants, in a translation unit of their own.
#include "thimble/emit/emit_job.h"
#include "thimble/emit/literals.h"

#include <algorithm>

#include <fmt/format.h>

namespace thimble {

namespace {

constexpr std::string_view weights_header_template = R"(// Constant data of @model@, for the library's own use.
#pragma once

#include <stdint.h>

namespace @model@_data {

@declarations@
} // namespace @model@_data
)";

constexpr std::string_view weights_source_template =
    R"(// Constant data of @model@, made by Thimble @version@. It stays in flash.
#include "@model@_weights.h"

// Define this to place the data, for example -D@MODEL@_WEIGHTS_SECTION='__attribute__((section(".external_flash")))'.
#ifndef @MODEL@_WEIGHTS_SECTION
#define @MODEL@_WEIGHTS_SECTION
#endif

namespace @model@_data {

@definitions@} // namespace @model@_data
)";

/// Kernels may read whole words from the start of a constant.
std::size_t alignment_of(const Constant& constant) {
    return std::max<std::size_t>(4, size_bytes(constant.element));
}

std::size_t element_count(const Constant& constant) {
    return constant.bytes.size() / size_bytes(constant.element);
}

/// An array has at least one element in C++, also where a kernel reads none.
std::size_t array_extent(const Constant& constant) {
    return std::max<std::size_t>(1, element_count(constant));
}

} // namespace

std::string weights_header_text(const EmitJob& job) {
    std::string declarations;
    for (std::size_t index = 0; index < job.program.constants.size(); ++index) {
        const Constant& constant = job.program.constants[index];
        declarations += fmt::format(
            "alignas({}) extern const {} {}[{}];\n", alignment_of(constant), c_type(constant.element),
            job.constant_names[index], array_extent(constant)
        );
    }
    TextValues values = job.names();
    values["declarations"] = declarations;
    return fill_template(weights_header_template, values);
}

std::string weights_source_text(const EmitJob& job) {
    std::string definitions;
    for (std::size_t index = 0; index < job.program.constants.size(); ++index) {
        const Constant& constant = job.program.constants[index];
        std::vector<std::string> elements = element_literals(constant.element, constant.bytes);
        if (elements.empty()) {
            elements.emplace_back("0");
        }
        definitions += fmt::format(
            "alignas({}) const {} {}[{}] {}_WEIGHTS_SECTION = {{\n{}}};\n\n", alignment_of(constant),
            c_type(constant.element), job.constant_names[index], array_extent(constant), job.macro,
            wrapped_list(elements)
        );
    }
    TextValues values = job.names();
    values["definitions"] = definitions;
    return fill_template(weights_source_template, values);
}

} // namespace thimble

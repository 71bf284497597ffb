// SPDX-License-Identifier: Apache-2.0
#include "thimble/driver/operator_catalog.h"

#include "thimble/core/error.h"
#include "thimble/import/onnx/import_onnx.h"
#include "thimble/import/tflite/import_tflite.h"
#include "thimble/lower/kernel_variant.h"
#include "thimble/ops/op_def.h"

#include <algorithm>
#include <map>
#include <sstream>

#include <fmt/format.h>
#include <fmt/ranges.h>

namespace thimble {
namespace {

constexpr std::string_view introduction =
    R"(# Operators

Written by `make docs` from the registries of the program; `thimble operators` shows the same. What does not pass of ONNX's
conformance tests: [onnx-node-cases.md](onnx-node-cases.md).

## The Graph's operators

Importers translate the operators of model files into these. `int8` and `int16` are affine-quantised tensors, `integers` plain ones of
every width, `any` what moves elements without computing with them. A core in the column "faster on" has faster kernels of its own.
The last column counts the tests of whole models that hold the operator and pass: ONNX's conformance cases, and public TensorFlow
Lite models. Each operator besides has its own tests in `tests/ops` and `tests/device`.

| operator | does | kernels for | faster on | tests: ONNX + TFLite |
|---|---|---|---|---|
)";

constexpr std::string_view after_table =
    R"(
What an importer can compute because nothing in it depends on the model's inputs, such as the arithmetic of shapes, needs no kernel:
the references of `thimble/ops` do it.
)";

std::vector<std::string> words(std::string_view text) {
    std::vector<std::string> result;
    for (std::size_t begin = 0; begin <= text.size();) {
        const std::size_t end = std::min(text.find('_', begin), text.size());
        result.emplace_back(text.substr(begin, end - begin));
        begin = end + 1;
    }
    return result;
}

void add_unless_there(std::vector<std::string>& list, const std::string& word) {
    if (std::find(list.begin(), list.end(), word) == list.end()) {
        list.push_back(word);
    }
}

CatalogEntry make_entry(const OpDef& def) {
    CatalogEntry entry{def.name, def.summary, {}, {}};
    for (const KernelVariant& variant : kernel_variants(def.name)) {
        const std::size_t slash = variant.name.find('/');
        if (slash != std::string::npos) {
            add_unless_there(entry.cores, variant.name.substr(0, slash));
        }
        add_unless_there(entry.data_types, kernel_data_types(variant.name));
    }
    std::sort(entry.data_types.begin(), entry.data_types.end());
    return entry;
}

std::string file_format_section(std::string_view title, std::vector<std::string> names) {
    std::sort(names.begin(), names.end());
    return fmt::format("\n## {}\n\n{} operators: {}.\n", title, names.size(), fmt::join(names, ", "));
}

struct CaseCounts {
    int onnx_cases = 0;
    int tflite_models = 0;
};

std::map<std::string, CaseCounts> read_cases(std::string_view text) {
    std::istringstream lines{std::string(text)};
    std::map<std::string, CaseCounts> counts;
    std::string line;
    std::getline(lines, line); // the header
    while (std::getline(lines, line)) {
        std::istringstream fields(line);
        std::string name;
        CaseCounts row;
        char comma = 0;
        if (!std::getline(fields, name, ',') || !(fields >> row.onnx_cases >> comma >> row.tflite_models)) {
            throw OptionError("E0108", fmt::format("'{}': expected operator,onnx_cases,tflite_models", line));
        }
        counts[name] = row;
    }
    return counts;
}

std::string count_text(const std::map<std::string, CaseCounts>& counts, std::string_view name) {
    const auto found = counts.find(std::string(name));
    const CaseCounts row = found == counts.end() ? CaseCounts{} : found->second;
    return fmt::format("{} + {}", row.onnx_cases, row.tflite_models);
}

} // namespace

std::string kernel_data_types(std::string_view kernel) {
    static const std::map<std::string_view, std::string_view> types = {{"f32", "float32"}, {"s8", "int8"},
                                                                       {"s16", "int16"},   {"s32", "int32"},
                                                                       {"u8", "uint8"},    {"integers", "integers"}};
    const std::vector<std::string> parts = words(kernel);
    std::vector<std::string_view> found;
    for (const std::string& part : parts) {
        const auto type = types.find(part);
        if (type != types.end()) {
            found.push_back(type->second);
        }
    }
    if (found.empty()) {
        return "any";
    }
    return fmt::format("{}{}", fmt::join(found, " to "), parts.back() == "w8" ? " with int8 weights" : "");
}

std::vector<CatalogEntry> operator_catalog() {
    std::vector<CatalogEntry> entries;
    std::transform(all_ops().begin(), all_ops().end(), std::back_inserter(entries), make_entry);
    std::sort(entries.begin(), entries.end(), [](const CatalogEntry& a, const CatalogEntry& b) {
        return a.name < b.name;
    });
    return entries;
}

std::string operators_document(std::string_view cases) {
    const auto counts = read_cases(cases);
    std::string text(introduction);
    for (const CatalogEntry& entry : operator_catalog()) {
        text += fmt::format(
            "| `{}` | {} | {} | {} | {} |\n", entry.name, entry.summary, fmt::join(entry.data_types, ", "),
            fmt::join(entry.cores, ", "), count_text(counts, entry.name)
        );
    }
    text += after_table;
    text += file_format_section("Read from ONNX files", onnx_operator_names());
    text += file_format_section("Read from TensorFlow Lite files", tflite_operator_names());
    return text;
}

} // namespace thimble

// SPDX-License-Identifier: Apache-2.0
#include "thimble/import/tflite/layer_names.h"

#include <algorithm>
#include <array>
#include <cctype>
#include <filesystem>

#include <fmt/format.h>

namespace thimble::tflite_import {

namespace {

constexpr std::size_t longest_name = 80;

std::vector<std::string_view> split(std::string_view text, char separator) {
    std::vector<std::string_view> parts;
    while (true) {
        const std::size_t end = text.find(separator);
        parts.push_back(text.substr(0, end));
        if (end == std::string_view::npos) {
            return parts;
        }
        text.remove_prefix(end + 1);
    }
}

std::string_view without_trailing_digits(std::string_view text) {
    while (!text.empty() && std::isdigit(static_cast<unsigned char>(text.back())) != 0) {
        text.remove_suffix(1);
    }
    return text;
}

std::string_view last_component(std::string_view path) {
    const std::size_t slash = path.rfind('/');
    return slash == std::string_view::npos ? path : path.substr(slash + 1);
}

/// Of the operations fused into a tensor, the one that the operator stands for: the last of its
/// kind, because converters put shared weights of other layers before it.
std::string_view main_operation(std::string_view tensor_name, const std::array<std::string_view, 2>& operations) {
    const std::vector<std::string_view> parts = split(tensor_name, ';');
    for (const std::string_view operation : operations) {
        const std::string_view wanted = without_trailing_digits(operation);
        const auto found = std::find_if(parts.rbegin(), parts.rend(), [&](std::string_view part) {
            return !wanted.empty() && without_trailing_digits(last_component(part)) == wanted;
        });
        if (found != parts.rend()) {
            return *found;
        }
    }
    return parts.front();
}

bool says_nothing(std::string_view name) {
    constexpr std::array<std::string_view, 4> words = {"", "Identity", "StatefulPartitionedCall", "PartitionedCall"};
    if (name.ends_with("_int8")) {
        name.remove_suffix(5);
    }
    while (!name.empty() && (std::isdigit(static_cast<unsigned char>(name.back())) != 0 || name.back() == '_')) {
        name.remove_suffix(1);
    }
    return std::find(words.begin(), words.end(), name) != words.end();
}

std::string printable(std::string_view name) {
    std::string result(name.substr(0, longest_name));
    for (char& letter : result) {
        const auto byte = static_cast<unsigned char>(letter);
        if (letter == '/') {
            letter = '.';
        } else if (std::isalnum(byte) == 0 && letter != '.' && letter != '-') {
            letter = '_';
        }
    }
    return result;
}

} // namespace

std::string
layer_name(std::string_view tensor_name, const std::array<std::string_view, 2>& operations, std::string_view scope) {
    constexpr std::string_view signature_prefix = "serving_default_";
    std::string_view path = main_operation(tensor_name, operations);
    path = path.substr(0, path.find(':'));
    if (path.starts_with(signature_prefix)) {
        path.remove_prefix(signature_prefix.size());
    }
    const std::size_t last_slash = path.rfind('/');
    if (last_slash != std::string_view::npos && last_slash > 0) {
        path = path.substr(0, last_slash);
    }
    if (!scope.empty() && path.size() > scope.size() + 1 && path.starts_with(scope) && path[scope.size()] == '/') {
        path.remove_prefix(scope.size() + 1);
    }
    return says_nothing(path) ? std::string() : printable(path);
}

std::string common_scope(const std::vector<std::string_view>& tensor_names) {
    std::string_view scope;
    for (const std::string_view name : tensor_names) {
        const std::size_t slash = name.find('/');
        if (slash == std::string_view::npos || name.find('/', slash + 1) == std::string_view::npos) {
            continue;
        }
        const std::string_view first = name.substr(0, slash);
        if (!scope.empty() && scope != first) {
            return {};
        }
        scope = first;
    }
    return std::string(scope);
}

std::string UniqueNames::take(const std::string& stem) {
    std::string candidate = stem;
    for (int& suffix = next_suffix_[stem]; !taken_.insert(candidate).second;) {
        candidate = fmt::format("{}_{}", stem, ++suffix);
    }
    return candidate;
}

std::string shown(std::string_view name_in_file) {
    std::string result(name_in_file.substr(0, longest_name));
    std::replace_if(
        result.begin(), result.end(), [](unsigned char byte) { return byte < ' ' || byte > '~'; }, '?'
    );
    return result;
}

std::string identifier_of_stem(const std::string& file_name) {
    std::string result;
    for (const char letter : std::filesystem::path(file_name).stem().string()) {
        const bool is_plain = std::isalnum(static_cast<unsigned char>(letter)) != 0;
        result.push_back(is_plain ? letter : '_');
    }
    if (result.empty()) {
        return "model";
    }
    return std::isdigit(static_cast<unsigned char>(result.front())) != 0 ? "model_" + result : result;
}

} // namespace thimble::tflite_import

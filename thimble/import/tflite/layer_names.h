// SPDX-License-Identifier: Apache-2.0
// Names that engineers recognise: converters call a tensor after every TensorFlow operation that was
// fused into it, and the layer hides somewhere in that path.
#pragma once

#include <array>
#include <string>
#include <string_view>
#include <unordered_map>
#include <unordered_set>
#include <vector>

namespace thimble::tflite_import {

/// The layer's name within a tensor name, or empty when the tensor name says nothing (`Identity`).
///
/// `model/batch_norm_3/FusedBatchNormV3;model/conv2d_2/Conv2D1` is `conv2d_2` when `operations` are
/// `BiasAdd`, `Conv2D` (in order of preference, empty for none) and `scope` is `model`; a name without a path stays
/// as it is.
std::string
layer_name(std::string_view tensor_name, const std::array<std::string_view, 2>& operations, std::string_view scope);

/// The first path component that all names with a path share, or empty.
std::string common_scope(const std::vector<std::string_view>& tensor_names);

/// Hands out names once: a second `conv` becomes `conv_1`.
class UniqueNames {
public:
    std::string take(const std::string& stem);

private:
    std::unordered_set<std::string> taken_;
    std::unordered_map<std::string, int> next_suffix_; ///< by stem, so that many equal stems cost no search
};

/// A name of the file for messages: at most 80 bytes, control characters replaced.
std::string shown(std::string_view name_in_file);

/// A C identifier made from a file's stem, `model` when nothing is left of it.
std::string identifier_of_stem(const std::string& file_name);

} // namespace thimble::tflite_import

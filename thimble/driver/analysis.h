// SPDX-License-Identifier: Apache-2.0
// What a compiled model costs, known without running it: the data behind `thimble analyze`.
#pragma once

#include "thimble/driver/compile_model.h"

#include <cstdint>
#include <string>
#include <vector>

namespace thimble {

struct LayerAnalysis {
    std::string name;
    std::string op;
    Shape output_shape;
    std::int64_t parameters = 0;
    std::int64_t macs = 0;
    std::size_t weight_bytes = 0; ///< constants this layer reads; shared ones count for their first reader
    std::size_t live_bytes = 0;   ///< most bytes alive in the arena while it runs; 0 for a layer without steps
};

struct Analysis {
    std::vector<LayerAnalysis> layers;
    std::int64_t macs = 0;
    std::int64_t parameters = 0;
    std::size_t weight_bytes = 0;
    std::size_t input_bytes = 0;
    std::size_t output_bytes = 0;
};

Analysis analyze(const CompiledModel& model);

} // namespace thimble

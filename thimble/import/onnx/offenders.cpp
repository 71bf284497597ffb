// SPDX-License-Identifier: Apache-2.0
#include "thimble/import/onnx/offenders.h"

#include "thimble/core/error.h"

namespace thimble::onnx_import {

void Offenders::add(const std::string& where, const Unsupported& unsupported) {
    notes_.push_back(fmt::format("{}: {}; {}", where, unsupported.what, unsupported.help));
}

void Offenders::throw_if_any() const {
    if (notes_.empty()) {
        return;
    }
    const std::string count = notes_.size() == 1 ? "1 part" : fmt::format("{} parts", notes_.size());
    ModelError error("E0304", count + " of the model not supported");
    for (const std::string& note : notes_) {
        error.add_note(note);
    }
    throw error;
}

} // namespace thimble::onnx_import

// SPDX-License-Identifier: Apache-2.0
#include "thimble/core/error.h"

namespace thimble {
namespace {

void fill(std::string& field, const std::string& value) {
    if (field.empty()) {
        field = value;
    }
}

} // namespace

void Error::add_context(const ErrorContext& context) {
    fill(context_.file, context.file);
    fill(context_.node, context.node);
    fill(context_.op, context.op);
}

} // namespace thimble

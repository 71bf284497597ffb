// SPDX-License-Identifier: Apache-2.0
#include "thimble/import/onnx/tensor_file.h"

#include "thimble/core/error.h"
#include "thimble/import/onnx/offenders.h"
#include "thimble/import/onnx/tensor_values.h"

namespace thimble {

Tensor read_onnx_tensor(std::span<const std::byte> bytes, const std::string& file_name) {
    try {
        onnx::TensorProto proto;
        if (!proto.ParseFromArray(bytes.data(), static_cast<int>(bytes.size()))) {
            throw ModelError("E0320", "the file is not a tensor in ONNX form");
        }
        return onnx_import::read_tensor(proto, onnx_import::ExternalData());
    } catch (const onnx_import::Unsupported& unsupported) {
        ModelError error("E0304", unsupported.what);
        error.add_context({file_name, "", ""});
        throw error;
    } catch (Error& error) {
        error.add_context({file_name, "", ""});
        throw;
    }
}

} // namespace thimble

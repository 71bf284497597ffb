// SPDX-License-Identifier: Apache-2.0
#include "thimble/passes/pipeline.h"

#include "thimble/passes/eliminate_common_nodes.h"
#include "thimble/passes/eliminate_transposes.h"
#include "thimble/passes/fold_batch_norm.h"
#include "thimble/passes/fold_constants.h"
#include "thimble/passes/fold_quantization.h"
#include "thimble/passes/fuse_activation.h"
#include "thimble/passes/fuse_pad.h"
#include "thimble/passes/recognize_operators.h"
#include "thimble/passes/remove_dead_nodes.h"
#include "thimble/passes/remove_identity.h"
#include "thimble/passes/specialize_products.h"

namespace thimble {

const std::vector<Pass>& default_pipeline() {
    static const Pass remove_dead = {
        "remove_dead_nodes", "drop nodes and constants that no graph output depends on", remove_dead_nodes};
    static const Pass remove_same = {
        "remove_identity", "drop operators and activations that change nothing", remove_identity};
    static const Pass fuse_clips = {
        "fuse_activation", "let the operator before a clip do the clipping", fuse_activation};
    static const Pass fold_norms = {
        "fold_batch_norm", "let convolutions scale and shift their channels", fold_batch_norm};
    static const std::vector<Pass> passes = {
        // The scales behind dequantize are wanted until fold_quantization.
        {"fold_plain_constants", "compute at build time what depends on plain constants only", fold_plain_constants},
        remove_same,
        // Those that follow ask who else reads a value: there is one reader of what was computed twice, and no dead
        // one.
        {"eliminate_common_nodes", "compute and keep once what is there several times", eliminate_common_nodes},
        remove_dead,
        {"recognize_operators", "find operators written as several simpler ones", recognize_operators},
        {"eliminate_transposes", "compute in the order of axes that moves the fewest bytes", eliminate_transposes},
        {"specialize_products", "find convolutions and products that have an operator of their own",
         specialize_products},
        fold_norms,
        fuse_clips,
        {"fold_quantization", "compute in int8 between dequantize and quantize", fold_quantization},
        {"fold_constants", "compute at build time what depends on constants only", fold_constants},
        remove_same,
        remove_dead,
        // Weights that are stored in int8 for float32 arithmetic are plain only now.
        fold_norms,
        fuse_clips,
        // After fuse_activation, whose ranges prove that max pools may take over their padding.
        {"fuse_pad", "let the convolution or pool after a pad do the padding", fuse_pad},
        remove_dead,
    };
    return passes;
}

} // namespace thimble

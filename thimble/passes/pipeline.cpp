// SPDX-License-Identifier: Apache-2.0
#include "thimble/passes/pipeline.h"

#include "thimble/passes/fold_constants.h"
#include "thimble/passes/fuse_activation.h"
#include "thimble/passes/fuse_pad.h"
#include "thimble/passes/remove_dead_nodes.h"
#include "thimble/passes/remove_identity.h"

namespace thimble {

const std::vector<Pass>& default_pipeline() {
    static const Pass remove_dead = {
        "remove_dead_nodes", "drop nodes and constants that no graph output depends on", remove_dead_nodes};
    static const std::vector<Pass> passes = {
        {"fold_constants", "compute at build time what depends on constants only", fold_constants},
        {"remove_identity", "drop operators and activations that change nothing", remove_identity},
        // The fusions ask who else reads a value: dead readers must be gone.
        remove_dead,
        {"fuse_activation", "let the operator before a clip do the clipping", fuse_activation},
        // After fuse_activation, whose ranges prove that max pools may take over their padding.
        {"fuse_pad", "let the convolution or pool after a pad do the padding", fuse_pad},
        remove_dead,
    };
    return passes;
}

} // namespace thimble

// SPDX-License-Identifier: Apache-2.0
#include "thimble/execute/vnni/kernels.h"

namespace thimble::vnni {

#if defined(__x86_64__)

bool is_supported() {
    static const bool supported = __builtin_cpu_supports("avx512f") && __builtin_cpu_supports("avx512bw") &&
                                  __builtin_cpu_supports("avx512vl") && __builtin_cpu_supports("avx512dq") &&
                                  __builtin_cpu_supports("avx512vnni");
    return supported;
}

std::unique_ptr<HostKernel> prepare_kernel(const BoundStep& step) {
    struct Entry {
        std::string_view kernel;
        std::unique_ptr<HostKernel> (*prepare)(const BoundStep& step);
    };

    static constexpr Entry entries[] = {
        {"conv2d_s8", prepare_conv2d},
        {"fully_connected_s8", prepare_fully_connected},
        {"depthwise_conv2d_s8", prepare_depthwise_conv2d},
        {"add_s8", prepare_add},
        {"average_pool2d_s8", prepare_average_pool2d},
    };
    for (const Entry& entry : entries) {
        if (entry.kernel == step.step.kernel) {
            return entry.prepare(step);
        }
    }
    return nullptr;
}

#else

bool is_supported() {
    return false;
}

std::unique_ptr<HostKernel> prepare_kernel(const BoundStep& /*step*/) {
    return nullptr;
}

#endif

} // namespace thimble::vnni

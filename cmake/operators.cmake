# The operators: one line each drives the sources of thimble/ops and thimble/lower, the generated
# registries, and the tests. KERNELS are the functions in device/thimblert/kernels/<operator>.h,
# ARMV7EM those in device/thimblert/kernels/armv7em/<operator>.h.
thimble_operator(conv2d KERNELS conv2d_f32 conv2d_s8 ARMV7EM conv2d_s8)
thimble_operator(depthwise_conv2d KERNELS depthwise_conv2d_f32 depthwise_conv2d_s8 ARMV7EM depthwise_conv2d_s8)
thimble_operator(fully_connected KERNELS fully_connected_f32 fully_connected_s8 ARMV7EM fully_connected_s8)
thimble_operator(add KERNELS add_f32 add_s8 ARMV7EM add_s8)
thimble_operator(sub KERNELS sub_f32 sub_s8)
thimble_operator(mul KERNELS mul_f32 mul_s8)
thimble_operator(average_pool2d KERNELS average_pool2d_f32 average_pool2d_s8 ARMV7EM average_pool2d_s8)
thimble_operator(max_pool2d KERNELS max_pool2d_f32 max_pool2d_s8 ARMV7EM max_pool2d_s8)
thimble_operator(softmax KERNELS softmax_f32 softmax_s8)
thimble_operator(reshape KERNELS copy_bytes)
thimble_operator(clip KERNELS clip_f32 clip_s8)
thimble_operator(quantize KERNELS quantize_f32_s8 requantize_s8)
thimble_operator(dequantize KERNELS dequantize_s8_f32)
thimble_operator(pad KERNELS pad_bytes)
thimble_operator(mean KERNELS mean_f32 mean_s8)
thimble_operator(concat KERNELS concat_part)

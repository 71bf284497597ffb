# The operators: one line each drives the sources of thimble/ops and thimble/lower, the generated
# registries, and the tests. KERNELS are the functions in device/thimblert/kernels/<operator>.h,
# ARMV7EM those in device/thimblert/kernels/armv7em/<operator>.h, ARMV6M likewise. Kernels that serve several operators
# have a line of their own. A family of operators that differ in one function each shares its files.
# INTEGER_KERNELS are templates on the type of the elements, for every integer type.
thimble_kernels(look_up KERNELS look_up_s8)
thimble_operator(conv2d KERNELS conv2d_f32 conv2d_s8 ARMV7EM conv2d_s8
                 ARMV6M conv2d_s8)
thimble_operator(depthwise_conv2d KERNELS depthwise_conv2d_f32 depthwise_conv2d_s8 ARMV7EM depthwise_conv2d_s8
                 ARMV6M depthwise_conv2d_s8)
thimble_operator(fully_connected KERNELS fully_connected_f32 fully_connected_s8 ARMV7EM fully_connected_s8
                 ARMV6M fully_connected_s8)
thimble_operator(add KERNELS add_f32 add_s8 ARMV7EM add_s8)
thimble_operator(sub KERNELS sub_f32 sub_s8)
thimble_operator(mul KERNELS mul_f32 mul_s8)
thimble_operator(average_pool2d KERNELS average_pool2d_f32 average_pool2d_s8 ARMV7EM average_pool2d_s8)
thimble_operator(max_pool2d KERNELS max_pool2d_f32 max_pool2d_s8 ARMV7EM max_pool2d_s8)
thimble_operator(softmax KERNELS softmax_f32 softmax_s8)
thimble_operator(reshape KERNELS copy_bytes)
thimble_operator(clip KERNELS clip_f32 clip_s8)
thimble_operator(logistic KERNELS logistic_f32)
thimble_operator(tanh KERNELS tanh_f32)
thimble_operator(hard_swish KERNELS hard_swish_f32)
thimble_operator(leaky_relu KERNELS leaky_relu_f32)
thimble_operator_family(
    unary_math
    OPERATORS abs neg sign exp log sqrt rsqrt square reciprocal floor ceil round erf sin cos tan asin acos atan
              sinh cosh asinh acosh atanh softsign softplus mish gelu gelu_tanh swish elu celu selu hard_sigmoid
              thresholded_relu shrink
    KERNELS abs_f32 neg_f32 sign_f32 exp_f32 log_f32 sqrt_f32 rsqrt_f32 square_f32 reciprocal_f32 floor_f32
            ceil_f32 round_f32 erf_f32 sin_f32 cos_f32 tan_f32 asin_f32 acos_f32 atan_f32 sinh_f32 cosh_f32
            asinh_f32 acosh_f32 atanh_f32 softsign_f32 softplus_f32 mish_f32 gelu_f32 gelu_tanh_f32 swish_f32
            elu_f32 celu_f32 selu_f32 hard_sigmoid_f32 thresholded_relu_f32 shrink_f32
    INTEGER_KERNELS abs_integers neg_integers sign_integers)
thimble_operator(quantize KERNELS quantize_f32_s8 requantize_s8)
thimble_operator(dequantize KERNELS dequantize_s8_f32)
thimble_operator(pad KERNELS pad_bytes)
thimble_operator(mean KERNELS mean_f32 mean_s8)
thimble_operator(transpose KERNELS transpose_bytes)
thimble_operator(concat KERNELS concat_part)

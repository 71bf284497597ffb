# The operators: one line each drives the sources of thimble/ops and thimble/lower, the generated
# registries, and the tests. KERNELS are the functions in device/thimblert/kernels/<operator>.h,
# ARMV7EM those in device/thimblert/kernels/armv7em/<operator>.h, ARMV6M, RV32IM, HELIUM and NEON likewise. Kernels that
# serve several operators have a line of their own. A family of operators that differ in one function each shares its files.
# INTEGER_KERNELS are templates on the type of the elements, for every integer type.
thimble_kernels(look_up KERNELS look_up_s8)
thimble_kernels(conv2d_channel_pairs ARMV7EM conv2d_channel_pairs_s8)
thimble_kernels(conv2d_column_strips ARMV7EM conv2d_column_strips_s8)
thimble_operator(conv2d KERNELS conv2d_f32 conv2d_f32_w8 conv2d_s8 conv2d_s16 conv2d_s16_bias32 ARMV7EM conv2d_s8
                 ARMV6M conv2d_s8 RV32IM conv2d_s8 HELIUM conv2d_s8 NEON conv2d_s8)
thimble_kernels(depthwise_three_by_three ARMV7EM depthwise_three_by_three_s8)
thimble_operator(
    depthwise_conv2d
    KERNELS depthwise_conv2d_f32 depthwise_conv2d_f32_w8 depthwise_conv2d_s8 depthwise_conv2d_s16
            depthwise_conv2d_s16_bias32
    ARMV7EM depthwise_conv2d_s8
    ARMV6M depthwise_conv2d_s8
    RV32IM depthwise_conv2d_s8
    HELIUM depthwise_conv2d_s8
    NEON depthwise_conv2d_s8)
thimble_kernels(fully_connected_row_pairs ARMV7EM fully_connected_row_pairs_s8)
thimble_operator(
    fully_connected
    KERNELS fully_connected_f32 fully_connected_f32_w8 fully_connected_s8 fully_connected_s16 fully_connected_s16_bias32
    ARMV7EM fully_connected_s8
    ARMV6M fully_connected_s8
    RV32IM fully_connected_s8
    HELIUM fully_connected_s8
    NEON fully_connected_s8)
thimble_kernels(depthwise_planes ARMV7EM depthwise_planes_s8)
thimble_kernels(conv2d_compact ARMV7EM conv2d_compact_s8)
thimble_kernels(depthwise_compact ARMV7EM depthwise_compact_s8)
thimble_operator(add KERNELS add_f32 add_s8 add_s16 ARMV7EM add_s8 HELIUM add_s8 NEON add_s8 INTEGER_KERNELS add_integers)
thimble_operator(sub KERNELS sub_f32 sub_s8 sub_s16 INTEGER_KERNELS sub_integers)
thimble_operator(mul KERNELS mul_f32 mul_s8 mul_s16 INTEGER_KERNELS mul_integers)
thimble_operator(
    average_pool2d KERNELS average_pool2d_f32 average_pool2d_s8 average_pool2d_s16 ARMV7EM average_pool2d_s8)
thimble_operator(max_pool2d KERNELS max_pool2d_f32 max_pool2d_s8 max_pool2d_s16 ARMV7EM max_pool2d_s8)
thimble_operator(softmax KERNELS softmax_f32 softmax_s8 softmax_s8_s16 softmax_s16)
thimble_operator(reshape KERNELS copy_bytes)
thimble_operator(clip KERNELS clip_f32 clip_s8 clip_s16 INTEGER_KERNELS clip_integers)
thimble_operator(logistic KERNELS logistic_f32 logistic_s16)
thimble_operator(tanh KERNELS tanh_f32 tanh_s16)
thimble_operator(hard_swish KERNELS hard_swish_f32)
thimble_operator(leaky_relu KERNELS leaky_relu_f32 leaky_relu_s16)
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
thimble_operator_family(
    pair_math
    OPERATORS div pow fmod floor_div floor_mod minimum maximum squared_difference atan2
    KERNELS div_f32 div_s8 pow_f32 fmod_f32 floor_div_f32 floor_mod_f32 minimum_f32 maximum_f32
            squared_difference_f32 squared_difference_codes<int8_t> squared_difference_codes<int16_t> atan2_f32
    INTEGER_KERNELS div_integers pow_integers fmod_integers floor_div_integers floor_mod_integers minimum_integers
                    maximum_integers squared_difference_integers)
thimble_operator_family(
    comparison
    OPERATORS equal not_equal greater greater_equal less less_equal
    KERNELS equal_f32 not_equal_f32 greater_f32 greater_equal_f32 less_f32 less_equal_f32 equal_codes<int8_t>
            not_equal_codes<int8_t> greater_codes<int8_t> greater_equal_codes<int8_t> less_codes<int8_t>
            less_equal_codes<int8_t> equal_codes<int16_t> not_equal_codes<int16_t> greater_codes<int16_t>
            greater_equal_codes<int16_t> less_codes<int16_t> less_equal_codes<int16_t>
    INTEGER_KERNELS equal_integers not_equal_integers greater_integers greater_equal_integers less_integers
                    less_equal_integers)
thimble_operator_family(
    bits
    OPERATORS logical_and logical_or logical_xor logical_not bitwise_and bitwise_or bitwise_xor bitwise_not
              shift_left shift_right
    KERNELS logical_and_u8 logical_or_u8 logical_xor_u8 logical_not_u8
    INTEGER_KERNELS bitwise_and_integers bitwise_or_integers bitwise_xor_integers bitwise_not_integers
                    shift_left_integers shift_right_integers)
thimble_operator_family(float_class OPERATORS is_nan is_inf KERNELS is_nan_f32 is_inf_f32)
thimble_operator(where KERNELS where_bytes)
thimble_operator(prelu KERNELS prelu_f32 prelu_s8)
thimble_operator(
    cast
    KERNELS cast_float32_to_bool
    INTEGER_KERNELS cast_to_int8 cast_to_uint8 cast_to_int16 cast_to_int32 cast_to_int64 cast_to_float32
                    cast_to_bool cast_float32)
thimble_operator(
    quantize
    KERNELS quantize_f32_s8 requantize_s8
    INTEGER_KERNELS quantize_f32 quantize_channels requantize_to_int8 requantize_to_uint8 requantize_to_int16
                    requantize_to_int32)
thimble_operator(
    dequantize
    KERNELS dequantize_s8_f32
    INTEGER_KERNELS dequantize_f32 dequantize_channels)
thimble_operator(mean KERNELS mean_f32 mean_s8 mean_s16 INTEGER_KERNELS mean_integers)
thimble_operator_family(
    reduce
    OPERATORS reduce_sum reduce_max reduce_min reduce_prod reduce_l1 reduce_l2 reduce_log_sum reduce_log_sum_exp
              reduce_sum_square reduce_any reduce_all
    KERNELS reduce_sum_f32 reduce_max_f32 reduce_min_f32 reduce_prod_f32 reduce_l1_f32 reduce_l2_f32
            reduce_log_sum_f32 reduce_log_sum_exp_f32 reduce_sum_square_f32 reduce_sum_s8 reduce_sum_s16
    INTEGER_KERNELS reduce_sum_integers reduce_max_integers reduce_min_integers reduce_prod_integers
                    reduce_l1_integers reduce_sum_square_integers)
thimble_operator(log_softmax KERNELS log_softmax_f32 log_softmax_s8)
thimble_operator(hardmax KERNELS hardmax_f32)
thimble_operator(normalize KERNELS normalize_f32 normalize_scaled_f32)
thimble_operator(lp_normalize KERNELS l1_normalize_f32 l2_normalize_f32 l2_normalize_s8)
thimble_operator(lrn KERNELS lrn_f32)
thimble_operator_family(
    pool3d
    OPERATORS average_pool3d max_pool3d lp_pool3d max_pool3d_indices
    KERNELS average_pool3d_f32 max_pool3d_f32 lp_pool3d_f32 max_pool3d_indices_f32
    INTEGER_KERNELS max_pool3d_integers max_pool3d_indices_integers)
thimble_operator(dft KERNELS dft_f32 fft_f32)
thimble_operator(mat_mul KERNELS mat_mul_f32 mat_mul_s8 INTEGER_KERNELS mat_mul_integers)
thimble_operator_family(
    volume_convolution
    OPERATORS conv3d transpose_conv conv_integer
    KERNELS conv3d_f32 conv3d_f32_w8 conv3d_s8 conv3d_s16 conv3d_s16_bias32 transpose_conv_f32 transpose_conv_f32_w8
            transpose_conv_s8 transpose_conv_s16 transpose_conv_s16_bias32
    INTEGER_KERNELS conv_integers)
thimble_operator(pad KERNELS pad_bytes fill_elements place_blocks)
thimble_operator(concat KERNELS concat_part)
thimble_kernels(
    table_copy KERNELS table_copy_1 table_copy_2 table_copy_4 table_copy_8 table_copy_blocks)
thimble_operator_family(
    strided_copy
    OPERATORS transpose slice expand tile
    KERNELS strided_copy_1 strided_copy_2 strided_copy_4 strided_copy_8 strided_copy_blocks)
thimble_operator_family(
    gather OPERATORS gather gather_elements gather_nd KERNELS gather_blocks gather_elements gather_tuples)
thimble_operator_family(
    scatter
    OPERATORS scatter_elements scatter_nd
    KERNELS scatter_elements_bytes scatter_elements_f32 scatter_tuples_bytes scatter_tuples_f32
    INTEGER_KERNELS scatter_elements_integers scatter_tuples_integers)
thimble_operator(dynamic_update_slice KERNELS dynamic_update_slice)
thimble_operator(one_hot KERNELS one_hot)
thimble_operator(trilu KERNELS trilu)
thimble_operator(reverse_sequence KERNELS reverse_sequence)
thimble_operator(top_k KERNELS top_k_f32 INTEGER_KERNELS top_k_integers)
thimble_operator_family(
    arg_extreme OPERATORS arg_max arg_min KERNELS arg_extreme_f32 INTEGER_KERNELS arg_extreme_integers)
thimble_operator(cum_sum KERNELS cum_sum_f32 cum_sum_s8 INTEGER_KERNELS cum_sum_integers)
thimble_operator(resize KERNELS resize_f32 resize_bilinear_s8)
thimble_operator(grid_sample KERNELS grid_sample_f32)
thimble_operator_family(recurrent OPERATORS lstm gru rnn KERNELS lstm_f32 gru_f32 rnn_f32)
thimble_operator(svdf KERNELS svdf_f32 svdf_codes<int8_t> svdf_codes<int16_t>)
thimble_operator(quantized_lstm KERNELS quantized_lstm_codes<int8_t> quantized_lstm_codes<int16_t>)

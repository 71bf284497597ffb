// SPDX-License-Identifier: Apache-2.0
// Scales of a layer in the words that the Helium kernels read: bias, multiplier, addend (general form: left shift) and
// minus the right shift.
#pragma once

#include "thimble/lower/wide_scale.h"

namespace thimble {

/// general if one channel's is.
ScaleForm common_form(const std::vector<WideScale>& scales);

/// Channel by channel, the last one twice if their number is odd.
std::vector<std::int32_t> channel_scale_words(const std::vector<WideScale>& scales, ScaleForm form);

/// Of each eight channels the even ones, then the odd ones, word by word. The last channel fills up.
std::vector<std::int32_t> vector_scale_words(const std::vector<WideScale>& scales, ScaleForm form);

} // namespace thimble

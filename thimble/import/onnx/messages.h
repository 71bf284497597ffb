// SPDX-License-Identifier: Apache-2.0
// The messages of the file format, as libonnx declares them.
#pragma once

#include <onnx/onnx_pb.h>

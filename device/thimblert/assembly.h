// SPDX-License-Identifier: Apache-2.0
// How the parts of kernels for one core are declared that stay functions of their own.
#pragma once

#include "thimblert/config.h"

/// A function written in assembly as a whole, for loops that need every register. It keeps to the procedure call
/// standard; callers must not conclude from its empty body which registers or memory it leaves alone. The alignment is
/// for addresses relative to the program counter, which the assembler takes from the start of a word.
#if defined(__clang__)
#define THIMBLERT_ASSEMBLY static inline __attribute__((naked, noinline, aligned(4)))
#else
#define THIMBLERT_ASSEMBLY static inline __attribute__((naked, noinline, noipa, aligned(4)))
#endif

/// A part of a kernel that stays a call, so that its variables find registers and its memory is not
/// held while other parts run.
#define THIMBLERT_PART static inline __attribute__((noinline))

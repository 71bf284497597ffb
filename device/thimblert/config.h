// SPDX-License-Identifier: Apache-2.0
// How the functions of the device runtime are declared: one shared copy of each kernel where size
// counts, or a copy per call that the compiler specialises for its constant parameters.
#pragma once

#include <stddef.h>
#include <stdint.h>

/// Inner pieces of kernels; they never become calls.
#define THIMBLERT_INLINE static inline __attribute__((always_inline))

/// Inner pieces that a kernel uses in several places; calls where it is compiled for size.
#ifdef __OPTIMIZE_SIZE__
#define THIMBLERT_SHARED static inline __attribute__((noinline))
#else
#define THIMBLERT_SHARED THIMBLERT_INLINE
#endif

/// Kernels. Define THIMBLERT_SPECIALIZE before including the runtime to have them inlined where they are called.
#ifdef THIMBLERT_SPECIALIZE
#define THIMBLERT_KERNEL static inline __attribute__((always_inline))
#else
#define THIMBLERT_KERNEL static inline __attribute__((noinline))
#endif

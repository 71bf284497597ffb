// SPDX-License-Identifier: Apache-2.0
// What marks a function that uses AVX-512 in a file compiled for every x86-64. Lambdas do not inherit the mark, so the
// kernels have none.
#pragma once

// GCC 12 takes the registers that the header leaves undefined on purpose for a mistake.
#if !defined(__clang__)
#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wuninitialized"
#pragma GCC diagnostic ignored "-Wmaybe-uninitialized"
#endif
#include <immintrin.h>
#if !defined(__clang__)
#pragma GCC diagnostic pop
#endif

#define THIMBLE_VNNI __attribute__((target("avx512f,avx512bw,avx512vl,avx512dq,avx512vnni")))
#define THIMBLE_VNNI_INLINE THIMBLE_VNNI __attribute__((always_inline)) inline

// SPDX-License-Identifier: Apache-2.0
// Arithmetic of plain integers that never traps: results wrap around, division by zero gives 0.
#pragma once

#include "thimblert/config.h"

namespace thimblert {

/// The types in which elements are computed: 32 bits, or 64 for int64_t.
template <typename Element> struct Register {
    using Signed = int32_t;
    using Unsigned = uint32_t;
};

template <> struct Register<int64_t> {
    using Signed = int64_t;
    using Unsigned = uint64_t;
};

template <typename Element> using SignedRegister = typename Register<Element>::Signed;
template <typename Element> using UnsignedRegister = typename Register<Element>::Unsigned;

template <typename Element> THIMBLERT_INLINE Element wrapping_sum(Element x, Element y) {
    using Wide = UnsignedRegister<Element>;
    return static_cast<Element>(static_cast<Wide>(x) + static_cast<Wide>(y));
}

template <typename Element> THIMBLERT_INLINE Element wrapping_difference(Element x, Element y) {
    using Wide = UnsignedRegister<Element>;
    return static_cast<Element>(static_cast<Wide>(x) - static_cast<Wide>(y));
}

template <typename Element> THIMBLERT_INLINE Element wrapping_product(Element x, Element y) {
    using Wide = UnsignedRegister<Element>;
    return static_cast<Element>(static_cast<Wide>(x) * static_cast<Wide>(y));
}

/// x / y towards zero.
template <typename Element> THIMBLERT_INLINE Element quotient(Element x, Element y) {
    const SignedRegister<Element> divisor = y;
    if (divisor == 0) {
        return 0;
    }
    if (divisor == -1) {
        return wrapping_difference<Element>(0, x);
    }
    return static_cast<Element>(x / divisor);
}

/// What x / y towards zero leaves: it has the sign of x.
template <typename Element> THIMBLERT_INLINE Element remainder(Element x, Element y) {
    const SignedRegister<Element> divisor = y;
    return divisor == 0 || divisor == -1 ? Element{0} : static_cast<Element>(x % divisor);
}

/// Whether x / y is below its truncation.
template <typename Element> THIMBLERT_INLINE bool is_rounded_up(Element x, Element y) {
    const SignedRegister<Element> rest = remainder(x, y);
    const SignedRegister<Element> divisor = y;
    return rest != 0 && (rest < 0) != (divisor < 0);
}

/// x / y towards negative infinity.
template <typename Element> THIMBLERT_INLINE Element floor_quotient(Element x, Element y) {
    return static_cast<Element>(quotient(x, y) - (is_rounded_up(x, y) ? 1 : 0));
}

/// What x / y towards negative infinity leaves: it has the sign of y.
template <typename Element> THIMBLERT_INLINE Element floor_remainder(Element x, Element y) {
    return static_cast<Element>(remainder(x, y) + (is_rounded_up(x, y) ? y : 0));
}

/// x to the power of y; with y below 0 its whole part, and 0 for x = 0.
template <typename Element> THIMBLERT_INLINE Element power(Element x, Element y) {
    SignedRegister<Element> exponent = y;
    if (exponent < 0) {
        const SignedRegister<Element> base = x;
        exponent = base == -1 ? (exponent & 1) : 0;
        return base == 1 || base == -1 ? static_cast<Element>(exponent == 0 ? 1 : base) : Element{0};
    }
    Element result = 1;
    for (Element square = x; exponent != 0; exponent /= 2) {
        if ((exponent & 1) != 0) {
            result = wrapping_product(result, square);
        }
        square = wrapping_product(square, square);
    }
    return result;
}

/// x * 2^amount; an amount beyond the bits gives 0, one below 0 counts as 0.
template <typename Element> THIMBLERT_INLINE Element shifted_left(Element x, Element amount) {
    const SignedRegister<Element> bits = 8 * static_cast<int32_t>(sizeof(Element));
    const SignedRegister<Element> places = amount;
    if (places <= 0) {
        return x;
    }
    return places >= bits ? Element{0} : static_cast<Element>(static_cast<UnsignedRegister<Element>>(x) << places);
}

/// floor(x / 2^amount); the amount is limited to [0, bits - 1].
template <typename Element> THIMBLERT_INLINE Element shifted_right(Element x, Element amount) {
    const SignedRegister<Element> most = 8 * static_cast<int32_t>(sizeof(Element)) - 1;
    const SignedRegister<Element> places = amount < 0 ? Element{0} : amount;
    return static_cast<Element>(x >> (places > most ? most : places));
}

} // namespace thimblert

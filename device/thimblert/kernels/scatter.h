// SPDX-License-Identifier: Apache-2.0
// Writing updates into a tensor at indices that another tensor holds. The tensor holds a copy of the data before.
#pragma once

#include "thimblert/indexed_places.h"

namespace thimblert {

/// What integer sums and products are computed in: unsigned numbers wrap around.
template <typename Element> struct WideElement { using Type = uint64_t; };

template <> struct WideElement<float> { using Type = float; };

/// The element that an update makes of the present one.
template <typename Element>
THIMBLERT_INLINE Element reduce_element(int32_t reduction, Element present, Element update) {
    using Wide = typename WideElement<Element>::Type;
    switch (reduction) {
    case 1:
        return static_cast<Element>(static_cast<Wide>(present) + static_cast<Wide>(update));
    case 2:
        return static_cast<Element>(static_cast<Wide>(present) * static_cast<Wide>(update));
    case 3:
        return update < present ? update : present;
    case 4:
        return present < update ? update : present;
    default:
        return update;
    }
}

template <typename Element>
THIMBLERT_INLINE void
reduce_elements(const IndexedElementsParams& p, const int8_t* indices, const Element* updates, Element* output) {
    const IndexedElementsParams fixed = p; // a local copy: stores to output cannot change it
    for_each_index(fixed, indices, [&](int32_t offset, int32_t place) {
        Element* element = output + offset / static_cast<int32_t>(sizeof(Element));
        *element = reduce_element(fixed.reduction, *element, updates[place]);
    });
}

template <typename Element>
THIMBLERT_INLINE void
reduce_tuples(const IndexedTuplesParams& p, const int8_t* indices, const Element* updates, Element* output) {
    const IndexedTuplesParams fixed = p; // a local copy: stores to output cannot change it
    const int32_t block = fixed.block_bytes / static_cast<int32_t>(sizeof(Element));
    for (int32_t row = 0; row < fixed.row_count; ++row) {
        Element* element = output + tuple_offset(fixed, indices, row) / static_cast<int32_t>(sizeof(Element));
        for (int32_t at = 0; at < block; ++at) {
            element[at] = reduce_element(fixed.reduction, element[at], updates[at]);
        }
        updates += block;
    }
}

/// Replaces elements of any type; there is no reduction.
THIMBLERT_KERNEL void
scatter_elements_bytes(const IndexedElementsParams& p, const int8_t* indices, const int8_t* updates, int8_t* output) {
    const IndexedElementsParams fixed = p; // a local copy: stores to output cannot change it
    const auto element_bytes = static_cast<size_t>(fixed.element_bytes);
    for_each_index(fixed, indices, [&](int32_t offset, int32_t place) {
        memcpy(output + offset, updates + place * fixed.element_bytes, element_bytes);
    });
}

THIMBLERT_KERNEL void
scatter_elements_f32(const IndexedElementsParams& p, const int8_t* indices, const float* updates, float* output) {
    reduce_elements(p, indices, updates, output);
}

template <typename Element>
THIMBLERT_KERNEL void scatter_elements_integers(
    const IndexedElementsParams& p, const int8_t* indices, const Element* updates, Element* output
) {
    reduce_elements(p, indices, updates, output);
}

/// Replaces blocks of any type; there is no reduction.
THIMBLERT_KERNEL void
scatter_tuples_bytes(const IndexedTuplesParams& p, const int8_t* indices, const int8_t* updates, int8_t* output) {
    const IndexedTuplesParams fixed = p; // a local copy: stores to output cannot change it
    for (int32_t row = 0; row < fixed.row_count; ++row) {
        const int32_t offset = tuple_offset(fixed, indices, row);
        memcpy(output + offset, updates, static_cast<size_t>(fixed.block_bytes));
        updates += fixed.block_bytes;
    }
}

THIMBLERT_KERNEL void
scatter_tuples_f32(const IndexedTuplesParams& p, const int8_t* indices, const float* updates, float* output) {
    reduce_tuples(p, indices, updates, output);
}

template <typename Element>
THIMBLERT_KERNEL void
scatter_tuples_integers(const IndexedTuplesParams& p, const int8_t* indices, const Element* updates, Element* output) {
    reduce_tuples(p, indices, updates, output);
}

} // namespace thimblert

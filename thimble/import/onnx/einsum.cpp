// SPDX-License-Identifier: Apache-2.0
// Einsum: sums over products of operands whose axes have letters. Operands are joined one after the other: each pair
// is brought to [shared, own, summed] axes and multiplied as matrices.
// Source: ONNX operator documentation, Einsum.
#include "thimble/core/error.h"
#include "thimble/import/onnx/operator_table.h"

#include <algorithm>
#include <map>
#include <string>

namespace thimble::onnx_import {

namespace {

using Integers = std::vector<std::int64_t>;

/// An operand and the letter of each axis. Axes of an ellipsis have letters from `first_ellipsis_letter` on, counted
/// from the last.
struct Term {
    ValueId value;
    std::string letters;
};

constexpr char first_ellipsis_letter = '\x01';
constexpr std::size_t most_ellipsis_axes = 8;

struct Equation {
    std::vector<std::string> terms;
    std::string result;
    bool has_result = false;
};

[[noreturn]] void fail(const std::string& what) {
    throw ModelError("E0323", "equation: " + what);
}

Equation parse(const std::string& text) {
    Equation equation;
    std::string rest;
    std::copy_if(text.begin(), text.end(), std::back_inserter(rest), [](char letter) { return letter != ' '; });
    const std::size_t arrow = rest.find("->");
    if (arrow != std::string::npos) {
        equation.result = rest.substr(arrow + 2);
        equation.has_result = true;
        rest.resize(arrow);
    }
    for (std::size_t comma = rest.find(','); comma != std::string::npos; comma = rest.find(',')) {
        equation.terms.push_back(rest.substr(0, comma));
        rest.erase(0, comma + 1);
    }
    equation.terms.push_back(rest);
    return equation;
}

/// The letters with the ellipsis spelt out for `axes` axes.
std::string spelt_out(const std::string& term, std::size_t axes) {
    std::string letters = term;
    const std::size_t dots = letters.find("...");
    if (dots != std::string::npos) {
        std::string spelt;
        for (std::size_t axis = axes; axis-- > 0;) {
            spelt += static_cast<char>(first_ellipsis_letter + static_cast<char>(axis));
        }
        letters.replace(dots, 3, spelt);
    }
    const bool is_valid = std::all_of(letters.begin(), letters.end(), [](char letter) {
        return (letter >= 'a' && letter <= 'z') || (letter >= 'A' && letter <= 'Z') ||
               (letter >= first_ellipsis_letter &&
                letter < first_ellipsis_letter + static_cast<char>(most_ellipsis_axes));
    });
    if (!is_valid) {
        fail(fmt::format("`{}` has other signs than letters", term));
    }
    return letters;
}

std::size_t ellipsis_axes(const std::string& term, std::size_t rank) {
    const std::size_t named = term.size() - (term.find("...") == std::string::npos ? 0 : 3);
    const std::size_t axes = rank < named ? most_ellipsis_axes + 1 : rank - named;
    if (axes > most_ellipsis_axes || (axes > 0 && named == term.size())) {
        fail(fmt::format("`{}` does not fit an operand of {} axes", term, rank));
    }
    return axes;
}

bool contains(const std::string& letters, char letter) {
    return letters.find(letter) != std::string::npos;
}

/// Keeps the diagonal where a letter names two axes: the axes are joined and every (extent + 1)-th element taken.
Term without_repeats(NodeReader& reader, Term term) {
    for (std::size_t axis = 0; axis < term.letters.size(); ++axis) {
        const std::size_t again = term.letters.find(term.letters[axis], axis + 1);
        if (again == std::string::npos) {
            continue;
        }
        const Shape shape = reader.shape(term.value);
        const std::int64_t extent = shape[axis];
        if (shape[again] != extent) {
            fail("a letter names axes of different extents");
        }
        // Bring both axes to the end, join them, append one more element a diagonal needs no more of, and slice.
        Integers axes;
        for (std::size_t other = 0; other < shape.rank(); ++other) {
            if (other != axis && other != again) {
                axes.push_back(static_cast<std::int64_t>(other));
            }
        }
        std::string letters;
        Integers joined;
        for (const std::int64_t other : axes) {
            letters += term.letters[static_cast<std::size_t>(other)];
            joined.push_back(shape[static_cast<std::size_t>(other)]);
        }
        letters += term.letters[axis];
        axes.push_back(static_cast<std::int64_t>(axis));
        axes.push_back(static_cast<std::int64_t>(again));
        joined.push_back(extent * extent);
        const ValueId flat = reader.reshape(reader.add("transpose", {term.value}, {{"axes", axes}}), joined);
        Integers diagonal;
        for (std::int64_t index = 0; index < extent; ++index) {
            diagonal.push_back(index * (extent + 1));
        }
        const ValueId indices = reader.add_constant("diagonal", Tensor::of<std::int64_t>({extent}, diagonal));
        const ValueId taken =
            reader.add("gather", {flat, indices}, {{"axis", static_cast<std::int64_t>(joined.size() - 1)}});
        return without_repeats(reader, {taken, letters});
    }
    return term;
}

/// Sums over the axes whose letters neither another operand nor the result has.
Term without_lonely(NodeReader& reader, Term term, const std::string& needed) {
    Integers axes;
    std::string kept;
    for (std::size_t axis = 0; axis < term.letters.size(); ++axis) {
        if (contains(needed, term.letters[axis])) {
            kept += term.letters[axis];
        } else {
            axes.push_back(static_cast<std::int64_t>(axis));
        }
    }
    if (axes.empty()) {
        return term;
    }
    return {reader.add("reduce_sum", {term.value}, {{"axes", axes}, {"keep_dims", std::int64_t{0}}}), kept};
}

/// The operand with its axes in the order of `letters`, which may name more than it has: those get extent 1.
ValueId arranged(NodeReader& reader, const Term& term, const std::string& letters) {
    Integers axes;
    Integers extents;
    const Shape shape = reader.shape(term.value);
    for (const char letter : letters) {
        const std::size_t axis = term.letters.find(letter);
        if (axis == std::string::npos) {
            extents.push_back(1);
        } else {
            axes.push_back(static_cast<std::int64_t>(axis));
            extents.push_back(shape[axis]);
        }
    }
    const bool is_in_order = std::is_sorted(axes.begin(), axes.end());
    const ValueId ordered = is_in_order ? term.value : reader.add("transpose", {term.value}, {{"axes", axes}});
    return reader.reshape(ordered, extents);
}

std::int64_t extent_of(const NodeReader& reader, const Term& term, char letter) {
    const std::size_t axis = term.letters.find(letter);
    return axis == std::string::npos ? 1 : reader.shape(term.value)[axis];
}

/// Letters of a pair by what happens to them.
struct PairLetters {
    std::string shared; ///< of both and of what follows
    std::string first;  ///< of the first only
    std::string second; ///< of the second only
    std::string summed; ///< of both and of nothing that follows
};

PairLetters sort_letters(const Term& a, const Term& b, const std::string& needed) {
    PairLetters letters;
    for (const char letter : a.letters) {
        if (!contains(b.letters, letter)) {
            letters.first += letter;
        } else {
            (contains(needed, letter) ? letters.shared : letters.summed) += letter;
        }
    }
    for (const char letter : b.letters) {
        if (!contains(a.letters, letter)) {
            letters.second += letter;
        }
    }
    return letters;
}

std::int64_t product_of(const Integers& extents, std::size_t first, std::size_t count) {
    std::int64_t product = 1;
    for (std::size_t index = first; index < first + count; ++index) {
        product *= extents[index];
    }
    return product;
}

/// [shared..., rows, columns] from [shared..., row axes..., column axes...].
ValueId as_matrices(NodeReader& reader, ValueId id, std::size_t shared, std::size_t row_axes) {
    const Integers extents = reader.shape(id).extents();
    Integers joined(extents.begin(), extents.begin() + static_cast<std::ptrdiff_t>(shared));
    joined.push_back(product_of(extents, shared, row_axes));
    joined.push_back(product_of(extents, shared + row_axes, extents.size() - shared - row_axes));
    return reader.reshape(id, std::move(joined));
}

/// Sums over `summed` letters whose extents must be equal: an axis of extent 1 beside a longer one would repeat.
void require_equal_extents(const NodeReader& reader, const Term& a, const Term& b, const std::string& letters) {
    for (const char letter : letters) {
        const std::int64_t first = extent_of(reader, a, letter);
        const std::int64_t second = extent_of(reader, b, letter);
        if (first != second && (first != 1 || second != 1) && letter >= 'A') {
            fail(fmt::format("letter `{}` stands for {} and for {}", letter, first, second));
        }
    }
}

Term joined_pair(NodeReader& reader, const Term& a, const Term& b, const std::string& needed) {
    const PairLetters letters = sort_letters(a, b, needed);
    require_equal_extents(reader, a, b, letters.shared + letters.summed);
    const std::string all = letters.shared + letters.first + letters.second;
    if (letters.summed.empty()) {
        return {reader.add("mul", {arranged(reader, a, all), arranged(reader, b, all)}), all};
    }
    const std::size_t shared = letters.shared.size();
    const ValueId x = arranged(reader, a, letters.shared + letters.first + letters.summed);
    const ValueId y = arranged(reader, b, letters.shared + letters.summed + letters.second);
    const ValueId product = reader.add(
        "mat_mul",
        {as_matrices(reader, x, shared, letters.first.size()), as_matrices(reader, y, shared, letters.summed.size())}
    );
    const Integers found = reader.shape(product).extents();
    Integers extents(found.begin(), found.begin() + static_cast<std::ptrdiff_t>(shared));
    for (const char letter : letters.first) {
        extents.push_back(extent_of(reader, a, letter));
    }
    for (const char letter : letters.second) {
        extents.push_back(extent_of(reader, b, letter));
    }
    return {reader.reshape(product, std::move(extents)), all};
}

/// Letters that occur once, in alphabetical order, after the ellipsis.
std::string implied_result(const std::vector<Term>& terms) {
    std::map<char, int> counts;
    for (const Term& term : terms) {
        for (const char letter : term.letters) {
            ++counts[letter];
        }
    }
    std::string ellipsis;
    std::string letters;
    for (const auto& [letter, count] : counts) {
        if (letter < 'A') {
            ellipsis.insert(ellipsis.begin(), letter);
        } else if (count == 1) {
            letters += letter;
        }
    }
    return ellipsis + letters;
}

std::vector<Term> read_terms(NodeReader& reader, const Equation& equation, std::size_t& most_axes) {
    if (equation.terms.size() != reader.input_count()) {
        fail(fmt::format("{} operands, found {}", equation.terms.size(), reader.input_count()));
    }
    std::vector<Term> terms;
    for (std::size_t index = 0; index < equation.terms.size(); ++index) {
        const ValueId value = reader.input(index);
        const std::size_t axes = ellipsis_axes(equation.terms[index], reader.shape(value).rank());
        most_axes = std::max(most_axes, axes);
        terms.push_back({value, spelt_out(equation.terms[index], axes)});
    }
    return terms;
}

void translate_einsum(NodeReader& reader) {
    reader.expect_inputs(1, 16);
    const Equation equation = parse(reader.attributes().text("equation", ""));
    std::size_t axes = 0;
    std::vector<Term> terms = read_terms(reader, equation, axes);
    const std::string result = equation.has_result ? spelt_out(equation.result, axes) : implied_result(terms);
    for (Term& term : terms) {
        term = without_repeats(reader, term);
    }
    while (true) {
        std::string needed = result;
        for (std::size_t index = 1; index < terms.size(); ++index) {
            needed += terms[index].letters;
        }
        terms.front() = without_lonely(reader, terms.front(), needed);
        if (terms.size() == 1) {
            break;
        }
        needed = result + terms.front().letters;
        for (std::size_t index = 2; index < terms.size(); ++index) {
            needed += terms[index].letters;
        }
        terms[1] = without_lonely(reader, terms[1], needed);
        std::string later = result;
        for (std::size_t index = 2; index < terms.size(); ++index) {
            later += terms[index].letters;
        }
        terms[1] = joined_pair(reader, terms[0], terms[1], later);
        terms.erase(terms.begin());
    }
    for (const char letter : result) {
        if (!contains(terms.front().letters, letter) || result.find(letter) != result.rfind(letter)) {
            fail("a letter of the result is in no operand, or twice in the result");
        }
    }
    reader.define(0, arranged(reader, terms.front(), result));
}

constexpr OperatorRow rows[] = {{"Einsum", translate_einsum}};

} // namespace

std::span<const OperatorRow> einsum_rows() {
    return rows;
}

} // namespace thimble::onnx_import

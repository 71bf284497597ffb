// SPDX-License-Identifier: Apache-2.0
#include "thimble/ir/parser.h"

#include "thimble/ir/type_parser.h"
#include "thimble/ir/verifier.h"

#include <map>
#include <string>
#include <utility>

namespace thimble {
namespace {

class GraphParser {
public:
    GraphParser(std::string_view text, std::string_view file_name) : scanner_(text, file_name) {}

    Graph parse() {
        scanner_.expect_word("graph");
        graph_.name = scanner_.expect(TokenKind::string, "the graph's name in quotes").text;
        scanner_.expect_symbol('{');
        while (!scanner_.take_symbol_if('}')) {
            parse_statement();
        }
        scanner_.expect(TokenKind::end, "the end of the text");
        add_states();
        return std::move(graph_);
    }

private:
    /// States come after the inputs and outputs, wherever the text names them.
    void add_states() {
        if (states_.size() != next_states_.size()) {
            throw ModelError(
                "E0417", fmt::format("{} states, expected as many as `next`: {}", states_.size(), next_states_.size())
            );
        }
        graph_.state_count = states_.size();
        graph_.inputs.insert(graph_.inputs.end(), states_.begin(), states_.end());
        graph_.outputs.insert(graph_.outputs.end(), next_states_.begin(), next_states_.end());
    }

    void parse_statement() {
        const Token& next = scanner_.peek();
        if (next.is_word("input")) {
            scanner_.take();
            graph_.inputs.push_back(parse_declaration());
        } else if (next.is_word("state")) {
            scanner_.take();
            states_.push_back(parse_declaration());
        } else if (next.is_word("constant")) {
            scanner_.take();
            parse_constant_statement();
        } else if (next.is_word("output")) {
            scanner_.take();
            graph_.outputs.push_back(parse_use());
        } else if (next.is_word("next")) {
            scanner_.take();
            next_states_.push_back(parse_use());
        } else if (next.kind == TokenKind::value_name) {
            parse_node();
        } else {
            scanner_.fail_expected(
                next, "`input`, `state`, `constant`, `output`, `next`, a value such as `%x`, or `}`"
            );
        }
    }

    /// `%x: int8[1, 4] q(0.5, -3)`
    ValueId parse_declaration() {
        const Token name = scanner_.expect(TokenKind::value_name, "a value name such as `%x`");
        scanner_.expect_symbol(':');
        const ValueId id = graph_.add_value(name.text, parse_type(scanner_));
        if (!ids_.emplace(name.text, id).second) {
            scanner_.fail(name, "E0403", fmt::format("value `%{}` is defined twice", name.text));
        }
        return id;
    }

    /// `%x`, defined further up
    ValueId parse_use() {
        const Token name = scanner_.expect(TokenKind::value_name, "a value name such as `%x`");
        const auto found = ids_.find(name.text);
        if (found == ids_.end()) {
            scanner_.fail(name, "E0402", fmt::format("value `%{}` is not defined above", name.text));
        }
        return found->second;
    }

    void parse_constant_statement() {
        const ValueId id = parse_declaration();
        scanner_.expect_symbol('=');
        Tensor tensor = parse_constant(scanner_, graph_.value(id).type);
        graph_.value(id).constant = std::make_shared<const Tensor>(std::move(tensor));
    }

    std::string parse_operator() {
        if (scanner_.peek().kind == TokenKind::string) {
            return scanner_.take().text;
        }
        return scanner_.expect(TokenKind::word, "an operator such as `conv2d`").text;
    }

    std::vector<ValueId> parse_operands() {
        std::vector<ValueId> operands;
        scanner_.expect_symbol('(');
        if (scanner_.take_symbol_if(')')) {
            return operands;
        }
        do {
            if (scanner_.peek().is_word("none")) {
                scanner_.take();
                operands.push_back(ValueId::none());
            } else {
                operands.push_back(parse_use());
            }
        } while (scanner_.take_symbol_if(','));
        scanner_.expect_symbol(')');
        return operands;
    }

    void parse_node() {
        Node node;
        do {
            node.outputs.push_back(parse_declaration());
        } while (scanner_.take_symbol_if(','));
        scanner_.expect_symbol('=');
        node.op = parse_operator();
        node.name = scanner_.expect(TokenKind::string, "the node's name in quotes").text;
        node.inputs = parse_operands();
        if (scanner_.peek().is_symbol('{')) {
            node.attributes = parse_attributes(scanner_);
        }
        graph_.nodes.push_back(std::move(node));
    }

    TextScanner scanner_;
    Graph graph_;
    std::vector<ValueId> states_;
    std::vector<ValueId> next_states_;
    std::map<std::string, ValueId, std::less<>> ids_;
};

} // namespace

Graph parse_graph(std::string_view text, std::string_view file_name) {
    Graph graph = GraphParser(text, file_name).parse();
    try {
        verify_structure(graph);
    } catch (Error& error) {
        error.add_context({std::string(file_name), "", ""});
        throw;
    }
    return graph;
}

} // namespace thimble

// SPDX-License-Identifier: Apache-2.0
#include "tests/suites/run_case.h"

#include "tests/suites/onnx_facts.h"
#include "thimble/core/error.h"
#include "thimble/core/file.h"
#include "thimble/driver/compile_model.h"
#include "thimble/driver/test_vectors.h"
#include "thimble/emulate/firmware.h"
#include "thimble/emulate/run_firmware.h"
#include "thimble/execute/execute.h"
#include "thimble/import/onnx/import_onnx.h"
#include "thimble/import/onnx/tensor_file.h"
#include "thimble/interpret/interpreter.h"
#include "thimble/lower/lower.h"
#include "thimble/passes/pipeline.h"
#include "thimble/plan/plan_verifier.h"

#include <algorithm>
#include <cstring>

#include <fmt/ranges.h>

namespace thimble::suites {
namespace {

/// An output that is not what the suite expects.
struct WrongResult {
    std::string text;
};

std::vector<Tensor> read_tensors(const OnnxCase& test, const std::string& stem) {
    std::vector<Tensor> tensors;
    for (const std::filesystem::path& file : test.tensors(stem)) {
        tensors.push_back(read_onnx_tensor(read_binary_file(file), file.string()));
    }
    return tensors;
}

std::string all_text(const Error& error) {
    std::string text = fmt::format("{} {}", error.code(), error.what());
    if (!error.context().node.empty() || !error.context().op.empty()) {
        text += fmt::format(" [{} {}]", error.context().node, error.context().op);
    }
    for (const std::string& note : error.notes()) {
        text += "; " + note;
    }
    return text;
}

class CaseRun {
public:
    CaseRun(const OnnxCase& test, LibraryBuild build, CaseResult& result)
        : test_(test), build_(build), result_(result) {}

    void run() {
        bytes_ = read_binary_file(test_.model());
        facts_ = read_facts(bytes_);
        result_.is_eligible = is_eligible(facts_);
        result_.operators.assign(facts_.operators.begin(), facts_.operators.end());
        inputs_ = read_tensors(test_, "input");
        expected_ = read_tensors(test_, "output");
        compile();
        const std::vector<Tensor> inputs = free_inputs();
        check("reference", interpret(model_.graph, inputs));
        check("host kernels", execute(model_.program, inputs));
        if (build_ == LibraryBuild::build) {
            check("library", run_library(inputs));
        }
    }

    const ModelFacts& facts() const { return facts_; }

private:
    /// Symbolic dimensions take the extents that the case's data have.
    OnnxOptions symbolic_dimensions() const {
        OnnxOptions options;
        for (std::size_t index = 0; index < std::min(inputs_.size(), facts_.inputs.size()); ++index) {
            const ModelInput& input = facts_.inputs[index];
            for (std::size_t axis = 0; axis < input.dimensions.size(); ++axis) {
                if (!input.dimensions[axis].empty() && axis < inputs_[index].type.shape.rank()) {
                    options.dimensions[input.dimensions[axis]] = inputs_[index].type.shape[axis];
                }
            }
        }
        return options;
    }

    void bind(OnnxOptions& options, const NeedsConstant& error) {
        const auto found = std::find_if(facts_.inputs.begin(), facts_.inputs.end(), [&](const ModelInput& input) {
            return input.name == error.input();
        });
        const auto index = static_cast<std::size_t>(found - facts_.inputs.begin());
        if (index >= inputs_.size() || !options.bound_inputs.emplace(error.input(), inputs_[index]).second) {
            throw;
        }
        result_.bound_inputs.push_back(error.input());
    }

    Graph import() {
        OnnxOptions options = symbolic_dimensions();
        for (;;) {
            try {
                return import_onnx(bytes_, test_.model().string(), options, model_.diagnostics);
            } catch (const NeedsConstant& error) {
                bind(options, error);
            }
        }
    }

    void compile() {
        model_.target = load_target("host");
        Graph graph = import();
        for (const Node& node : graph.nodes) {
            result_.graph_operators.push_back(node.op);
        }
        model_.graph = run_passes(std::move(graph), default_pipeline());
        model_.program = lower(model_.graph, model_.target);
        model_.program.name = "suite_case";
        const Program unplanned = model_.program;
        plan_memory(model_.program);
        verify_plan(model_.program, unplanned);
    }

    bool is_bound(const std::string& name) const {
        const auto& bound = result_.bound_inputs;
        return std::find(bound.begin(), bound.end(), name) != bound.end();
    }

    /// The case's inputs that the graph has left, in order.
    std::vector<Tensor> free_inputs() const {
        std::vector<Tensor> inputs;
        for (std::size_t index = 0; index < inputs_.size(); ++index) {
            if (index >= facts_.inputs.size() || !is_bound(facts_.inputs[index].name)) {
                inputs.push_back(inputs_[index]);
            }
        }
        return inputs;
    }

    std::vector<Tensor> run_library(const std::vector<Tensor>& inputs) const {
        EmitOptions options;
        options.target_name = "host";
        const Firmware firmware = build_firmware(emit_library(model_.program, options), model_.target);
        const FirmwareRun run = run_firmware(firmware, model_.target, {concatenate(inputs)});
        std::vector<Tensor> outputs;
        const std::byte* position = run.outputs.front().data();
        for (const Port& port : model_.program.outputs) {
            outputs.emplace_back(port.type);
            std::copy_n(position, port.type.byte_count(), outputs.back().bytes.begin());
            position += port.type.byte_count();
        }
        return outputs;
    }

    /// Models with quantised tensors may round a half the other way.
    Quantised quantised(const Tensor& tensor) const {
        const bool is_stored_as_quanta =
            tensor.type.data_type == DataType::int8 || tensor.type.data_type == DataType::uint8;
        const bool has_quantisation =
            std::any_of(facts_.operators.begin(), facts_.operators.end(), [](const std::string& name) {
                return name.find("Quantize") != std::string::npos || name.starts_with("QLinear");
            });
        return is_stored_as_quanta && has_quantisation ? Quantised::yes : Quantised::no;
    }

    void check(const char* executor, const std::vector<Tensor>& outputs) {
        if (outputs.size() != expected_.size()) {
            throw WrongResult{fmt::format("{}: {} outputs, expected {}", executor, outputs.size(), expected_.size())};
        }
        for (std::size_t index = 0; index < outputs.size(); ++index) {
            const TensorComparison comparison = compare(outputs[index], expected_[index], quantised(expected_[index]));
            result_.nearness = std::max(result_.nearness, comparison.nearness);
            result_.max_difference = std::max(result_.max_difference, comparison.max_difference);
            if (comparison.nearness == Nearness::different) {
                throw WrongResult{fmt::format(
                    "{}: output {} differs by up to {:.3g}; {}", executor, index, comparison.max_difference,
                    comparison.what
                )};
            }
        }
    }

    const OnnxCase& test_;
    LibraryBuild build_;
    CaseResult& result_;
    std::vector<std::byte> bytes_;
    ModelFacts facts_;
    std::vector<Tensor> inputs_;
    std::vector<Tensor> expected_;
    CompiledModel model_;
};

void fail(CaseResult& result, Reason reason, std::string detail, std::string text) {
    result.reason = reason;
    result.detail = std::move(detail);
    result.text = std::move(text);
}

/// Of `add_1 (add): what; help` what does not differ from case to case: `(add): what`.
std::string without_name(const std::string& note) {
    const std::size_t parenthesis = std::min(note.find('('), note.size() - 1);
    return note.substr(parenthesis, note.find(';') - parenthesis);
}

void fail(CaseResult& result, const Error& error) {
    const std::string first_note = error.notes().empty() ? error.what() : without_name(error.notes().front());
    Reason reason = Reason::model_error;
    std::string detail = fmt::format("{} {}", error.code(), error.what());
    if (error.code() == "E0304") {
        reason = Reason::unsupported;
        detail = first_note;
    } else if (error.code() == "E0440") {
        reason = Reason::no_kernel;
        detail = first_note.substr(0, first_note.find(':'));
    } else if (dynamic_cast<const ModelError*>(&error) == nullptr) {
        reason = Reason::defect;
    }
    fail(result, reason, std::move(detail), all_text(error));
}

} // namespace

CaseResult run_case(const OnnxCase& test, LibraryBuild build) {
    CaseResult result;
    result.name = test.name;
    CaseRun run(test, build, result);
    try {
        run.run();
    } catch (const WrongResult& wrong) {
        fail(result, Reason::wrong_result, wrong.text.substr(0, wrong.text.find(':')), wrong.text);
    } catch (const Error& error) {
        fail(result, error);
    } catch (const std::exception& error) {
        fail(result, Reason::defect, error.what(), error.what());
    }
    const std::vector<std::string> foreign = foreign_data_types(run.facts());
    if (!result.passed() && !foreign.empty()) {
        fail(result, Reason::data_type, fmt::format("{}", fmt::join(foreign, ", ")), result.text);
    }
    return result;
}

} // namespace thimble::suites

// SPDX-License-Identifier: Apache-2.0
#include "tests/suites/onnx_models/onnxruntime_run.h"

#include "thimble/core/error.h"
#include "thimble/core/file.h"
#include "thimble/emulate/scratch_folder.h"
#include "thimble/emulate/subprocess.h"

#include <nlohmann/json.hpp>

namespace thimble::suites {
namespace {

namespace fs = std::filesystem;

fs::path installation() {
    return fs::path(THIMBLE_BINARY_DIR) / "onnxruntime";
}

// ONNX Runtime's names for data types are ours but for one.
std::string type_name(DataType type) {
    return type == DataType::boolean ? "bool" : std::string(name(type));
}

DataType type_of_name(const std::string& type_name) {
    const std::optional<DataType> type = type_name == "bool" ? DataType::boolean : parse_data_type(type_name);
    THIMBLE_CHECK(type, "ONNX Runtime gave an output of type {}", type_name);
    return *type;
}

void write_inputs(const std::vector<NamedTensor>& inputs, const fs::path& folder) {
    auto list = nlohmann::json::array();
    for (const NamedTensor& input : inputs) {
        const std::string file = fmt::format("input_{}.bin", list.size());
        const std::vector<std::byte>& bytes = input.tensor.bytes;
        write_file(folder / file, {reinterpret_cast<const char*>(bytes.data()), bytes.size()});
        list.push_back(
            {{"name", input.name},
             {"type", type_name(input.tensor.type.data_type)},
             {"dims", input.tensor.type.shape.extents()},
             {"file", file}}
        );
    }
    write_file(folder / "inputs.json", list.dump());
}

std::vector<Tensor> read_outputs(const fs::path& folder) {
    std::vector<Tensor> outputs;
    for (const auto& entry : nlohmann::json::parse(read_file(folder / "outputs.json"))) {
        Tensor tensor({type_of_name(entry.at("type")), Shape(entry.at("dims").get<std::vector<std::int64_t>>()), {}});
        const std::string file = entry.at("file");
        const std::vector<std::byte> bytes = read_binary_file(folder / file);
        THIMBLE_CHECK(bytes.size() == tensor.bytes.size(), "ONNX Runtime wrote {} bytes", bytes.size());
        tensor.bytes = bytes;
        outputs.push_back(std::move(tensor));
    }
    return outputs;
}

} // namespace

bool has_onnxruntime() {
    return fs::exists(installation() / "node_modules" / "onnxruntime-node");
}

std::vector<Tensor> run_onnxruntime(const fs::path& model, const std::vector<NamedTensor>& inputs) {
    const ScratchFolder folder;
    write_inputs(inputs, folder.path());
    Command command;
    command.arguments = {
        "node", THIMBLE_SOURCE_DIR "/tests/suites/onnxruntime/run.cjs", installation().string(), model.string(),
        folder.path().string()};
    const CommandResult result = run_command(command);
    if (result.exit_status != 0) {
        EnvironmentError error("E0616", "ONNX Runtime failed");
        error.add_note(result.error_output);
        throw error;
    }
    return read_outputs(folder.path());
}

} // namespace thimble::suites

// SPDX-License-Identifier: Apache-2.0
#include "thimble/driver/error_catalog.h"

#include <algorithm>
#include <cctype>
#include <string>

namespace thimble {
namespace {

// E01 requests, E02 files, E03 model import and export, E04 graphs, E05 capacity, E06 environment, E09 defects.
const std::vector<ErrorExplanation> entries = {
    {"E0101", "unknown verb", "The first word after `thimble` names what to do. `thimble --help` lists the verbs."},
    {"E0102", "unknown error code", "`thimble explain` without a code lists all codes."},
    {"E0103", "not a size",
     "Budgets are numbers with an optional K or M: --max-ram 32K is 32,768 bytes,\n"
     "--max-instructions 5M is 5,000,000."},
    {"E0104", "unknown shell", "Completion scripts exist for bash, zsh and fish."},
    {"E0105", "not NAME=VALUE",
     "--dimension takes the name of a symbolic dimension and its extent, --bind the name of an input and its\n"
     "values: --dimension N=1, --bind axes=0,2, --bind mask=mask.npy."},
    {"E0106", "unknown input or dimension",
     "--dimension and --bind name symbolic dimensions and inputs of an ONNX model. TensorFlow Lite models\n"
     "leave nothing open."},
    {"E0107", "values do not fit the input",
     "--bind gives as many numbers as the input has elements, in row-major order, of its data type; or a file\n"
     "of numpy.save (.npy) or of ONNX's test data (.pb)."},
    {"E0108", "not a table of test counts",
     "--cases takes the file that `test_onnx_suites --operator-cases` writes: rows of an operator's name and two\n"
     "numbers, separated by commas."},
    {"E0110", "unknown target",
     "A target is a built-in name (`thimble targets` lists them) or the path of a file that ends in .toml.\n"
     "A target may not inherit from itself, directly or through others."},
    {"E0111", "instructions cannot be counted on this target",
     "Instructions are counted by a plugin of QEMU, so the target must be an emulated one, such as cortex-m4.\n"
     "The host runs natively; use `thimble validate --on host` or `thimble run` there."},
    {"E0112", "input vectors of the wrong length",
     "Every vector must hold all inputs of the model, concatenated in order, in the model's data types."},
    {"E0113", "cycles cannot be estimated for this target",
     "Instruction timings are known for Cortex-M0 and Cortex-M4. Elsewhere limit --max-instructions."},
    {"E0120", "unknown pass", "--disable-pass and --dump-after take the names that --time-passes lists."},
    {"E0121", "inputs do not fit the model",
     "The number, data types and shapes of the tensors must be those of the model's inputs;\n"
     "`thimble analyze` shows them."},
    {"E0122", "chosen kernel does not apply",
     "A file of chosen kernels is made by `compile --tune` for one model and one target. Make it anew after either or\n"
     "the program changed."},
    {"E0123", "not a file of chosen kernels",
     "Each line is a kernel, a space and the name of a node; lines that begin with # are comments. `compile --tune`\n"
     "writes such a file."},
    {"E0201", "file cannot be read", "The path is wrong, names a folder, or permission is missing."},
    {"E0204", "file has the wrong size",
     "Vectors are raw little-endian tensors without a header: all inputs (or all outputs) of the model,\n"
     "concatenated in order. `thimble analyze --json` gives the bytes of each."},
    {"E0205", "no vectors found",
     "A golden folder holds input_01.bin and output_01.bin, input_02.bin and so on; a folder given to\n"
     "`thimble run` holds .bin files."},
    {"E0206", "not a NumPy array",
     "The file must be what numpy.save writes: little-endian, C order, float32, int8, uint8, int16, int32,\n"
     "int64 or bool."},
    {"E0210", "target file cannot be read",
     "A target whose name ends in .toml is read from that path. Without .toml it is a built-in target."},
    {"E0211", "target file is not valid TOML", "The message gives the line; see toml.io for the syntax."},
    {"E0212", "unknown key in a target file",
     "Only the keys listed in the note are known at that place. Unknown keys are refused, because a\n"
     "mistyped one would otherwise be ignored silently."},
    {"E0213", "wrong value in a target file", "The key expects another type or one of the values named."},
    {"E0214", "target file inherits from an unknown target",
     "`inherits` names a built-in target, or a file relative to the one that names it."},
    {"E0301", "not a TensorFlow Lite model",
     "The file does not start like a .tflite file. The message says what it looks like instead."},
    {"E0302", "truncated or damaged model",
     "The file's internal offsets point outside it. Copy or download it again and compare checksums."},
    {"E0303", "model contradicts itself",
     "The file is well formed, but its contents are not a model: a shape, index, option or scale is\n"
     "impossible. Convert the model again, and report it to the converter's authors if that does not help."},
    {"E0304", "operators or features that are not supported",
     "Every offender of the file is listed, each with what would help. Nothing is left to be found on the\n"
     "device. The README lists what is supported."},
    {"E0310", "graph cannot be exported",
     "The TensorFlow Lite format has no way to express this operator or attribute."},
    {"E0320", "not an ONNX model, or damaged",
     "The bytes cannot be read as an ONNX model. Compare the file's size with the original's and export it\n"
     "again. Files kept in Git LFS may be short texts that stand for the model."},
    {"E0321", "ONNX model contradicts itself",
     "A tensor is read before it is written, written twice, or its data, shape and type do not fit together.\n"
     "Check the model with onnx.checker, and export it again."},
    {"E0322", "operator set not supported",
     "Models of operator sets 1 to 24 are read. Export with another opset_version, or convert the model with\n"
     "onnx.version_converter."},
    {"E0323", "ONNX attribute is wrong",
     "An attribute of the node is missing, of another kind than the operator's, or out of range."},
    {"E0325", "dimensions without a value",
     "A microcontroller needs every shape when compiling. Give symbolic dimensions a value with\n"
     "--dimension NAME=N, or export the model with fixed shapes. A first dimension (the batch) is taken to be 1."},
    {"E0326", "operand must be known when compiling",
     "A shape, an axis, a scale or the like depends on an input of the model. Give that input a fixed value\n"
     "with --bind NAME=..., which makes it a constant."},
    {"E0327", "external data refused or missing",
     "Tensors stored outside the model file are read from the model's own folder and those below it, and must\n"
     "have the length that their shapes say."},
    {"E0401", "graph text: unexpected word", "The line and column are given, with what was expected there."},
    {"E0402", "graph text: undefined value", "Values are defined above their first use."},
    {"E0403", "graph text: defined twice", "Names of values, and of attributes in one node, are unique."},
    {"E0404", "graph text: constant does not fit its type",
     "The elements or bytes of a constant must be those of its shape and data type. Constants that were\n"
     "elided for reading cannot be read back."},
    {"E0405", "graph text: number out of range", "Shapes, axes and zero points have bounds."},
    {"E0410", "node refers to no value", "An input or output names a value that is not in the graph."},
    {"E0411", "value is read before it is written", "Nodes are in topological order; cycles are not possible."},
    {"E0412", "value is written twice", "Every value is a constant, an input, or the output of one node."},
    {"E0413", "value names are not unique", "Names identify values in text and reports."},
    {"E0414", "constant does not match its type", "The tensor behind a constant has another type or size."},
    {"E0415", "graph output is never written", "An output must be an input, a constant, or written by a node."},
    {"E0416", "impossible quantisation",
     "Scales are positive and finite, zero points lie in the data type's range, and per-axis quantisation\n"
     "has one scale for each index of its axis."},
    {"E0417", "state without a next value",
     "A state and the value that it takes in the next run are of one type, and each state has one."},
    {"E0420", "wrong data type", "The operator does not take a tensor of this data type here."},
    {"E0421", "wrong shape", "Extents of the inputs do not fit each other or the operator's attributes."},
    {"E0422", "wrong attribute", "An attribute of the operator has an impossible value."},
    {"E0423", "wrong quantisation",
     "The operator's rule in the TensorFlow Lite 8-bit quantisation specification is broken, for example a\n"
     "weight tensor with a zero point, or inputs of a concatenation with different scales."},
    {"E0424", "missing input", "The operator needs an input that the node leaves out."},
    {"E0425", "unknown operator", "No operator definition has this name."},
    {"E0426", "wrong number of inputs or outputs", "The operator takes another number of tensors."},
    {"E0427", "unknown, missing or mistyped attribute", "The operator's definition lists its attributes."},
    {"E0428", "recorded output differs from the operator's",
     "Shape inference gives another data type or shape than the graph records for the output."},
    {"E0440", "no kernel for a node",
     "The target has no kernel for these nodes, all of which are listed with the reason."},
    {"E0441", "kernel parameter out of range", "Kernels take parameters of 32 bits; this extent is larger."},
    {"E0502", "budget exceeded", "A limit given with --max-ram, --max-flash or --max-instructions does not hold."},
    {"E0510", "does not fit the target",
     "The notes say for RAM and for flash how much is needed, how it adds up, and how much there is.\n"
     "Choose a larger board, a smaller model, or fewer and narrower layers."},
    {"E0511", "stack overran", "One inference needs more stack than the target's RAM leaves beside arena and data."},
    {"E0602", "cannot write", "The folder cannot be made or the file cannot be written there."},
    {"E0610", "program is not installed",
     "A compiler or emulator is missing. `thimble doctor` lists all of them with the Debian packages."},
    {"E0611", "program cannot be started", "The operating system refused; the message has its reason."},
    {"E0612", "temporary folder", "A folder for intermediate files cannot be made; TMPDIR chooses where."},
    {"E0613", "linked firmware cannot be read", "The linker's result is not an ELF file that Thimble understands."},
    {"E0614", "compiler or linker failed",
     "The emitted library did not compile for the target. The notes hold the compiler's first words. With a\n"
     "built-in target this is a defect of Thimble; with your own, check the compiler and its flags."},
    {"E0615", "emulation took too long", "The firmware did not finish in time; the model may be too large to emulate."},
    {"E0616", "firmware failed in the emulator", "The notes hold the emulator's last words and the exit status."},
    {"E0617", "instruction counter is missing",
     "The QEMU plugin thimble_count.so lies in the folder `plugins` beside the program; THIMBLE_PLUGIN\n"
     "names another place."},
    {"E0901", "defect of Thimble",
     "An invariant of the program does not hold. Please report it with the command and, if you can, the model."},
};

} // namespace

const std::vector<ErrorExplanation>& error_catalog() {
    return entries;
}

const ErrorExplanation* find_explanation(std::string_view code) {
    std::string upper(code);
    std::transform(upper.begin(), upper.end(), upper.begin(), [](unsigned char letter) {
        return static_cast<char>(std::toupper(letter));
    });
    const auto found = std::find_if(entries.begin(), entries.end(), [&](const ErrorExplanation& entry) {
        return entry.code == upper;
    });
    return found == entries.end() ? nullptr : &*found;
}

} // namespace thimble

// SPDX-License-Identifier: Apache-2.0
// Trains the digit network on rendered digits, quantises it, and writes digits.tflite and sample inputs:
// `make_digits FOLDER`. Prints the accuracies that examples/digits/README.md states.
#include "examples/digits/network.h"
#include "examples/digits/quantized_graph.h"
#include "thimble/core/error.h"
#include "thimble/core/file.h"
#include "thimble/export/tflite/export_tflite.h"
#include "thimble/import/tflite/import_tflite.h"
#include "thimble/interpret/interpreter.h"

#include <algorithm>
#include <array>
#include <filesystem>
#include <span>

#include <fmt/core.h>

namespace {

constexpr std::uint64_t training_seed = 1;
constexpr std::uint64_t held_out_seed = 2;
constexpr std::uint64_t weights_seed = 3;
constexpr std::size_t training_count = 20'000;
constexpr std::size_t held_out_count = 2'000;
constexpr std::size_t calibration_count = 500;
constexpr int epochs = 8;

constexpr std::array<const char*, 10> digit_names = {"zero", "one", "two",   "three", "four",
                                                     "five", "six", "seven", "eight", "nine"};

void write_bytes(const std::filesystem::path& path, std::span<const std::byte> bytes) {
    thimble::write_file(path, {reinterpret_cast<const char*>(bytes.data()), bytes.size()});
}

void train(digits::Network& network, const std::vector<digits::LabelledImage>& images) {
    digits::RandomNumbers random(weights_seed);
    float rate = 0.05F;
    for (int epoch = 1; epoch <= epochs; ++epoch) {
        const float loss = digits::train_epoch(network, images, rate, random);
        fmt::print(stderr, "epoch {} of {}: loss {:.4f}\n", epoch, epochs, loss);
        rate *= epoch >= epochs / 2 ? 0.4F : 1.0F;
    }
}

int recognise(const thimble::Graph& graph, const digits::LabelledImage& image) {
    const thimble::Tensor output = thimble::interpret(graph, {digits::quantized_image(image.pixels)}).front();
    const std::span<const std::int8_t> levels = output.elements<std::int8_t>();
    return static_cast<int>(std::max_element(levels.begin(), levels.end()) - levels.begin());
}

/// The first held-out picture of a digit that the model gets right.
void write_sample(
    const std::filesystem::path& folder, const thimble::Graph& graph, const std::vector<digits::LabelledImage>& images,
    int digit
) {
    const auto sample = std::find_if(images.begin(), images.end(), [&](const digits::LabelledImage& image) {
        return image.digit == digit && recognise(graph, image) == digit;
    });
    THIMBLE_CHECK(sample != images.end(), "no picture of {} is recognised", digit);
    const std::string name = digit_names[static_cast<std::size_t>(digit)];
    write_bytes(folder / (name + ".bin"), digits::quantized_image(sample->pixels).bytes);
}

void make_digits(const std::filesystem::path& folder) {
    const std::vector<digits::LabelledImage> training = digits::render_digits(training_count, training_seed);
    const std::vector<digits::LabelledImage> held_out = digits::render_digits(held_out_count, held_out_seed);
    digits::RandomNumbers random(weights_seed);
    digits::Network network(random);
    train(network, training);
    fmt::print(
        "float32 accuracy, {} held-out digits: {:.2f} %\n", held_out.size(), 100.0 * digits::accuracy(network, held_out)
    );

    const std::vector<std::byte> file = thimble::export_tflite(
        digits::quantized_graph(network, {training.begin(), training.begin() + calibration_count})
    );
    write_bytes(folder / "digits.tflite", file);
    thimble::Diagnostics diagnostics;
    const thimble::Graph graph = thimble::import_tflite(file, "digits.tflite", diagnostics);
    const auto correct = std::count_if(held_out.begin(), held_out.end(), [&](const digits::LabelledImage& image) {
        return recognise(graph, image) == image.digit;
    });
    fmt::print(
        "int8 accuracy, {} held-out digits: {:.2f} %\n", held_out.size(),
        100.0 * static_cast<double>(correct) / static_cast<double>(held_out.size())
    );
    fmt::print("digits.tflite: {} bytes\n", file.size());
    for (const int digit : {2, 3, 7, 9}) {
        write_sample(folder, graph, held_out, digit);
    }
}

} // namespace

int main(int argument_count, char** arguments) {
    if (argument_count != 2) {
        fmt::print(stderr, "usage: make_digits FOLDER\n");
        return 2;
    }
    try {
        make_digits(arguments[1]);
    } catch (const thimble::Error& error) {
        fmt::print(stderr, "{}: {}\n", error.code(), error.what());
        return error.exit_status();
    }
    return 0;
}

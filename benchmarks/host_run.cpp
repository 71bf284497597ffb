// SPDX-License-Identifier: Apache-2.0
// How much faster `thimble run` computes the golden int8 models than the reference interpreter does, on this machine
// and one thread of it. Both are timed by Google Benchmark; their ratio is printed beside the run.
#include "thimble/driver/compile_model.h"
#include "thimble/driver/test_vectors.h"
#include "thimble/execute/execute.h"
#include "thimble/interpret/interpreter.h"

#include <benchmark/benchmark.h>
#include <cstdlib>
#include <ctime>
#include <filesystem>
#include <limits>
#include <string>

namespace thimble {

namespace {

CompiledModel golden_model(const std::string& name) {
    const char* root = std::getenv("THIMBLE_DATA");
    const std::filesystem::path data = root != nullptr ? root : THIMBLE_SOURCE_DIR "/../shared";
    CompileOptions options;
    options.model = data / "golden" / name / (name + ".tflite");
    options.target = "host";
    return compile_model(options);
}

/// Of this thread: other programs on the machine do not count.
double processor_seconds() {
    std::timespec time{};
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time);
    return static_cast<double>(time.tv_sec) + 1e-9 * static_cast<double>(time.tv_nsec);
}

/// Of one inference by the reference, the least of some.
double oracle_seconds(const CompiledModel& model, const std::vector<Tensor>& inputs) {
    double least = std::numeric_limits<double>::infinity();
    for (int repetition = 0; repetition < 10; ++repetition) {
        const double begin = processor_seconds();
        benchmark::DoNotOptimize(interpret(model.graph, inputs));
        least = std::min(least, processor_seconds() - begin);
    }
    return least;
}

void oracle(benchmark::State& state, const std::string& name) {
    const CompiledModel model = golden_model(name);
    const auto vectors = random_vectors(model.graph, 1, 1);
    for (auto iteration : state) {
        static_cast<void>(iteration);
        benchmark::DoNotOptimize(interpret(model.graph, vectors[0].inputs));
    }
}

/// The counter `ratio`: time of the reference over that of the run, the least of each.
void run(benchmark::State& state, const std::string& name) {
    const CompiledModel model = golden_model(name);
    const auto vectors = random_vectors(model.graph, 1, 1);
    Executor executor(model.program, KernelChoice::fastest);
    double least = std::numeric_limits<double>::infinity();
    for (auto iteration : state) {
        static_cast<void>(iteration);
        const double begin = processor_seconds();
        benchmark::DoNotOptimize(executor.run(vectors[0].inputs));
        least = std::min(least, processor_seconds() - begin);
    }
    if (executor.run(vectors[0].inputs) != interpret(model.graph, vectors[0].inputs) && model.program.states.empty()) {
        state.SkipWithError("the run's outputs are not the reference's");
    }
    state.counters["ratio"] = oracle_seconds(model, vectors[0].inputs) / least;
}

} // namespace

} // namespace thimble

int main(int argc, char** argv) {
    for (const std::string name : {"kws", "vww", "ic", "ad", "sww"}) {
        benchmark::RegisterBenchmark(("oracle/" + name).c_str(), thimble::oracle, name)->Unit(benchmark::kMicrosecond);
        benchmark::RegisterBenchmark(("run/" + name).c_str(), thimble::run, name)->Unit(benchmark::kMicrosecond);
    }
    benchmark::Initialize(&argc, argv);
    benchmark::RunSpecifiedBenchmarks();
    benchmark::Shutdown();
    return 0;
}

// SPDX-License-Identifier: Apache-2.0
// Measures every golden model on every core. See README.md for the command line.
#include "benchmarks/cost_table.h"
#include "thimble/core/error.h"
#include "thimble/core/file.h"
#include "thimble/driver/profile.h"
#include "thimble/emulate/scratch_folder.h"

#include <atomic>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <mutex>
#include <thread>

#include <fmt/format.h>

namespace thimble::benchmarks {
namespace {

namespace fs = std::filesystem;

constexpr double tolerated_percent = 2;
constexpr const char* models[] = {"kws", "vww", "ic", "ad", "sww", "hello"};

struct Job {
    std::string model;
    std::string core;
    Optimize optimize = Optimize::balanced;
};

constexpr const char* cores[] = {"cortex-m0",  "cortex-m3",  "cortex-m4", "cortex-m7",
                                 "cortex-m33", "cortex-m55", "rv32imc",   "aarch64"};

struct Arguments {
    fs::path data;      ///< the folder with golden/
    fs::path kept;      ///< JSON to compare with
    fs::path json;      ///< to write
    fs::path document;  ///< whose part between the markers is written
    std::string filter; ///< of `model@core`, a part of the name
};

Cost measure(const fs::path& data, const Job& job) {
    CompileOptions options;
    options.model = data / "golden" / job.model / (job.model + ".tflite");
    options.target = job.core;
    options.optimize = job.optimize;
    const CompiledModel compiled = compile_model(options);
    const ModelProfile measured = profile(compiled, [](const ProgressEvent&) {});
    return {
        job.model,
        job.core,
        std::string(name(job.optimize)),
        measured.macs,
        measured.instructions,
        measured.cycles_estimated,
        measured.arena_bytes,
        measured.stack_bytes,
        measured.flash_code_bytes,
        measured.flash_weight_bytes};
}

/// Every model on every core, and on one of them under every setting.
std::vector<Job> list_jobs(const std::string& filter) {
    std::vector<Job> jobs;
    for (const std::string core : cores) {
        for (const Optimize optimize : {Optimize::balanced, Optimize::speed, Optimize::ram, Optimize::flash}) {
            for (const std::string model : models) {
                const bool is_listed = optimize == Optimize::balanced || core == "cortex-m4";
                if (is_listed && (model + "@" + core).find(filter) != std::string::npos) {
                    jobs.push_back({model, core, optimize});
                }
            }
        }
    }
    return jobs;
}

/// A thread for each processor; results in the order of the jobs.
std::vector<Cost> measure_all(const Arguments& arguments) {
    const std::vector<Job> jobs = list_jobs(arguments.filter);
    std::vector<Cost> costs(jobs.size());
    std::atomic<std::size_t> next = 0;
    std::mutex output;
    std::exception_ptr failure;
    const auto work = [&] {
        for (std::size_t job = next++; job < jobs.size() && !failure; job = next++) {
            try {
                costs[job] = measure(arguments.data, jobs[job]);
                const std::lock_guard lock(output);
                std::fprintf(
                    stderr, "%s on %s: %llu instructions\n", jobs[job].model.c_str(), jobs[job].core.c_str(),
                    static_cast<unsigned long long>(costs[job].instructions)
                );
            } catch (...) {
                const std::lock_guard lock(output);
                failure = std::current_exception();
            }
        }
    };
    std::vector<std::jthread> threads;
    for (unsigned thread = 0; thread < std::max(1U, std::thread::hardware_concurrency()); ++thread) {
        threads.emplace_back(work);
    }
    threads.clear();
    if (failure) {
        std::rethrow_exception(failure);
    }
    return costs;
}

/// Replaces what stands between the two markers of the document.
void write_document(const fs::path& path, const std::string& table) {
    const std::string begin = "<!-- costs: written by make bench -->\n";
    const std::string end = "<!-- end of costs -->\n";
    std::string text = read_file(path);
    const std::size_t from = text.find(begin);
    const std::size_t to = text.find(end);
    THIMBLE_CHECK(
        from != std::string::npos && to != std::string::npos && from < to, "{} has no markers", path.string()
    );
    text.replace(from + begin.size(), to - from - begin.size(), table + "\n");
    write_file(path, text);
}

int compare(const Arguments& arguments, const std::vector<Cost>& found) {
    const std::vector<Cost> kept = from_json(read_file(arguments.kept));
    for (const std::string& line : gains(kept, found, tolerated_percent)) {
        std::printf("better: %s\n", line.c_str());
    }
    const std::vector<std::string> worse = regressions(kept, found, tolerated_percent);
    for (const std::string& line : worse) {
        std::printf("WORSE: %s\n", line.c_str());
    }
    return worse.empty() ? 0 : 1;
}

Arguments read_arguments(int count, char** values) {
    Arguments arguments;
    const char* data = std::getenv("THIMBLE_DATA");
    arguments.data = data != nullptr ? data : "../shared";
    for (int index = 1; index < count; ++index) {
        const std::string argument = values[index];
        const std::string name = argument.substr(0, argument.find('='));
        const std::string value = argument.substr(std::min(argument.size(), name.size() + 1));
        if (name == "--json") {
            arguments.json = value;
        } else if (name == "--compare") {
            arguments.kept = value;
        } else if (name == "--document") {
            arguments.document = value;
        } else if (name == "--only") {
            arguments.filter = value;
        } else {
            throw OptionError("E0101", fmt::format("unknown argument `{}`; see benchmarks/README.md", argument));
        }
    }
    return arguments;
}

int run(const Arguments& arguments) {
    if (!fs::is_directory(arguments.data / "golden")) {
        std::printf("SKIPPED: %s is absent (set THIMBLE_DATA)\n", (arguments.data / "golden").c_str());
        return 0;
    }
    setenv("THIMBLE_PLUGIN", THIMBLE_PLUGIN_FILE, 0);
    const std::vector<Cost> costs = measure_all(arguments);
    std::fputs(to_markdown(costs).c_str(), stdout);
    const int status = arguments.kept.empty() ? 0 : compare(arguments, costs);
    if (!arguments.json.empty()) {
        write_file(arguments.json, to_json(costs));
    }
    if (!arguments.document.empty()) {
        write_document(arguments.document, to_markdown(costs));
    }
    return status;
}

} // namespace
} // namespace thimble::benchmarks

int main(int argument_count, char** argument_values) {
    try {
        return thimble::benchmarks::run(thimble::benchmarks::read_arguments(argument_count, argument_values));
    } catch (const std::exception& error) {
        std::fprintf(stderr, "%s\n", error.what());
        return 2;
    }
}

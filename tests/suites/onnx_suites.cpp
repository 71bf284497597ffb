// SPDX-License-Identifier: Apache-2.0
// Runs ONNX's conformance suites. See README.md for the command line.
#include "tests/suites/case_pool.h"
#include "tests/suites/document.h"
#include "tests/suites/onnx_facts.h"
#include "tests/suites/summary.h"
#include "thimble/core/error.h"
#include "thimble/core/file.h"
#include "thimble/emulate/scratch_folder.h"

#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <regex>
#include <sstream>

namespace thimble::suites {
namespace {

struct Arguments {
    PoolOptions pool;
    std::string filter;
    std::set<std::string> operators; ///< cases that use one of them; empty: all cases
    bool is_verbose = false;
    bool is_eligible_only = false;
    std::string document;               ///< to write
    std::string checked_document;       ///< that must be what would be written
    std::string operator_cases;         ///< to write
    std::string checked_operator_cases; ///< that must be what would be written
    double required_percent = 0;        ///< of the eligible cases
};

std::set<std::string> split(const std::string& text) {
    std::istringstream words(text);
    std::set<std::string> result;
    for (std::string word; std::getline(words, word, ',');) {
        result.insert(word);
    }
    return result;
}

/// False for an argument that there is not.
bool read_argument(const std::string& argument, Arguments& arguments) {
    const std::size_t equals = argument.find('=');
    const std::string name = argument.substr(0, equals);
    const std::string value = equals == std::string::npos ? "" : argument.substr(equals + 1);
    if (name == "--filter") {
        arguments.filter = value;
    } else if (name == "--operator") {
        arguments.operators = split(value);
    } else if (name == "--no-build") {
        arguments.pool.build = LibraryBuild::skip;
    } else if (name == "--verbose") {
        arguments.is_verbose = true;
    } else if (name == "--eligible") {
        arguments.is_eligible_only = true;
    } else if (name == "--jobs") {
        arguments.pool.processes = std::max(1UL, std::stoul(value));
    } else if (name == "--document") {
        arguments.document = value;
    } else if (name == "--check-document") {
        arguments.checked_document = value;
    } else if (name == "--operator-cases") {
        arguments.operator_cases = value;
    } else if (name == "--check-operator-cases") {
        arguments.checked_operator_cases = value;
    } else if (name == "--require") {
        arguments.required_percent = std::stod(value);
    } else {
        std::fprintf(stderr, "unknown argument %s; see tests/suites/README.md\n", argument.c_str());
        return false;
    }
    return true;
}

bool is_chosen(const OnnxCase& test, const Arguments& arguments, const std::regex& filter) {
    if (!std::regex_search(test.name, filter)) {
        return false;
    }
    if (arguments.operators.empty() && !arguments.is_eligible_only) {
        return true;
    }
    const ModelFacts facts = read_facts(read_binary_file(test.model()));
    const bool uses_one = std::any_of(facts.operators.begin(), facts.operators.end(), [&](const std::string& name) {
        return arguments.operators.count(name) == 1;
    });
    return (arguments.operators.empty() || uses_one) && (!arguments.is_eligible_only || is_eligible(facts));
}

bool is_stale(const std::string& file, const std::string& expected) {
    const bool is_other = read_file(file) != expected;
    if (is_other) {
        std::printf("%s is not what this run gives; `make docs` writes it\n", file.c_str());
    }
    return is_other;
}

int run(const Arguments& arguments) {
    const std::filesystem::path folder = suites_folder();
    if (!std::filesystem::is_directory(folder)) {
        std::printf("SKIPPED: %s is absent (set THIMBLE_DATA)\n", folder.c_str());
        return 0;
    }
    std::vector<OnnxCase> cases =
        unpack_cases(folder, std::filesystem::path(THIMBLE_BINARY_DIR) / "tests" / "suites" / "cases");
    const std::regex filter(arguments.filter);
    std::erase_if(cases, [&](const OnnxCase& test) { return !is_chosen(test, arguments, filter); });
    const std::vector<CaseResult> results = run_cases(cases, arguments.pool, [&](const CaseResult& result) {
        if (arguments.is_verbose || (result.is_eligible && !result.passed())) {
            std::fputs(result_line(result).c_str(), stdout);
            std::fflush(stdout);
        }
    });
    std::fputs(summary_text(results).c_str(), stdout);
    const auto cases_by_operator = [&] { return operator_cases(results, folder.parent_path()); };
    if (!arguments.document.empty()) {
        write_file(arguments.document, cases_document(results));
    }
    if (!arguments.operator_cases.empty()) {
        write_file(arguments.operator_cases, cases_by_operator());
    }
    if (!arguments.checked_document.empty() && is_stale(arguments.checked_document, cases_document(results))) {
        return 1;
    }
    if (!arguments.checked_operator_cases.empty() && is_stale(arguments.checked_operator_cases, cases_by_operator())) {
        return 1;
    }
    return count_eligible(results).percent() < arguments.required_percent ? 1 : 0;
}

} // namespace
} // namespace thimble::suites

int main(int argument_count, char** argument_values) {
    thimble::suites::Arguments arguments;
    const char* build = std::getenv("THIMBLE_SUITE_BUILD");
    if (build != nullptr && std::string(build) == "0") {
        arguments.pool.build = thimble::suites::LibraryBuild::skip;
    }
    try {
        for (int index = 1; index < argument_count; ++index) {
            if (!thimble::suites::read_argument(argument_values[index], arguments)) {
                return 2;
            }
        }
        return thimble::suites::run(arguments);
    } catch (const std::exception& error) {
        std::fprintf(stderr, "%s\n", error.what());
        return 2;
    }
}

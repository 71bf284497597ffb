// SPDX-License-Identifier: Apache-2.0
#include "thimble/emit/combine_runtime.h"

#include "thimble/core/error.h"

#include <algorithm>
#include <set>

namespace thimble {

namespace {

std::string_view without_indent(std::string_view line) {
    line.remove_prefix(std::min(line.find_first_not_of(" \t"), line.size()));
    return line;
}

/// The word between the delimiters of `#include <word>`; empty for any other line.
std::string_view included(std::string_view line, char open, char close) {
    line = without_indent(line);
    if (!line.starts_with("#include")) {
        return {};
    }
    const std::size_t begin = line.find(open);
    const std::size_t end = begin == std::string_view::npos ? begin : line.find(close, begin + 1);
    return end == std::string_view::npos ? std::string_view{} : line.substr(begin + 1, end - begin - 1);
}

class RuntimeCombiner {
public:
    explicit RuntimeCombiner(const std::vector<RuntimeFile>& files) : files_(files) {}

    void add(std::string_view path) {
        if (finished_.contains(path)) {
            return;
        }
        THIMBLE_CHECK(open_.insert(path).second, "runtime header {} includes itself", path);
        const auto file =
            std::find_if(files_.begin(), files_.end(), [&](const RuntimeFile& other) { return other.path == path; });
        THIMBLE_CHECK(file != files_.end(), "runtime header {} does not exist", path);
        std::string own_text;
        std::size_t depth = 0;
        for (std::string_view rest = file->contents; !rest.empty();) {
            const std::size_t end = std::min(rest.find('\n'), rest.size());
            add_line(rest.substr(0, end), depth, own_text);
            rest.remove_prefix(std::min(end + 1, rest.size()));
        }
        text_ += fmt::format("\n// {}\n{}", path, own_text);
        finished_.insert(path);
    }

    std::string result() const {
        std::string includes;
        for (const std::string_view header : system_headers_) {
            includes += fmt::format("#include <{}>\n", header);
        }
        return "// SPDX-License-Identifier: Apache-2.0\n"
               "// The parts of the Thimble device runtime that this model uses.\n"
               "#pragma once\n\n" +
               includes + text_;
    }

private:
    void add_line(std::string_view line, std::size_t& depth, std::string& own_text) {
        const std::string_view directive = without_indent(line);
        if (directive.starts_with("#if")) {
            ++depth;
        } else if (directive.starts_with("#endif") && depth > 0) {
            --depth;
        }
        const std::string_view quoted = included(line, '"', '"');
        const std::string_view system = included(line, '<', '>');
        if (!quoted.empty()) {
            add(quoted);
        } else if (!system.empty() && depth == 0) {
            system_headers_.insert(system);
        } else if (!directive.starts_with("#pragma once") && !directive.starts_with("// SPDX-License-Identifier") &&
                   !(directive.empty() && (own_text.empty() || own_text.ends_with("\n\n")))) {
            own_text += line;
            own_text += '\n';
        }
    }

    const std::vector<RuntimeFile>& files_;
    std::set<std::string_view> open_;
    std::set<std::string_view> finished_;
    std::set<std::string_view> system_headers_;
    std::string text_;
};

} // namespace

std::string combine_runtime(const std::vector<RuntimeFile>& files, const std::vector<std::string>& headers) {
    RuntimeCombiner combiner(files);
    for (const std::string& header : headers) {
        combiner.add(header);
    }
    return combiner.result();
}

} // namespace thimble

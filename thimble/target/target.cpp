// SPDX-License-Identifier: Apache-2.0
// Finds target descriptions: built-in ones below targets/, and a user's own files.
#include "thimble/target/target.h"

#include "thimble/core/error.h"
#include "thimble/core/nearest_name.h"
#include "thimble/target/embedded_file.h"
#include "thimble/target/target_file.h"

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <sstream>

namespace thimble {
namespace {

constexpr std::string_view description_name = "/target.toml";

TargetText read_user_file(const std::filesystem::path& path) {
    std::ifstream file(path, std::ios::binary);
    std::ostringstream contents;
    if (!file || !(contents << file.rdbuf())) {
        ModelError error("E0210", "target file cannot be read");
        error.add_context({path.string(), {}, {}});
        error.set_hint("without .toml at its end the name means a built-in target, see `thimble targets`");
        throw error;
    }
    const std::filesystem::path folder = std::filesystem::absolute(path).parent_path();
    const std::string stem = path.filename() == "target.toml" ? folder.filename().string() : path.stem().string();
    return {path.string(), folder, stem, contents.str()};
}

TargetText find_built_in(const std::string& name) {
    const std::string path = name + std::string(description_name);
    if (const std::optional<std::string_view> contents = embedded_file(path)) {
        return {"targets/" + path, {}, name, std::string(*contents)};
    }
    const std::vector<std::string> names = target_names();
    OptionError error("E0110", fmt::format("no target is named `{}`", name));
    error.add_note(fmt::format("targets: {}", fmt::join(names, ", ")));
    const std::string suggestion = did_you_mean(name, names);
    error.set_hint(suggestion.empty() ? "a target of your own is given as the path of its .toml file" : suggestion);
    throw error;
}

// A path in `inherits` is relative to the file that it stands in; `loading` are the targets on the way here.
Target load(const std::string& name_or_path, const std::filesystem::path& folder, std::vector<std::string> loading) {
    const bool is_path = name_or_path.ends_with(".toml");
    const std::string key = is_path ? (folder / name_or_path).lexically_normal().string() : name_or_path;
    if (std::find(loading.begin(), loading.end(), key) != loading.end()) {
        throw OptionError("E0110", fmt::format("the target `{}` inherits from itself", name_or_path));
    }
    loading.push_back(key);
    const TargetText text = is_path ? read_user_file(key) : find_built_in(name_or_path);
    return read_target(text, [&](const std::string& base) { return load(base, text.folder, loading); });
}

} // namespace

bool Target::has_feature(const std::string& feature) const {
    return std::find(features.begin(), features.end(), feature) != features.end();
}

Target load_target(const std::string& name_or_path) {
    return load(name_or_path, {}, {});
}

std::vector<std::string> target_names() {
    std::vector<std::string> names;
    for (const EmbeddedFile& file : embedded_files()) {
        if (file.path.ends_with(description_name)) {
            names.emplace_back(file.path.substr(0, file.path.size() - description_name.size()));
        }
    }
    std::sort(names.begin(), names.end());
    return names;
}

} // namespace thimble

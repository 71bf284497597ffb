// SPDX-License-Identifier: Apache-2.0
#include "thimble/target/target_file.h"

#include "thimble/core/error.h"
#include "thimble/core/nearest_name.h"
#include "thimble/target/embedded_file.h"
#include "thimble/target/toml_section.h"

#include <fstream>
#include <sstream>

namespace thimble {
namespace {

toml::table parse(const TargetText& text) {
    try {
        return toml::parse(text.contents, text.file);
    } catch (const toml::parse_error& failure) {
        ModelError error("E0211", fmt::format("not valid TOML: {}", failure.description()));
        error.add_context({fmt::format("{}:{}", text.file, failure.source().begin.line), {}, {}});
        throw error;
    }
}

Target load_base_of(TomlSection& top, const std::string& base_name, const LoadBase& load_base) {
    try {
        return load_base(base_name);
    } catch (const OptionError& failure) {
        try {
            top.fail("E0214", "inherits", fmt::format("cannot inherit from `{}`: {}", base_name, failure.what()));
        } catch (ModelError& error) {
            error.set_hint(failure.hint());
            throw;
        }
    }
}

void read_core(TomlSection section, Target& target) {
    section.read("architecture", target.architecture);
    section.read("features", target.features);
    section.read("clock_hz", target.clock_hz);
    section.refuse_unknown_keys();
}

void read_toolchain(TomlSection section, Target& target) {
    section.read("compiler", target.compiler);
    section.read("compile_flags", target.compile_flags);
    section.read("link_flags", target.link_flags);
    section.refuse_unknown_keys();
}

void read_memory(TomlSection section, Target& target) {
    section.read("flash_bytes", target.flash_bytes);
    section.read("ram_bytes", target.ram_bytes);
    section.read("flash_wait_states", target.flash_wait_states);
    section.read("flash_line_bytes", target.flash_line_bytes);
    if (target.flash_line_bytes == 0) {
        section.fail("E0213", "flash_line_bytes", "`flash_line_bytes` expects a number from 1, found 0");
    }
    section.refuse_unknown_keys();
}

EmulatorKind parse_emulator_kind(const TomlSection& section, const std::string& word) {
    if (word == "native") {
        return EmulatorKind::native;
    }
    if (word == "qemu-system") {
        return EmulatorKind::qemu_system;
    }
    if (word == "qemu-user") {
        return EmulatorKind::qemu_user;
    }
    section.fail("E0213", "kind", fmt::format("`kind` expects native, qemu-system or qemu-user, found `{}`", word));
}

std::string read_linker_script(const TomlSection& section, const std::string& name, const TargetText& text) {
    std::ifstream file(text.folder / name, std::ios::binary);
    if (!text.folder.empty() && file) {
        std::ostringstream contents;
        contents << file.rdbuf();
        return contents.str();
    }
    const std::optional<std::string_view> embedded = embedded_file(name);
    if (!embedded) {
        section.fail("E0213", "linker_script", fmt::format("linker script `{}` does not exist", name));
    }
    return std::string(*embedded);
}

void resolve_startup_files(const TomlSection& section, const TargetText& text, std::vector<std::string>& names) {
    for (std::string& name : names) {
        const std::filesystem::path own = std::filesystem::absolute(text.folder / name);
        if (!text.folder.empty() && std::filesystem::exists(own)) {
            name = own.string();
        } else if (!embedded_file(name)) {
            section.fail("E0213", "startup", fmt::format("start-up file `{}` does not exist", name));
        }
    }
}

void read_emulator(TomlSection section, const TargetText& text, Target& target) {
    std::string kind;
    section.read("kind", kind);
    if (section.has("kind")) {
        target.emulator = parse_emulator_kind(section, kind);
    }
    section.read("command", target.emulator_command);
    section.read("flash_origin", target.machine_flash.origin);
    section.read("flash_bytes", target.machine_flash.size_bytes);
    section.read("ram_origin", target.machine_ram.origin);
    section.read("ram_bytes", target.machine_ram.size_bytes);
    std::string linker_script;
    section.read("linker_script", linker_script);
    if (section.has("linker_script")) {
        target.linker_script = read_linker_script(section, linker_script, text);
    }
    section.read("startup", target.startup_files);
    if (section.has("startup")) {
        resolve_startup_files(section, text, target.startup_files);
    }
    section.refuse_unknown_keys();
}

void check_complete(const TomlSection& top, const Target& target) {
    const auto require = [&top](bool is_set, const std::string& what) {
        if (!is_set) {
            top.fail("E0213", "name", fmt::format("a target needs {}, here or in a target it inherits from", what));
        }
    };
    require(!target.architecture.empty(), "`architecture` in [core]");
    require(!target.compiler.empty(), "`compiler` in [toolchain]");
    require(!target.startup_files.empty(), "`startup` in [emulator]");
    if (target.emulator != EmulatorKind::native) {
        require(!target.emulator_command.empty(), "`command` in [emulator]");
    }
    if (target.emulator == EmulatorKind::qemu_system) {
        require(!target.linker_script.empty(), "`linker_script` in [emulator]");
        require(target.machine_flash.size_bytes > 0, "`flash_bytes` in [emulator]");
        require(target.machine_ram.size_bytes > 0, "`ram_bytes` in [emulator]");
    }
}

} // namespace

Target read_target(const TargetText& text, const LoadBase& load_base) {
    const toml::table document = parse(text);
    TomlSection top(&document, "", text.file);
    std::string base_name;
    top.read("inherits", base_name);
    Target target = base_name.empty() ? Target{} : load_base_of(top, base_name, load_base);
    target.inherits = base_name;
    target.name = text.default_name;
    top.read("name", target.name);
    top.read("description", target.description);
    read_core({top.table("core"), "core", text.file}, target);
    read_toolchain({top.table("toolchain"), "toolchain", text.file}, target);
    read_memory({top.table("memory"), "memory", text.file}, target);
    read_emulator({top.table("emulator"), "emulator", text.file}, text, target);
    top.refuse_unknown_keys();
    check_complete(top, target);
    return target;
}

} // namespace thimble

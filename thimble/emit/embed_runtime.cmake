# Writes OUTPUT, a C++ source with the text of the FILES (separated by |) below ROOT as raw strings.
string(REPLACE "|" ";" files "${FILES}")
set(rows "")
foreach(file IN LISTS files)
    file(READ "${ROOT}/${file}" contents)
    string(APPEND rows "    {\"${file}\", R\"thimblert(${contents})thimblert\"},\n")
endforeach()
file(
    WRITE "${OUTPUT}"
    "#include \"thimble/emit/runtime_files.h\"\n\n"
    "namespace thimble {\n\n"
    "const std::vector<RuntimeFile>& runtime_files() {\n"
    "    static const std::vector<RuntimeFile> files = {\n"
    "${rows}"
    "    };\n"
    "    return files;\n"
    "}\n\n"
    "} // namespace thimble\n")

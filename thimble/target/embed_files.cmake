# Writes OUTPUT, a C++ source that holds the text of FILES (separated by |, paths below ROOT) for
# thimble/target/embedded_file.h. Run with cmake -P at build time.
string(REPLACE "|" ";" files "${FILES}")
set(text "// Written by thimble/target/embed_files.cmake.\n#include \"thimble/target/embedded_file.h\"\n\nnamespace thimble {\n\n")
string(APPEND text "const std::vector<EmbeddedFile>& embedded_files() {\n    static const std::vector<EmbeddedFile> files = {\n")
foreach(file IN LISTS files)
    file(READ "${ROOT}/${file}" contents)
    string(APPEND text "        {\"${file}\", R\"thimble-file(${contents})thimble-file\"},\n")
endforeach()
string(APPEND text "    };\n    return files;\n}\n\n} // namespace thimble\n")
file(WRITE "${OUTPUT}" "${text}")

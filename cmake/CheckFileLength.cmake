# No source file is longer than 400 lines: a file that grows beyond holds two concepts.
#   cmake [-D ROOT=<tree>] -P cmake/CheckFileLength.cmake
include(${CMAKE_CURRENT_LIST_DIR}/CheckReport.cmake)

set(longest_allowed 400)
set(folders apps benchmarks cmake device examples plugins targets tests thimble tools)
set(kinds *.cpp *.h *.c *.S *.ld *.cmake CMakeLists.txt *.toml *.fbs)

set(files CMakeLists.txt)
foreach(folder IN LISTS folders)
    foreach(kind IN LISTS kinds)
        file(GLOB_RECURSE found RELATIVE ${ROOT} ${ROOT}/${folder}/${kind})
        list(APPEND files ${found})
    endforeach()
endforeach()

foreach(path IN LISTS files)
    file(READ ${ROOT}/${path} contents)
    string(REGEX REPLACE "[^\n]+" "" newlines "${contents}")
    string(LENGTH "${newlines}" count)
    if(count GREATER longest_allowed)
        check_finding("${path}: ${count} lines, ${longest_allowed} allowed: split it by concept")
    endif()
endforeach()
list(LENGTH files count)
check_end("file length" "${count} files")

# CheckFileLength accepts 400 lines and refuses 401, in each kind of source.
include(${CMAKE_CURRENT_LIST_DIR}/BadTree.cmake)

string(REPEAT "// line\n" 400 longest)
start_tree()
tree_file(CMakeLists.txt "")
tree_file(thimble/ir/graph.cpp "${longest}")
expect_accepted(FileLength)

foreach(path thimble/ir/graph.cpp device/thimblert/config.h tests/consumer/main.c targets/start.S cmake/operators.cmake)
    start_tree()
    tree_file(CMakeLists.txt "")
    tree_file(${path} "${longest}// one more\n")
    expect_refused(FileLength "${path}: 401 lines, 400 allowed")
endforeach()

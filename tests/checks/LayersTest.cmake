# CheckLayers accepts includes along the arrows and names file, line and folder of one against them.
include(${CMAKE_CURRENT_LIST_DIR}/BadTree.cmake)

start_tree()
tree_file(thimble/lower/conv2d.cpp "#include \"thimble/ops/op_def.h\"\n#include \"thimble/core/shape.h\"\n#include <vector>\n")
tree_file(thimble/execute/kernels.cpp "#include \"thimblert/config.h\"\n")
tree_file(thimble/import/tflite/reader.cpp "#include <flatbuffers/flatbuffers.h>\n")
tree_file(thimble/emit/text.cpp "constexpr char text[] = R\"(\n#include \"@model@.h\"\n)\";\n")
tree_file(apps/cli/main.cpp "#include \"thimble/plan/plan.h\"\n#include <CLI/CLI.hpp>\n")
expect_accepted(Layers)

start_tree()
tree_file(thimble/plan/plan.cpp "// why\n\n#include \"thimble/ops/op_def.h\"\n")
expect_refused(Layers "thimble/plan/plan.cpp:3: includes thimble/ops/op_def.h: thimble/plan may not include thimble/ops")

start_tree()
tree_file(thimble/lower/conv2d.cpp "#include \"thimblert/kernels/conv2d.h\"\n")
expect_refused(Layers "thimble/lower may not include device")

start_tree()
tree_file(device/thimblert/config.h "#include \"thimble/core/shape.h\"\n")
expect_refused(Layers "device may not include thimble/core")

start_tree()
tree_file(thimble/ir/graph.cpp "#include \"graph.h\"\n")
expect_refused(Layers "thimble/ir/graph.cpp:1: includes graph.h: written from the root")

start_tree()
tree_file(thimble/ops/add.cpp "#include <flatbuffers/flatbuffers.h>\n")
expect_refused(Layers "only thimble/import/tflite and thimble/export/tflite may use it")

start_tree()
tree_file(thimble/driver/options.h "#include <CLI/CLI.hpp>\n")
expect_refused(Layers "only apps/cli may use it")

start_tree()
tree_file(thimble/driver/options.h "#include <toml++/toml.h>\n")
expect_refused(Layers "only thimble/target may use it")

start_tree()
tree_file(thimble/misc/things.h "\n")
expect_refused(Layers "its folder is no layer")

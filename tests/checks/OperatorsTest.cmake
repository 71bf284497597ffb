# CheckOperators names each file that a listed operator lacks.
include(${CMAKE_CURRENT_LIST_DIR}/BadTree.cmake)

function(tree_with_operator)
    start_tree()
    tree_file(cmake/operators.cmake "thimble_operator(tanh KERNELS tanh_f32 ARMV7EM tanh_f32 ARMV6M tanh_f32)\n")
    foreach(path thimble/ops/tanh.cpp thimble/lower/tanh.cpp tests/ops/tanh_test.cpp
                 device/thimblert/kernels/tanh.h device/thimblert/kernels/armv7em/tanh.h
                 device/thimblert/kernels/armv6m/tanh.h)
        tree_file(${path} "")
    endforeach()
    tree_file(tests/device/elementwise_test.cpp "run(\"tanh\");\n")
endfunction()

tree_with_operator()
expect_accepted(Operators)

foreach(path thimble/ops/tanh.cpp thimble/lower/tanh.cpp tests/ops/tanh_test.cpp
             device/thimblert/kernels/tanh.h device/thimblert/kernels/armv7em/tanh.h
             device/thimblert/kernels/armv6m/tanh.h)
    tree_with_operator()
    file(REMOVE ${WORK}/tree/${path})
    expect_refused(Operators "tanh: ${path} is missing")
endforeach()

tree_with_operator()
tree_file(tests/device/elementwise_test.cpp "run(\"atanh\");\n")
expect_refused(Operators "tanh: no test in tests/device names it")

tree_with_operator()
tree_file(cmake/operators.cmake "thimble_kernels(look_up KERNELS look_up_s8)\n")
expect_refused(Operators "look_up: device/thimblert/kernels/look_up.h is missing")

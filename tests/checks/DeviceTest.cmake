# CheckDevice refuses a runtime that breaks one rule, and says which.
include(${CMAKE_CURRENT_LIST_DIR}/BadTree.cmake)

# tree_with_kernel(includes body): a runtime of one kernel.
function(tree_with_kernel includes body)
    start_tree()
    tree_file(cmake/operators.cmake "thimble_operator(tanh KERNELS tanh_f32)\n")
    tree_file(device/thimblert/kernels/tanh.h
              "#pragma once\n${includes}\nnamespace thimblert {\nstatic inline void tanh_f32(float* x) {\n${body}\n}\n}\n")
endfunction()

tree_with_kernel("#include <math.h>" "*x = tanhf(*x);")
expect_accepted(Device)

tree_with_kernel("#include <vector>" "*x = 0;")
expect_refused(Device "device/thimblert/kernels/tanh.h:2: #include <vector>: not among")

tree_with_kernel("#include \"thimble/core/shape.h\"" "*x = 0;")
expect_refused(Device "tanh.h:2: #include \"thimble/core/shape.h\": not among")

tree_with_kernel("" "*x = tanhf(*x);")
expect_refused(Device "device/thimblert/kernels/tanh.h: does not compile by itself" "tanh")

tree_with_kernel("" "*x = 0.5;  int narrow = 3; *x = *x * narrow; (void)[](long long n) { int m = n; return m; };")
expect_refused(Device "does not compile by itself" "conversion")

# (A plain `new` would be optimised away.)
tree_with_kernel("" "*x = *static_cast<float*>(::operator new(4));")
expect_refused(Device "need the symbol _Znwj")

tree_with_kernel("extern \"C\" int puts(const char*);" "*x = static_cast<float>(puts(\"\"));")
expect_refused(Device "need the symbol puts")

tree_with_kernel("" "static int calls = 0; ++calls; *x = static_cast<float>(calls);")
expect_refused(Device "lies in writable memory")

tree_with_kernel("float first(); static const float start = first();" "*x = start;")
expect_refused(Device "a static initialiser runs before main")

# Warnings of our own code, as an interface target that is never installed.
option(THIMBLE_WARNINGS_AS_ERRORS "Treat compiler warnings as errors" ON)
add_library(thimble_warnings INTERFACE)
target_compile_options(
    thimble_warnings INTERFACE -Wall -Wextra -Wpedantic -Wshadow -Wnon-virtual-dtor -Woverloaded-virtual
                               $<$<BOOL:${THIMBLE_WARNINGS_AS_ERRORS}>:-Werror>)
# g++ 12 reports impossible overlaps inside std::string (GCC bug 105651).
if(CMAKE_CXX_COMPILER_ID STREQUAL "GNU" AND CMAKE_CXX_COMPILER_VERSION VERSION_LESS 13)
    target_compile_options(thimble_warnings INTERFACE -Wno-restrict)
endif()

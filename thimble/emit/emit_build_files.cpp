// SPDX-License-Identifier: Apache-2.0
// CMakeLists.txt of the library: a target that can be built alone, as a subdirectory, or installed.
#include "thimble/emit/emit_job.h"

#include <fmt/format.h>

namespace thimble {

namespace {

constexpr std::string_view cmake_template = R"(# Static library @model@, made by Thimble @version@.
#   add_subdirectory(@model@)            or, after installing,   find_package(@model@ REQUIRED)
#   target_link_libraries(firmware PRIVATE @model@::@model@)
cmake_minimum_required(VERSION 3.16)

# Bare-metal compilers cannot link the program by which CMake tries a compiler.
if(NOT DEFINED CMAKE_TRY_COMPILE_TARGET_TYPE)
    set(CMAKE_TRY_COMPILE_TARGET_TYPE STATIC_LIBRARY)
endif()
project(@model@ LANGUAGES CXX)

if(CMAKE_SOURCE_DIR STREQUAL CMAKE_CURRENT_SOURCE_DIR AND NOT CMAKE_BUILD_TYPE AND NOT CMAKE_CONFIGURATION_TYPES)
    set(CMAKE_BUILD_TYPE @build_type@)
endif()

add_library(@model@ STATIC @sources@)
add_library(@model@::@model@ ALIAS @model@)
target_include_directories(@model@ PUBLIC $<BUILD_INTERFACE:${CMAKE_CURRENT_SOURCE_DIR}> $<INSTALL_INTERFACE:include>)
target_compile_features(@model@ PRIVATE cxx_std_14)
if(CMAKE_CXX_COMPILER_ID MATCHES "GNU|Clang")
    target_compile_options(
        @model@ PRIVATE -Wall -Wextra -fno-exceptions -fno-rtti -fno-threadsafe-statics -ffunction-sections
                     -fdata-sections)
endif()
set_target_properties(@model@ PROPERTIES PUBLIC_HEADER ${CMAKE_CURRENT_SOURCE_DIR}/@model@.h)

install(
    TARGETS @model@
    EXPORT @model@Config
    ARCHIVE DESTINATION lib
    PUBLIC_HEADER DESTINATION include)
install(
    EXPORT @model@Config
    NAMESPACE @model@::
    DESTINATION lib/cmake/@model@)
)";

} // namespace

std::string cmake_text(const EmitJob& job) {
    TextValues values = job.names();
    values["sources"] = fmt::format(
        "{0}.cpp {0}_weights.cpp{1}", job.model, job.has_self_test() ? " " + job.model + "_selftest.cpp" : ""
    );
    values["build_type"] = job.options.optimize == Optimize::flash ? "MinSizeRel" : "Release";
    return fill_template(cmake_template, values);
}

} // namespace thimble

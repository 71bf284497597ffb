# What the check scripts share: findings are collected, then printed together as one failure.
cmake_minimum_required(VERSION 3.25)

if(NOT ROOT)
    get_filename_component(ROOT ${CMAKE_CURRENT_LIST_DIR}/.. ABSOLUTE)
endif()
set(check_findings)

# Adds one finding, a line such as `thimble/ops/add.cpp:3: ...`.
macro(check_finding)
    list(APPEND check_findings "${ARGV}")
endmacro()

# line_of(file text result): number of the first line of `file` that holds `text`.
function(line_of file text result)
    file(READ ${file} contents)
    string(FIND "${contents}" "${text}" position)
    string(SUBSTRING "${contents}" 0 ${position} before)
    string(REGEX REPLACE "[^\n]+" "" newlines "${before}")
    string(LENGTH "${newlines}" count)
    math(EXPR count "${count} + 1")
    set(${result} ${count} PARENT_SCOPE)
endfunction()

# Ends the script: one line when there is nothing to say, otherwise all findings and a failure.
macro(check_end name looked_at)
    if(check_findings)
        list(LENGTH check_findings count)
        list(JOIN check_findings "\n" lines)
        message(NOTICE "${lines}")
        message(FATAL_ERROR "${name}: ${count} found")
    endif()
    message(STATUS "${name}: ${looked_at}, nothing found")
endmacro()

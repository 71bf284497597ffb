# Builds small trees for the tests of the check scripts and runs a check on them.
cmake_minimum_required(VERSION 3.25)
get_filename_component(checks ${CMAKE_CURRENT_LIST_DIR}/../../cmake ABSOLUTE)

# Starts an empty tree.
function(start_tree)
    file(REMOVE_RECURSE ${WORK}/tree)
    file(MAKE_DIRECTORY ${WORK}/tree)
endfunction()

# Writes one file of the tree.
function(tree_file path text)
    file(WRITE ${WORK}/tree/${path} "${text}")
endfunction()

# run_check(name): leaves its exit status in `status` and all that it printed in `printed`.
function(run_check name)
    execute_process(
        COMMAND ${CMAKE_COMMAND} -D ROOT=${WORK}/tree -D WORK=${WORK}/objects -P ${checks}/Check${name}.cmake
        RESULT_VARIABLE status OUTPUT_VARIABLE printed ERROR_VARIABLE printed)
    if(printed MATCHES "SKIPPED:")
        message("${printed}")
    endif()
    set(status "${status}" PARENT_SCOPE)
    set(printed "${printed}" PARENT_SCOPE)
endfunction()

# The check must be content with the tree.
function(expect_accepted name)
    run_check(${name})
    if(NOT status EQUAL 0)
        message(FATAL_ERROR "Check${name} refused a good tree:\n${printed}")
    endif()
endfunction()

# expect_refused(name text ...): the check must fail and print each text.
function(expect_refused name)
    run_check(${name})
    if(status EQUAL 0 AND NOT printed MATCHES "SKIPPED:")
        message(FATAL_ERROR "Check${name} accepted a bad tree; it printed:\n${printed}")
    endif()
    foreach(text IN LISTS ARGN)
        string(FIND "${printed}" "${text}" position)
        if(position EQUAL -1 AND NOT printed MATCHES "SKIPPED:")
            message(FATAL_ERROR "Check${name} did not print `${text}` but:\n${printed}")
        endif()
    endforeach()
endfunction()

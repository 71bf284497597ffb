# Emits the library of the example model and uses it from C as an outsider would: as a subfolder of a CMake
# project, and compiled by hand and linked by the C compiler, which shows that it needs no C++ library.
#   cmake -D THIMBLE=<program> -D MODEL=<file> -D WORK=<folder> -D GENERATOR=<name> -D C=<compiler> -D CXX=<compiler> -P ...
cmake_minimum_required(VERSION 3.25)

# step(command ...): runs it, quietly unless it fails.
function(step)
    execute_process(COMMAND ${ARGN} RESULT_VARIABLE status OUTPUT_VARIABLE printed ERROR_VARIABLE printed)
    if(NOT status EQUAL 0)
        list(JOIN ARGN " " command)
        message(FATAL_ERROR "${command}\nended with ${status} and printed\n${printed}")
    endif()
endfunction()

set(project ${CMAKE_CURRENT_LIST_DIR}/project)
set(library ${WORK}/digits)
file(REMOVE_RECURSE ${WORK})
step(${THIMBLE} compile ${MODEL} --target host -o ${library})

step(${CMAKE_COMMAND} -G ${GENERATOR} -S ${project} -B ${WORK}/subfolder -D LIBRARY_FOLDER=${library}
     -D CMAKE_C_COMPILER=${C} -D CMAKE_CXX_COMPILER=${CXX})
step(${CMAKE_COMMAND} --build ${WORK}/subfolder)
step(${WORK}/subfolder/consumer)

set(objects)
foreach(source digits digits_weights digits_selftest)
    step(${CXX} -std=c++14 -O1 -fno-exceptions -fno-rtti -fno-threadsafe-statics -c ${library}/${source}.cpp
         -o ${WORK}/${source}.o)
    list(APPEND objects ${WORK}/${source}.o)
endforeach()
step(${C} -std=c99 -I ${library} ${project}/main.c ${objects} -lm -o ${WORK}/by_hand)
step(${WORK}/by_hand)

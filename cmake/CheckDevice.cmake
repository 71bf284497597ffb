# The rules of the device runtime, on the files and on object code:
# - a header includes <...> of a short list, and otherwise only other headers of the runtime;
# - each header compiles by itself, as C++14 with our strictest warnings, with the Arm compiler;
# - all kernels compiled for Arm need no symbol beyond a short list (no heap, no exceptions), and
#   leave nothing in writable memory and no static initialiser.
# A language flag cannot do this: g++ accepts <vector> under -ffreestanding.
#   cmake [-D ROOT=<tree>] [-D WORK=<folder for objects>] -P cmake/CheckDevice.cmake
include(${CMAKE_CURRENT_LIST_DIR}/CheckReport.cmake)

# C headers, since the C++ ones come with a C++ library that some device compilers lack.
set(allowed_headers stdint.h stddef.h string.h math.h arm_acle.h arm_neon.h)
list(JOIN allowed_headers ", " allowed_headers_text)
set(allowed_symbols
    "^(mem(cpy|set|move|cmp)|__aeabi_[a-z0-9_]+|__popcount[sd]i2|(exp|expm1|log|log1p|log2|pow|fmod|erf|sqrt|round|rint|nearbyint|floor|ceil|trunc|a?(sin|cos|tan)h?|atan2)f|lroundf)$")
set(warnings -Wall -Wextra -Wpedantic -Wconversion -Wsign-conversion -Wshadow -Werror)
set(language -std=c++14 -fno-exceptions -fno-rtti -fno-threadsafe-statics)
# The core that each folder of kernels is for; portable code must compile for the smallest.
set(portable_core -mcpu=cortex-m0 -mthumb)
set(armv7em_core -mcpu=cortex-m4 -mthumb -mfloat-abi=hard -mfpu=fpv4-sp-d16)
set(helium_core -mcpu=cortex-m55 -mthumb -mfloat-abi=hard)

find_program(ARM_COMPILER arm-none-eabi-g++)
find_program(ARM_NM arm-none-eabi-nm)
if(NOT ARM_COMPILER OR NOT ARM_NM)
    message("SKIPPED: arm-none-eabi-g++ is not installed")
    return()
endif()
if(NOT WORK)
    set(WORK ${ROOT}/build/check_device)
endif()
file(MAKE_DIRECTORY ${WORK})

file(GLOB_RECURSE headers RELATIVE ${ROOT}/device ${ROOT}/device/thimblert/*.h)

function(check_includes header)
    set(path ${ROOT}/device/${header})
    file(STRINGS ${path} lines REGEX "^[ \t]*#[ \t]*include")
    foreach(line IN LISTS lines)
        if(line MATCHES "<(.+)>" AND CMAKE_MATCH_1 IN_LIST allowed_headers)
            continue()
        elseif(line MATCHES "\"(thimblert/.+)\"" AND EXISTS ${ROOT}/device/${CMAKE_MATCH_1})
            continue()
        endif()
        line_of(${path} "${line}" number)
        check_finding("device/${header}:${number}: ${line}: not among ${allowed_headers_text} and the runtime's own headers")
    endforeach()
    set(check_findings "${check_findings}" PARENT_SCOPE)
endfunction()

function(core_for header result)
    set(core ${portable_core})
    if(header MATCHES "/armv7em/")
        set(core ${armv7em_core})
    elseif(header MATCHES "/helium/")
        set(core ${helium_core})
    endif()
    set(${result} ${core} PARENT_SCOPE)
endfunction()

function(check_compiles_alone header)
    core_for(${header} core)
    execute_process(
        COMMAND ${ARM_COMPILER} ${language} ${core} ${warnings} -Wno-unused-function -I ${ROOT}/device
                -include ${header} -fsyntax-only -x c++ /dev/null
        RESULT_VARIABLE status ERROR_VARIABLE diagnostics)
    if(NOT status EQUAL 0)
        check_finding("device/${header}: does not compile by itself:\n${diagnostics}")
    endif()
    set(check_findings "${check_findings}" PARENT_SCOPE)
endfunction()

# A source that takes the address of every kernel, so that none is dropped from the object.
set(kernel_includes "")
set(kernel_table "")
macro(thimble_kernels name)
    cmake_parse_arguments(operator "" "" "KERNELS;INTEGER_KERNELS;ARMV7EM;ARMV6M;RV32IM;HELIUM;NEON" ${ARGN})
    foreach(kernel IN LISTS operator_INTEGER_KERNELS)
        foreach(element int8_t uint8_t int16_t int32_t int64_t)
            list(APPEND operator_KERNELS "${kernel}<${element}>")
        endforeach()
    endforeach()
    if(operator_KERNELS)
        string(APPEND kernel_includes "#include \"thimblert/kernels/${name}.h\"\n")
    endif()
    list(TRANSFORM operator_KERNELS PREPEND "thimblert::")
    foreach(core armv7em armv6m rv32im helium neon)
        string(TOUPPER ${core} keyword)
        if(operator_${keyword})
            string(APPEND kernel_includes "#include \"thimblert/kernels/${core}/${name}.h\"\n")
        endif()
        list(TRANSFORM operator_${keyword} PREPEND "thimblert::${core}::")
        list(APPEND operator_KERNELS ${operator_${keyword}})
    endforeach()
    foreach(kernel IN LISTS operator_KERNELS)
        string(APPEND kernel_table "    reinterpret_cast<void (*)()>(&${kernel}),\n")
    endforeach()
endmacro()

macro(thimble_operator name)
    thimble_kernels(${name} ${ARGN})
endmacro()

macro(thimble_operator_family name)
    cmake_parse_arguments(family "" "" "OPERATORS;KERNELS;INTEGER_KERNELS;ARMV7EM;ARMV6M;RV32IM;HELIUM;NEON" ${ARGN})
    thimble_kernels(
        ${name} KERNELS ${family_KERNELS} INTEGER_KERNELS ${family_INTEGER_KERNELS} ARMV7EM ${family_ARMV7EM}
        ARMV6M ${family_ARMV6M} RV32IM ${family_RV32IM} HELIUM ${family_HELIUM} NEON ${family_NEON})
endmacro()

function(check_object)
    file(WRITE ${WORK}/all_kernels.cpp
         "${kernel_includes}\nextern void (*const all_kernels[])();\nvoid (*const all_kernels[])() = {\n${kernel_table}};\n")
    execute_process(
        COMMAND ${ARM_COMPILER} ${language} ${armv7em_core} -Os -I ${ROOT}/device -c ${WORK}/all_kernels.cpp
                -o ${WORK}/all_kernels.o
        RESULT_VARIABLE status ERROR_VARIABLE diagnostics)
    if(NOT status EQUAL 0)
        check_finding("device: the kernels do not compile together:\n${diagnostics}")
    else()
        check_symbols(${WORK}/all_kernels.o)
    endif()
    set(check_findings "${check_findings}" PARENT_SCOPE)
endfunction()

function(check_symbols object)
    execute_process(COMMAND ${ARM_NM} --format=posix ${object} OUTPUT_VARIABLE symbols)
    string(REGEX MATCHALL "[^\n]+" symbols "${symbols}")
    foreach(symbol IN LISTS symbols)
        string(REGEX MATCH "^([^ ]+) ([A-Za-z])" ignored "${symbol}")
        set(name ${CMAKE_MATCH_1})
        set(kind ${CMAKE_MATCH_2})
        if(kind STREQUAL U AND NOT name MATCHES "${allowed_symbols}")
            check_finding("device: the kernels need the symbol ${name}, which is not allowed on a device")
        elseif(kind MATCHES "^[bBdDC]$")
            check_finding("device: ${name} lies in writable memory; a runtime has no state of its own")
        elseif(name MATCHES "^_GLOBAL__sub_I_")
            check_finding("device: a static initialiser runs before main")
        endif()
    endforeach()
    set(check_findings "${check_findings}" PARENT_SCOPE)
endfunction()

foreach(header IN LISTS headers)
    check_includes(${header})
    check_compiles_alone(${header})
endforeach()
include(${ROOT}/cmake/operators.cmake)
check_object()
list(LENGTH headers count)
check_end(device "${count} headers")

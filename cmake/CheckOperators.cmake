# Every operator of cmake/operators.cmake has its definition, lowering, kernels and both tests. Tests of
# device kernels may treat several operators of a kind in one file; each must be named in one.
#   cmake [-D ROOT=<tree>] -P cmake/CheckOperators.cmake
include(${CMAKE_CURRENT_LIST_DIR}/CheckReport.cmake)

set(device_tests "")
file(GLOB device_test_files ${ROOT}/tests/device/*_test.cpp)
foreach(path IN LISTS device_test_files)
    file(READ ${path} contents)
    string(APPEND device_tests "${contents}")
endforeach()

set(count 0)
macro(thimble_operator name)
    cmake_parse_arguments(operator "" "" "KERNELS;INTEGER_KERNELS;ARMV7EM;ARMV6M;RV32IM;HELIUM;NEON;MEMBERS" ${ARGN})
    if(NOT operator_MEMBERS)
        set(operator_MEMBERS ${name})
    endif()
    list(LENGTH operator_MEMBERS members)
    math(EXPR count "${count} + ${members}")
    set(expected thimble/ops/${name}.cpp thimble/lower/${name}.cpp tests/ops/${name}_test.cpp)
    if(operator_KERNELS)
        list(APPEND expected device/thimblert/kernels/${name}.h)
        foreach(member IN LISTS operator_MEMBERS)
            string(FIND "${device_tests}" "\"${member}\"" position)
            if(position EQUAL -1)
                check_finding("${member}: no test in tests/device names it")
            endif()
        endforeach()
    endif()
    foreach(core armv7em armv6m rv32im helium neon)
        string(TOUPPER ${core} keyword)
        if(operator_${keyword})
            list(APPEND expected device/thimblert/kernels/${core}/${name}.h)
        endif()
    endforeach()
    foreach(path IN LISTS expected)
        if(NOT EXISTS ${ROOT}/${path})
            check_finding("${name}: ${path} is missing")
        endif()
    endforeach()
endmacro()

# A family of operators that differ in one function each: its files bear its name, its tests name each member.
macro(thimble_operator_family family)
    cmake_parse_arguments(family "" "" "OPERATORS;KERNELS;INTEGER_KERNELS;ARMV7EM;ARMV6M;RV32IM;HELIUM;NEON" ${ARGN})
    thimble_operator(
        ${family} KERNELS ${family_KERNELS} ARMV7EM ${family_ARMV7EM} ARMV6M ${family_ARMV6M} RV32IM ${family_RV32IM}
        HELIUM ${family_HELIUM} NEON ${family_NEON} MEMBERS ${family_OPERATORS})
endmacro()

macro(thimble_kernels name)
    if(NOT EXISTS ${ROOT}/device/thimblert/kernels/${name}.h)
        check_finding("${name}: device/thimblert/kernels/${name}.h is missing")
    endif()
endmacro()

include(${ROOT}/cmake/operators.cmake)
check_end(operators "${count} operators")

# Compiles through ccache where it is installed; nothing depends on it.
if(NOT CMAKE_CXX_COMPILER_LAUNCHER)
    find_program(THIMBLE_CCACHE ccache)
    mark_as_advanced(THIMBLE_CCACHE)
    if(THIMBLE_CCACHE)
        set(CMAKE_CXX_COMPILER_LAUNCHER ${THIMBLE_CCACHE})
    endif()
endif()

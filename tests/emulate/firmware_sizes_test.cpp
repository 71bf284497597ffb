// SPDX-License-Identifier: Apache-2.0
#include "thimble/core/error.h"
#include "thimble/emulate/capacity.h"
#include "thimble/emulate/firmware_sizes.h"
#include "thimble/emulate/scratch_folder.h"

#include <gtest/gtest.h>

namespace thimble {
namespace {

constexpr const char* map_text = R"(Discarded input sections

 .text.unused   0x00000000       0x40 library/kws.cpp.o

Memory Configuration

Linker script and memory map

LOAD library/kws.cpp.o

.text           0x00000000      0x100
 *(.text .text.*)
 .text.conv     0x00000000       0x3e library/kws.cpp.o
 *fill*         0x0000003e        0x2 
 .text._ZN9thimblert9conv2d_s8ERKNS_14Conv2dS8ParamsE
                0x00000040       0x50 library/kws.cpp.o
                0x00000040                a_symbol
 .text.main     0x00000090       0x20 harness/main.cpp.o
 .text          0x000000b0       0x30 /usr/lib/gcc/arm-none-eabi/12.2.1/thumb/libgcc.a(_udivsi3.o)

.rodata         0x00000100      0x200
 .rodata.w      0x00000100      0x200 library/kws_weights.cpp.o

.data           0x20000000        0x8 load address 0x00000300
 .data.state    0x20000000        0x8 library/kws.cpp.o

.bss            0x20000008       0x84
 .bss.arena     0x20000008       0x80 harness/main.cpp.o
 .bss.flag      0x20000088        0x4 /lib/libc.a(errno.o)

/DISCARD/
 .ARM.exidx     0x00000000       0x10 library/kws.cpp.o

.debug_info     0x00000000     0x1000
 .debug_info    0x00000000     0x1000 library/kws.cpp.o
OUTPUT(firmware.elf elf32-littlearm)
)";

TEST(LinkMap, SumsWhatEachObjectContributes) {
    const std::vector<ElfSymbol> symbols = {{"thimble_arena", 0x20000008, 0x70, false}, {"thimble_model", 0, 8, false}};
    const FirmwareSizes sizes = measure_sizes(read_link_map(map_text), symbols, "kws");
    EXPECT_EQ(sizes.flash_code_bytes, 0x40u + 0x50u + 0x30u + 0x8u);
    EXPECT_EQ(sizes.flash_weight_bytes, 0x200u);
    EXPECT_EQ(sizes.flash_harness_bytes, 0x20u);
    EXPECT_EQ(sizes.library_data_bytes, 0x8u + 0x4u);
    EXPECT_EQ(sizes.arena_bytes, 0x70u);
    EXPECT_EQ(sizes.model_bytes, 8u);
    EXPECT_EQ(sizes.harness_data_bytes, 0x80u - 0x70u - 8u);
}

TEST(LinkMap, KnowsTheSmallDataOfRiscv) {
    const std::vector<LinkedPiece> pieces = read_link_map(
        "Linker script and memory map\n\n"
        ".rodata         0x80000100       0x10\n .srodata.limit 0x80000100       0x10 library/kws.cpp.o\n\n"
        ".data           0x84000000        0xc\n .sdata.state   0x84000000        0x8 library/kws.cpp.o\n"
        " .sbss.count    0x84000008        0x4 library/kws.cpp.o\n"
    );
    const FirmwareSizes sizes = measure_sizes(pieces, {}, "kws");
    EXPECT_EQ(sizes.flash_code_bytes, 0x18u);
    EXPECT_EQ(sizes.library_data_bytes, 0xcu);
}

TEST(LinkMap, ArchivesCountForTheHarnessWhereASystemBringsThem) {
    const std::vector<LinkedPiece> pieces = {{".text", "/usr/lib/libc.a(memcpy.o)", 100}};
    EXPECT_EQ(measure_sizes(pieces, {}, "kws").flash_code_bytes, 100u);
    EXPECT_EQ(measure_sizes(pieces, {}, "kws", ArchiveOwner::harness).flash_code_bytes, 0u);
    EXPECT_EQ(measure_sizes(pieces, {}, "kws", ArchiveOwner::harness).flash_harness_bytes, 100u);
}

TEST(LinkMap, WithoutAMemoryMapIsEmpty) {
    EXPECT_TRUE(read_link_map("nothing of the kind").empty());
}

TEST(Capacity, PassesWhatFitsExactly) {
    Target target;
    target.ram_bytes = 4096 + stack_reserve_bytes;
    target.flash_bytes = 1000;
    EXPECT_NO_THROW(check_fit("kws", 4096, 1000, target));
    EXPECT_THROW(check_fit("kws", 4097, 1000, target), CapacityError);
    EXPECT_THROW(check_fit("kws", 4096, 1001, target), CapacityError);
}

TEST(Capacity, SaysByHowMuchEachMemoryIsExceeded) {
    Target target;
    target.name = "microbit";
    target.ram_bytes = 16384;
    target.flash_bytes = 262144;
    try {
        check_fit("vww", 55296, 300000, target);
        FAIL();
    } catch (const CapacityError& error) {
        EXPECT_EQ(
            error.notes(), (std::vector<std::string>{
                               "RAM: needs 56,320 bytes, has 16,384, 39,936 too many (arena 55,296 + stack 1,024)",
                               "flash: needs 300,000 bytes, has 262,144, 37,856 too many (weights 300,000, code not "
                               "counted yet)"})
        );
    }
}

TEST(Capacity, AHostHasNoLimit) {
    EXPECT_NO_THROW(check_fit("vww", 1u << 31, 1u << 31, Target{}));
}

TEST(ElfSymbols, FindsAFunctionOfThisProgram) {
    const std::vector<ElfSymbol> symbols = read_elf_symbols(read_file("/proc/self/exe"));
    const ElfSymbol* main_function = find_symbol(symbols, "main");
    ASSERT_NE(main_function, nullptr);
    EXPECT_TRUE(main_function->is_function);
    EXPECT_GT(main_function->size_bytes, 0u);
    EXPECT_EQ(find_symbol(symbols, "no_such_symbol"), nullptr);
}

TEST(ElfSymbols, RefusesWhatIsNoElfFileOrIsCutShort) {
    EXPECT_THROW(read_elf_symbols("MZ"), EnvironmentError);
    EXPECT_THROW(read_elf_symbols(std::string_view(read_file("/proc/self/exe")).substr(0, 100)), EnvironmentError);
}

} // namespace
} // namespace thimble

// SPDX-License-Identifier: Apache-2.0
#include "thimble/core/error.h"
#include "thimble/driver/npy_file.h"

#include <gtest/gtest.h>

namespace thimble {
namespace {

/// A file of version 1 with this dictionary and these bytes of data.
std::string npy(const std::string& dictionary, const std::string& data) {
    std::string header = dictionary + "\n";
    return std::string("\x93NUMPY\x01\x00", 8) + static_cast<char>(header.size() & 0xFFU) +
           static_cast<char>(header.size() >> 8U) + header + data;
}

Tensor read(const std::string& file) {
    return read_npy(std::as_bytes(std::span(file)), "values.npy");
}

std::string rejection(const std::string& file) {
    try {
        read(file);
    } catch (const ModelError& error) {
        EXPECT_EQ(error.code(), "E0206");
        EXPECT_EQ(error.context().file, "values.npy");
        return error.what();
    }
    return "accepted";
}

const std::string shape_2 = "'fortran_order': False, 'shape': (2,), }";

TEST(NpyFile, ReadsAVector) {
    const Tensor tensor = read(npy("{'descr': '<i2', " + shape_2, std::string("\x01\x00\xFF\xFF", 4)));
    EXPECT_EQ(tensor, Tensor::of<std::int16_t>({2}, {1, -1}));
}

TEST(NpyFile, ReadsScalarsAndMatrices) {
    EXPECT_EQ(
        read(npy("{'descr': '|u1', 'fortran_order': False, 'shape': (), }", "\x07")), Tensor::of<std::uint8_t>({}, {7})
    );
    EXPECT_EQ(
        read(npy("{'descr': '|i1', 'fortran_order': False, 'shape': (2, 1), }", "\x07\x08")),
        Tensor::of<std::int8_t>({2, 1}, {7, 8})
    );
}

TEST(NpyFile, ReadsLaterVersions) {
    const std::string header = "{'descr': '|b1', " + shape_2;
    const std::string file = std::string("\x93NUMPY\x02\x00", 8) + static_cast<char>(header.size()) +
                             std::string("\x00\x00\x00", 3) + header + std::string("\x00\x01", 2);
    EXPECT_EQ(read(file).type.data_type, DataType::boolean);
}

TEST(NpyFile, RefusesOtherFiles) {
    EXPECT_NE(rejection("numbers"), "accepted");
    EXPECT_NE(rejection(""), "accepted");
    EXPECT_NE(rejection("\x93NUMPY"), "accepted");
}

TEST(NpyFile, RefusesWhatTheHeaderClaimsAndTheFileDoesNotHold) {
    EXPECT_NE(rejection(std::string("\x93NUMPY\x01\x00\xFF\xFF", 10) + "{}"), "accepted");
    EXPECT_NE(rejection(npy("{'descr': '<f4', " + shape_2, "1234")), "accepted");
    EXPECT_NE(rejection(npy("{'descr': '<f4', 'shape': (99999999999, 99999999999), }", "1234")), "accepted");
    EXPECT_NE(rejection(npy("{'descr': '<f4', 'shape': (-1,), }", "1234")), "accepted");
    EXPECT_NE(rejection(npy("{'descr': '<f4'}", "1234")), "accepted");
    EXPECT_NE(rejection(npy("{'shape': (1,)", "1234")), "accepted");
}

TEST(NpyFile, RefusesOtherDataTypesAndOrders) {
    EXPECT_NE(rejection(npy("{'descr': '<f8', " + shape_2, std::string(16, '\0'))).find("<f8"), std::string::npos);
    EXPECT_NE(rejection(npy("{'descr': '>i2', " + shape_2, "1234")).find(">i2"), std::string::npos);
    EXPECT_NE(
        rejection(npy("{'descr': '<i2', 'fortran_order': True, 'shape': (2,), }", "1234")).find("Fortran"),
        std::string::npos
    );
}

} // namespace
} // namespace thimble

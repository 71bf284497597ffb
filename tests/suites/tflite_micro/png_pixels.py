# SPDX-License-Identifier: Apache-2.0
"""Writes the pixels of an 8-bit grey PNG without interlacing, row by row: png_pixels.py IN OUT.

Follows the PNG specification (ISO/IEC 15948): chunks, zlib stream, the five filters."""
import struct
import sys
import zlib


def chunks(data):
    place = 8
    while place < len(data):
        size, kind = struct.unpack(">I4s", data[place:place + 8])
        yield kind, data[place + 8:place + 8 + size]
        place += size + 12


def paeth(left, above, corner):
    distances = [abs(above - corner), abs(left - corner), abs(left + above - 2 * corner)]
    return (left, above, corner)[distances.index(min(distances))]


def unfilter(kind, row, previous):
    for x, value in enumerate(row):
        left = row[x - 1] if x > 0 else 0
        corner = previous[x - 1] if x > 0 else 0
        guess = (0, left, previous[x], (left + previous[x]) // 2, paeth(left, previous[x], corner))[kind]
        row[x] = (value + guess) & 255
    return row


def pixels(data):
    parts = list(chunks(data))
    width, height = struct.unpack(">II", parts[0][1][:8])
    stream = zlib.decompress(b"".join(body for kind, body in parts if kind == b"IDAT"))
    row, result = bytearray(width), bytearray()
    for y in range(height):
        start = y * (width + 1)
        row = unfilter(stream[start], bytearray(stream[start + 1:start + 1 + width]), row)
        result += row
    return bytes(result)


with open(sys.argv[1], "rb") as source, open(sys.argv[2], "wb") as target:
    target.write(pixels(source.read()))

"""Ways to spoil a file: what happens to files on their way, and what somebody does who looks for holes."""

import random
import struct
import zlib
from collections.abc import Callable

#: Numbers at which sums overflow and signs turn.
EXTREMES = (0, 1, 0x7F, 0xFF, 0x7FFF, 0xFFFF, 0x10000, 0x7FFFFFFF, 0x80000000, 0xFFFFFFF0, 0xFFFFFFFF)
#: Pixels: over the limit in one side, in their product, or as a name for "no limit".
SIDES = (0, 2000, 9000, 16383, 30000, 65535, 0x10001, 0x7FFFFFFF)

Part = tuple[int, int]


def parts(file: bytes) -> list[Part]:
    """Where the chunks, segments, boxes or header fields of a file begin and end."""
    if file[:4] == b"\x89PNG":
        found = _walk(file, 8, lambda at: 12 + struct.unpack_from(">I", file, at)[0])
    elif file[:2] == b"\xff\xd8":
        found = _walk(file, 2, lambda at: 2 + struct.unpack_from(">H", file, at + 2)[0])
    elif file[:4] == b"RIFF":
        found = _walk(file, 12, lambda at: 8 + (struct.unpack_from("<I", file, at + 4)[0] + 1) // 2 * 2)
    elif file[4:8] == b"ftyp":
        found = _walk(file, 0, lambda at: struct.unpack_from(">I", file, at)[0] or len(file))
        found += [(at, at + 20) for at in range(40, min(len(file), 600), 12)]  # boxes within "meta"
    elif file[:4] == b"II*\0":
        (at,) = struct.unpack_from("<I", file, 4)
        found = [(entry, entry + 12) for entry in range(at + 2, len(file) - 12, 12)][:20]
    else:
        found = [(at, at + 4) for at in range(0, 60, 4)]
    return [part for part in found if part[1] <= len(file)] or [(0, len(file))]


def _walk(file: bytes, at: int, length: Callable[[int], int]) -> list[Part]:
    found: list[Part] = []
    while at + 8 <= len(file) and len(found) < 40:
        end = at + max(4, length(at))
        found.append((at, min(end, len(file))))
        at = end
    return found


def flipped(file: bytes, chance: random.Random) -> bytes:
    """Turn single bits, half of the time among the first bytes only."""
    damaged = bytearray(file)
    reach = len(file) if chance.random() < 0.5 else min(len(file), 200)
    for _ in range(chance.randint(1, 8)):
        damaged[chance.randrange(reach)] ^= 1 << chance.randrange(8)
    return bytes(damaged)


def truncated(file: bytes, chance: random.Random) -> bytes:
    """Cut the end off, anywhere or shortly before it."""
    least = 1 if chance.random() < 0.5 else len(file) * 9 // 10
    return file[: chance.randint(least, len(file) - 1)]


def repeated(file: bytes, chance: random.Random) -> bytes:
    """Have a part twice, or a thousand times."""
    begin, end = chance.choice(parts(file))
    again = chance.choice((1, 1, 1, 1000 if end - begin < 2000 else 2))
    return file[:end] + file[begin:end] * again + file[end:]


def dropped(file: bytes, chance: random.Random) -> bytes:
    """Lose a part."""
    begin, end = chance.choice(parts(file))
    return file[:begin] + file[end:]


def swapped(file: bytes, chance: random.Random) -> bytes:
    """Let two parts change their places."""
    (a, b), (c, d) = sorted(chance.choices(parts(file), k=2))
    return file if b > c else file[:a] + file[c:d] + file[b:c] + file[a:b] + file[d:]


def measured_wrong(file: bytes, chance: random.Random) -> bytes:
    """Put an extreme number where a part has its length, or another number."""
    begin, end = chance.choice(parts(file))
    damaged = bytearray(file)
    for _ in range(chance.randint(1, 2)):
        order, size = chance.choice("<>"), chance.choice((2, 4))
        at = min(begin + chance.randrange(0, max(1, min(end - begin, 24)), 2), len(file) - size)
        value = chance.choice(EXTREMES) & (0xFFFF if size == 2 else 0xFFFFFFFF)
        struct.pack_into(order + ("H" if size == 2 else "I"), damaged, at, value)
    return bytes(damaged)


def blown_up(file: bytes, chance: random.Random, size: tuple[int, int]) -> bytes:
    """Claim another width or height, wherever the header may have it."""
    damaged = bytearray(file)
    side, claim = chance.choice(size), chance.choice(SIDES)
    for form in (">I", "<I", ">H", "<H"):
        field = struct.pack(form, side)
        at = file.find(field, 0, 1000)
        if at >= 0:
            struct.pack_into(form, damaged, at, claim & ((1 << 8 * len(field)) - 1))
            break
    return bytes(damaged)


def beheaded(file: bytes, chance: random.Random, other: bytes) -> bytes:
    """Give it the first bytes, or the first part, of a file of another kind."""
    begin, end = chance.choice(parts(other))
    taken = chance.choice((4, 12, 16, 32, begin, end))
    return other[:taken] + file[min(len(file) - 1, chance.choice((0, taken))) :]


def overwritten(file: bytes, chance: random.Random) -> bytes:
    """Fill a stretch with one value, or with noise."""
    damaged, at = bytearray(file), chance.randrange(len(file))
    length = min(chance.choice((1, 4, 16, 64)), len(file) - at)
    damaged[at : at + length] = (
        chance.randbytes(length) if chance.random() < 0.5 else bytes([chance.choice((0, 255))]) * length
    )
    return bytes(damaged)


def mended(file: bytes) -> bytes:
    """Make the check sums of a PNG right again: what is wrong shall be found later than there."""
    if file[:4] != b"\x89PNG":
        return file
    whole, at = bytearray(file), 8
    while at + 12 <= len(file):
        (length,) = struct.unpack_from(">I", file, at)
        end = at + 8 + length
        if end + 4 > len(file):
            break
        struct.pack_into(">I", whole, end, zlib.crc32(whole[at + 4 : end]))
        at = end + 4
    return bytes(whole)

"""TensorBoard's event files, read again: length, checksum, record, checksum."""

import struct
from collections.abc import Iterator
from pathlib import Path

from tensorboardX.crc32c import crc32c
from tensorboardX.proto.event_pb2 import Event


def records(folder: Path) -> list[Event]:
    """All events of a folder's files, in the order of their writing."""
    return [event for path in sorted(folder.iterdir()) for event in _events(path.read_bytes())]


def _events(content: bytes) -> Iterator[Event]:
    place = 0
    while place < len(content):
        (length,) = struct.unpack("<Q", content[place : place + 8])
        record = content[place + 12 : place + 12 + length]
        (checksum,) = struct.unpack("<I", content[place + 12 + length : place + 16 + length])
        assert checksum == _masked(record)
        yield Event.FromString(record)
        place += 16 + length


def _masked(record: bytes) -> int:
    value = int(crc32c(record))
    return (((value >> 15) | (value << 17)) + 0xA282EAD8) & 0xFFFFFFFF

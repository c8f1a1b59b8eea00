"""What FFmpeg may open: few demuxers, few decoders, and its complaints translated.

Only in the confined process: what is not on the lists below cannot be reached by any bytes.
"""

import io
import struct
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Final, TypeAlias

import av
from av.container import InputContainer

from worker.motion.errors import NoFrames
from worker.picture_errors import BrokenPicture

#: Demuxers, by what stands in the file at that place.
DEMUXERS: Final = {(4, b"ftyp"): "mov", (0, b"\x1a\x45\xdf\xa3"): "matroska"}
#: Size and name of a box of an MP4; if the size is 1 it follows in 8 bytes.
BOX: Final = struct.Struct(">I4s")
LARGE_BOX: Final = struct.Struct(">I4sQ")
#: What may decode; AV1 and what has an opacity have decoders of two names.
DECODERS: Final = ("h264", "hevc", "mpeg4", "vp8", "vp9", "av1", "libdav1d", "libvpx", "libvpx-vp9")

Stream: TypeAlias = av.VideoStream


def demuxer(file: bytes) -> str | None:
    """Say which demuxer reads the file; None: none that we let."""
    for (at, mark), name in DEMUXERS.items():
        if file[at : at + len(mark)] == mark:
            return name
    return None


def container(file: bytes) -> InputContainer:
    """Open a file that has a demuxer; nothing is decoded."""
    return av.open(
        io.BytesIO(file),
        "r",
        format=demuxer(file),
        container_options={"codec_whitelist": ",".join(DECODERS)},
        metadata_errors="replace",
    )


def film(container: InputContainer) -> Stream:
    """Find what is to be seen.

    Raises:
        NoFrames: there is nothing.
    """
    films = [stream for stream in container.streams.video if not _is_cover(stream)]
    if not films:
        raise NoFrames("there is sound alone")
    return films[0]


def _is_cover(stream: Stream) -> bool:
    return bool(stream.disposition & av.stream.Disposition.attached_pic)


def check_boxes(file: bytes) -> None:
    """Refuse an MP4 whose end is missing: FFmpeg would give as much of it as there is.

    Raises:
        BrokenPicture: it is.
    """
    at = 0
    while at + BOX.size <= len(file):
        size, name = BOX.unpack_from(file, at)
        if size == 1 and at + LARGE_BOX.size <= len(file):
            _, _, size = LARGE_BOX.unpack_from(file, at)
        if size == 0:
            return  # to the end
        if size < BOX.size or (at + size > len(file) and name in (b"mdat", b"moov")):
            raise BrokenPicture(f"{len(file)} bytes of {at + size}")
        at += size


@contextmanager
def translated() -> Iterator[None]:
    """Turn what FFmpeg says of a file into a ``PictureError``."""
    try:
        yield
    except av.FFmpegError as cause:
        if isinstance(cause, MemoryError | BlockingIOError):
            raise  # BlockingIOError: a thread could not be had, also for want of memory
        raise BrokenPicture(f"{type(cause).__name__}: {cause}") from cause
    except UnicodeError as cause:
        raise BrokenPicture(f"{type(cause).__name__}: {cause}") from cause

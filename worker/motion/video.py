"""MP4, MOV and WebM to frames, by FFmpeg, in one thread of the confined process."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from fractions import Fraction
from typing import Final, cast

import av
import numpy
from av.container import InputContainer
from av.video.reformatter import Colorspace

from worker.motion import containers
from worker.motion.clip import Frame, Kind, keeps, most_frames
from worker.motion.containers import DECODERS, Stream
from worker.motion.errors import NoFrames
from worker.motion.reel import Reel, Shown, check_length, check_size
from worker.picture_errors import BrokenPicture, NotAPicture

#: What also decodes opacity: FFmpeg's own decoders of these do not.
WITH_ALPHA: Final = {"vp8": "libvpx", "vp9": "libvpx-vp9"}
#: Packets of ten seconds at 1000 frames a second: more are no film.
MOST_PACKETS: Final = 10_000
#: Rows from which on a video that does not say its colours has those of high definition.
HIGH_DEFINITION: Final = 720
#: Width over height of a pixel that is believed.
PIXEL_SHAPES: Final = (Fraction(1, 4), Fraction(4))
#: Seconds that a frame is shown where nothing says it.
USUAL: Final = Fraction(1, 25)


@dataclass(frozen=True, kw_only=True)
class _Contents:
    """What the packets say before any is decoded."""

    packets: int
    #: Seconds from the first frame's beginning to the last one's end.
    length: Fraction
    #: Seconds between two frames, on the average.
    pace: Fraction


def opened(file: bytes, limit_pixels: int) -> Reel:
    """Open a video.

    Raises:
        PictureError: it cannot be read.
    """
    if containers.demuxer(file) == "mov":
        containers.check_boxes(file)
    with containers.translated():
        surveyed = containers.container(file)
        stream = containers.film(surveyed)
        contents = _contents(surveyed, stream)
        decoder = _decoder(stream, limit_pixels)
        # From its beginning again: seeking would trust an index that may lie.
        again = containers.container(file)
        frames = _frames(again, containers.film(again), decoder, contents, limit_pixels)
        first = next(frames, None)
    if first is None:
        raise NoFrames("no frame could be decoded")
    has_alpha = first.opacity is not None
    return Reel(
        width=int(first.colour.shape[1]),
        height=int(first.colour.shape[0]),
        has_alpha=has_alpha,
        kind=_kind(surveyed, has_alpha=has_alpha),
        source_format=str(containers.demuxer(file)).upper(),
        frames=_with(first, frames),
    )


def _with(first: Shown, others: Iterator[Shown]) -> Iterator[Shown]:
    with containers.translated():
        yield first
        yield from others


def _kind(container: InputContainer, *, has_alpha: bool) -> Kind:
    if has_alpha:
        return "sticker"
    return "video" if container.streams.audio else "animation"


def _contents(container: InputContainer, stream: Stream) -> _Contents:
    """Read what the packets are, without decoding them."""
    begins, end = list[Fraction](), Fraction(0)
    for packet in container.demux(stream):
        if packet.size == 0:
            continue  # the one that says that there are no more
        if len(begins) == MOST_PACKETS:
            raise BrokenPicture(f"over {MOST_PACKETS} frames")
        at = _seconds(packet.pts if packet.pts is not None else packet.dts, packet.time_base)
        begins.append(at if at is not None else end)
        end = max(end, begins[-1] + (_seconds(packet.duration, packet.time_base) or 0))
    if not begins:
        raise NoFrames("there are no frames")
    first, last = min(begins), max(begins)
    check_length(max(end, last) - first)
    pace = (last - first) / (len(begins) - 1) if len(begins) > 1 else end - first
    return _Contents(packets=len(begins), length=max(end, last) - first, pace=pace or USUAL)


def _seconds(units: int | None, of: Fraction | None) -> Fraction | None:
    return None if units is None or of is None else units * Fraction(of)


def _decoder(stream: Stream, limit_pixels: int) -> av.VideoCodecContext:
    codec = stream.codec_context
    if codec is None or codec.name not in DECODERS:
        raise NotAPicture(f"a video of {codec.name if codec else 'nothing known'}")
    check_size(codec.width, codec.height, limit_pixels)
    mode = {key.lower(): value for key, value in stream.metadata.items()}.get("alpha_mode")
    if mode == "1" and codec.name in WITH_ALPHA:
        extradata = codec.extradata
        codec = cast("av.VideoCodecContext", av.CodecContext.create(WITH_ALPHA[codec.name], "r"))
        codec.extradata = extradata
    codec.options = {"max_pixels": str(limit_pixels)}
    codec.thread_count = 1
    return codec


def _frames(
    container: InputContainer,
    stream: Stream,
    decoder: av.VideoCodecContext,
    contents: _Contents,
    limit_pixels: int,
) -> Iterator[Shown]:
    size, first, waiting = None, Fraction(0), None
    for number, (frame, begin) in enumerate(_decoded(container, stream, decoder, contents)):
        if size is None:
            size, first = _size(frame, stream), begin
            check_size(*size, limit_pixels)
        if waiting is not None:
            if begin - first <= waiting.begin:
                continue  # two at one time: the first one is shown
            waiting = replace(waiting, end=begin - first)
        end = begin - first + contents.pace
        check_length(end - contents.pace)
        if keeps(number, contents.packets, most_frames(*size)):
            if waiting is not None:
                yield waiting
            waiting = _shown(frame, size, begin - first, end)
        elif waiting is not None:
            waiting = replace(waiting, end=end)  # it stays in the place of the one that goes
    if waiting is not None:
        said = contents.length
        yield replace(waiting, end=said) if said > waiting.begin else waiting


def _decoded(
    container: InputContainer, stream: Stream, decoder: av.VideoCodecContext, contents: _Contents
) -> Iterator[tuple[av.VideoFrame, Fraction]]:
    """Each frame and its time; where none is said, that after the frame before."""
    at = -contents.pace
    for packet in container.demux(stream):
        for frame in decoder.decode(packet if packet.size else None):
            said = _seconds(frame.pts, frame.time_base or stream.time_base)
            at = at + contents.pace if said is None else said
            yield frame, at


def _size(frame: av.VideoFrame, stream: Stream) -> tuple[int, int]:
    """Width and height as they are shown, before the frame is turned."""
    shape = Fraction(stream.sample_aspect_ratio or 1)
    low, high = PIXEL_SHAPES
    width = round(frame.width * shape) if low <= shape <= high else frame.width
    return max(1, width), frame.height


def _shown(frame: av.VideoFrame, size: tuple[int, int], begin: Fraction, end: Fraction) -> Shown:
    has_alpha = frame.format.name.startswith("yuva")
    unsaid = frame.colorspace not in set(Colorspace)
    values = frame.reformat(
        *size,
        format="rgba" if has_alpha else "rgb24",
        src_colorspace=Colorspace.ITU709 if unsaid and frame.height >= HIGH_DEFINITION else None,
        threads=1,  # each further one would take of the memory
    ).to_ndarray()
    upright: Frame = numpy.rot90(values.astype(numpy.uint8, copy=False), round(frame.rotation / 90))
    return Shown(
        colour=upright[..., :3],
        opacity=upright[..., 3:] if has_alpha else None,
        begin=begin,
        end=end,
    )

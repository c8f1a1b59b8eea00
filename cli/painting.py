"""A photo in, a painting out: the part of ``atelier paint`` that needs torch."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import torch
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn
from torch import Tensor

from cli.order import Order
from cli.style_choice import Choice
from cli.terminal import ERR, Complaint
from jobs.catalogue import Method
from nst.drawings import draw
from nst.step import Step
from weights.places import replaced
from worker import device
from worker.paint import paint_fast
from worker.painters import Painter, build
from worker.picture_errors import PictureError
from worker.pictures import Picture, decode, encode, on_white

LARGEST = 1 << 30  # bytes; one's own file needs no guard against strangers


def read_picture(path: Path, most_pixels: int) -> Picture:
    """Read a picture file.

    Raises:
        Complaint: it is not a picture that can be painted.
        OSError: it cannot be read.
    """
    try:
        return decode(path.read_bytes(), limit_pixels=most_pixels, limit_bytes=LARGEST)
    except PictureError as error:
        raise Complaint(f"{path}: {error}") from error


def write_picture(path: Path, painting: Tensor, alpha: Tensor | None) -> None:
    """Write a painting as the suffix says: ``.png`` with its alpha, or JPEG, on white where transparent."""
    lossless = path.suffix.lower() == ".png"
    if alpha is not None and not lossless:
        painting, alpha = on_white(painting.cpu(), alpha), None
    content = encode(painting, alpha, lossless=lossless).content
    with replaced(path) as part:
        part.write_bytes(content)


@contextmanager
def progress_bar(name: str) -> Iterator[Callable[[Step], None]]:
    """Show a bar on the terminal; the painter calls what is given here between its steps."""
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
    with Progress(*columns, console=ERR, transient=True, disable=not ERR.is_terminal) as bar:
        task = bar.add_task(name, total=None)
        yield lambda step: bar.update(task, completed=step.step, total=step.of)


def paint_order(order: Order, picture: Picture, progress: Callable[[Step], None]) -> Tensor:
    """Paint a picture as ordered, as a worker would.

    Returns:
        sRGB in [0, 1], shape (3, H, W), the picture's own size.

    Raises:
        FileError: weights are missing or wrong; the message says what to do.
        Complaint: they hold something else than their name says, or the picture is too large.
    """
    chosen = device.choose(order.settings.device)

    def at(side: int) -> Tensor:
        painter = _painter(order, chosen, side)
        if order.method is not Method.GATYS:
            return paint_fast(painter, picture.tensor, order.strength, side, progress)
        styles = [(_style_picture(choice, order, picture, side), choice.weight) for choice in order.choices]
        return painter.paint(picture.tensor, styles, order.strength, progress)

    try:
        return device.within_memory(at, order.longest_side)[0]
    except torch.OutOfMemoryError as error:
        raise Complaint(f"too large for the memory of {chosen}; try a smaller --longest-side") from error


def _painter(order: Order, chosen: str, side: int) -> Painter:
    try:
        return build(order.method, order.mixture, order.settings.weights_dir, chosen, side)
    except ValueError as error:
        raise Complaint(f"other weights than expected for {', '.join(order.names)}: {error}") from error


def _style_picture(choice: Choice, order: Order, content: Picture, side: int) -> Tensor:
    if isinstance(choice.source, Path):
        return read_picture(choice.source, order.settings.most_pixels).tensor
    share = min(1.0, side / max(content.width, content.height))  # as large as it will be used
    height, width = (max(1, round(length * share)) for length in (content.height, content.width))
    return draw(choice.source.drawing or "", (height, width))

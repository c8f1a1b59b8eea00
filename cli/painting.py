"""A photo in, a painting out: the part of ``atelier paint`` that needs torch."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from itertools import zip_longest
from pathlib import Path

import torch
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

from cli.order import Optimiser, Order
from cli.style_choice import Choice
from cli.terminal import ERR, Complaint
from jobs.catalogue import Method
from jobs.settings import Settings
from nst.gatys import Gatys
from nst.gatys_recipe import Parameters, Recipe
from painting.sizes import brightness, resized
from painting.step import Tell
from painting.wish import Arrangement, Colours, Mask, Painter, StylePicture, Wish
from painting.wish import Picture as Pixels
from weights.places import replaced
from worker import device
from worker.paint import paint, style_picture
from worker.painters import build, enlarger
from worker.picture_errors import PictureError
from worker.pictures import Alpha, Picture, decode, encode, on_white

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


def write_picture(path: Path, painting: Pixels, alpha: Alpha | None) -> None:
    """Write a painting as the suffix says: ``.png`` with its alpha, or JPEG, on white where transparent."""
    lossless = path.suffix.lower() == ".png"
    if alpha is not None and not lossless:
        painting, alpha = on_white(painting, alpha), None
    content = encode(painting, alpha, lossless=lossless).content
    with replaced(path) as part:
        part.write_bytes(content)


@contextmanager
def progress_bar(name: str) -> Iterator[Tell]:
    """Show a bar on the terminal; the painter calls what is given here between its steps."""
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
    with Progress(*columns, console=ERR, transient=True, disable=not ERR.is_terminal) as bar:
        task = bar.add_task(name, total=None)
        yield lambda step: bar.update(task, completed=step.step, total=step.of)


def paint_order(order: Order, picture: Picture, progress: Tell) -> Pixels:
    """Paint a picture as ordered, as a worker would.

    Returns:
        sRGB in [0, 1], shape (3, H, W), the picture's own size.

    Raises:
        FileError: weights are missing or wrong; the message says what to do.
        Complaint: they hold something else than their name says, or the picture is too large.
    """
    chosen = device.choose(order.settings.device)
    painter, larger = _painter(order, chosen), enlarger(order.settings.weights_dir, chosen)
    wish = Wish(
        content=picture.pixels,
        styles=tuple(_styles(order, picture)),
        strength=order.strength,
        colours=Colours(order.colours),
        arrangement=Arrangement(order.arrangement),
        style_scale=order.style_scale,
        seed=order.seed,
    )

    def at(side: int) -> Pixels:
        return paint(painter, wish, side, larger, progress)

    try:
        return device.within_memory(at, order.longest_side, strips=order.method is not Method.GATYS)[0]
    except torch.OutOfMemoryError as error:
        raise Complaint(f"too large for the memory of {chosen}; try a smaller --longest-side") from error
    except ValueError as error:
        raise Complaint(str(error)) from error


def enlarged(picture: Picture, settings: Settings) -> tuple[Pixels, Alpha | None]:
    """Make a picture and its opacity twice as large.

    Raises:
        FileError: the weights are not as they should be.
    """
    large = enlarger(settings.weights_dir, device.choose(settings.device)).enlarge(picture.pixels)
    if picture.alpha is None:
        return large, None
    return large, resized(picture.alpha, 2 * picture.height, 2 * picture.width).clip(0, 1)


def recipe(wanted: Optimiser) -> Recipe:
    """What the optimiser's controls come to."""
    chosen = Recipe(parameters=Parameters.FOURIER if wanted.fourier else Parameters.PIXELS)
    if wanted.smoothness is not None:
        chosen = replace(chosen, balance=replace(chosen.balance, variation=wanted.smoothness))
    return chosen if wanted.steps is None else chosen.of_steps(wanted.steps)


def _painter(order: Order, chosen: str) -> Painter:
    try:
        painter = build(order.method, order.mixture, order.styles, order.settings.weights_dir, chosen)
    except ValueError as error:
        raise Complaint(f"other weights than expected for {', '.join(order.names)}: {error}") from error
    if isinstance(painter, Gatys):
        painter.recipe = recipe(order.optimiser)
    return painter


def _styles(order: Order, content: Picture) -> Iterator[StylePicture]:
    given = [_mask(path, order) for path in order.masks]
    for choice, mask in zip_longest(order.choices, given):
        if choice.is_picture:
            yield StylePicture(picture=_style(choice, order, content), weight=choice.weight, mask=mask)


def _mask(path: Path, order: Order) -> Mask:
    """A picture's brightness."""
    mask: Mask = brightness(read_picture(path, order.settings.most_pixels).pixels)[0].clip(0, 1)
    return mask


def _style(choice: Choice, order: Order, content: Picture) -> Pixels:
    if isinstance(choice.source, Path):
        return read_picture(choice.source, order.settings.most_pixels).pixels
    if choice.source.file is not None:
        return read_picture(choice.source.file, order.settings.most_pixels).pixels
    return style_picture(choice.source, content, order.longest_side)

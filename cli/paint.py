"""``atelier paint``: a photo painted without Telegram, on this machine."""

import time
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from rich.markup import escape

from cli.terminal import OUT, Complaint, complaining, read_settings
from jobs.catalogue import Method
from weights import FileError

if TYPE_CHECKING:
    from cli.order import Order

SUFFIXES = (".jpg", ".jpeg", ".png")

Styles = Annotated[
    list[str],
    typer.Option("--style", "-s", help="a style's name, or a picture; several with weights: a.jpg:0.6"),
]
Out = Annotated[
    Path | None, typer.Option("--out", "-o", help=".jpg or .png; default: beside you, named after both")
]


def paint(
    photo: Annotated[Path, typer.Argument(help="JPEG, PNG, WebP, HEIC, AVIF, GIF, TIFF or BMP")],
    style: Styles,
    out: Out = None,
    method: Annotated[Method | None, typer.Option(help="follows from the styles where not given")] = None,
    strength: Annotated[int, typer.Option(min=0, max=100, help="percent; 0 is the photo itself")] = 100,
    longest_side: Annotated[
        int | None, typer.Option(min=64, max=8192, help="pixels; painted no larger, then enlarged")
    ] = None,
) -> None:
    """Paint PHOTO with one or several styles; the painting has exactly the photo's size."""
    with complaining(FileError):
        order = _ordered(style, method, strength / 100, longest_side)
        target = out or Path(f"{photo.stem}-{'-'.join(order.names)}.jpg")
        _check(photo, target)
        order.check_weights()  # told at once, and not after torch came in
    _paint(photo, target, order)


def _ordered(texts: list[str], method: Method | None, strength: float, longest_side: int | None) -> "Order":
    from cli.order import Order
    from cli.style_choice import Choice, method_of

    choices = [Choice.parse(text) for text in texts]
    chosen = method_of(choices, method)
    settings = read_settings()
    side = longest_side or (settings.gatys_side if chosen is Method.GATYS else settings.longest_side)
    return Order(
        choices=tuple(choices), method=chosen, strength=strength, longest_side=side, settings=settings
    )


def _check(photo: Path, target: Path) -> None:
    if not photo.is_file():
        raise Complaint(f"{photo} is not there")
    if target.suffix.lower() not in SUFFIXES:
        raise Complaint(f"{target}: a painting is written as .jpg or .png")
    if not target.absolute().parent.is_dir():
        raise Complaint(f"{target.absolute().parent} is not a folder")
    if target.exists() and target.samefile(photo):
        raise Complaint(f"{target} is the photo itself; it would be lost")


def _paint(photo: Path, target: Path, order: "Order") -> None:
    # Here torch comes in.
    from cli.painting import paint_order, progress_bar, read_picture, write_picture

    with complaining(FileError):
        picture = read_picture(photo, order.settings.most_pixels)
        started = time.monotonic()
        with progress_bar(" + ".join(order.names)) as progress:
            painting = paint_order(order, picture, progress)
        took = time.monotonic() - started
        write_picture(target, painting, picture.alpha)
    size = f"{picture.width}x{picture.height}"
    OUT.print(f"[green]✔[/] {escape(str(target))}  {size}  painted by {order.method} in {took:.1f} s")

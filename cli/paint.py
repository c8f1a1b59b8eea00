"""``atelier paint``: a photo painted without Telegram, on this machine."""

import time
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from rich.markup import escape

from cli.terminal import OUT, Complaint, complaining, read_settings
from jobs.catalogue import Method
from jobs.job import Arrangement, Colours
from weights import FileError

if TYPE_CHECKING:
    from cli.order import Order

SUFFIXES = (".jpg", ".jpeg", ".png")
#: Panels of the help.
MIXING, COLOURS, OPTIMISER = "Several styles", "Colours and strokes", "Gatys only"

Photo = Annotated[Path, typer.Argument(help="JPEG, PNG, WebP, HEIC, AVIF, GIF, TIFF or BMP")]
Styles = Annotated[
    list[str],
    typer.Option("--style", "-s", help="a style's name, or a picture; several with weights: a.jpg:0.6"),
]
Out = Annotated[
    Path | None, typer.Option("--out", "-o", help=".jpg or .png; default: beside you, named after both")
]
HowToPaint = Annotated[
    Method | None,
    typer.Option(
        help="of pictures: gatys (minutes, best), microast, adain or msgnet (seconds), munit; the gallery's "
        "styles have their own"
    ),
]
Masks = Annotated[
    list[Path] | None,
    typer.Option(
        "--mask", help="grey picture: white where a style rules; one for each --style", rich_help_panel=MIXING
    ),
]


def paint(
    photo: Photo,
    style: Styles,
    out: Out = None,
    method: HowToPaint = None,
    strength: Annotated[int, typer.Option(min=0, max=100, help="percent; 0 is the photo itself")] = 100,
    longest_side: Annotated[
        int | None, typer.Option(min=64, max=8192, help="pixels; painted no larger, then enlarged")
    ] = None,
    seed: Annotated[int, typer.Option(min=0, help="another number, another painting of the same kind")] = 0,
    arrangement: Annotated[
        Arrangement,
        typer.Option(help="mixed by weights, or side by side from left to right", rich_help_panel=MIXING),
    ] = "blend",
    mask: Masks = None,
    colours: Annotated[
        Colours,
        typer.Option(
            help="the style's; luminance: the photo's hue and saturation; matched: the style brought to the "
            "photo's colours first",
            rich_help_panel=COLOURS,
        ),
    ] = "style",
    style_scale: Annotated[
        float,
        typer.Option(min=0.1, max=10, help="size of the strokes; 2: twice as large", rich_help_panel=COLOURS),
    ] = 1.0,
    steps: Annotated[
        int | None, typer.Option(min=3, max=10_000, help="in all; default 102", rich_help_panel=OPTIMISER)
    ] = None,
    smoothness: Annotated[
        float | None,
        typer.Option(min=0, max=1000, help="total variation's weight; default 2", rich_help_panel=OPTIMISER),
    ] = None,
    fourier: Annotated[
        bool, typer.Option("--fourier", help="optimise the spectrum, not pixels", rich_help_panel=OPTIMISER)
    ] = False,
) -> None:
    """Paint PHOTO with one or several styles; the painting has exactly the photo's size."""
    with complaining(FileError):
        from cli.order import Optimiser, Order
        from cli.style_choice import Choice, method_of
        from jobs.gallery import read_folder

        settings = read_settings()
        styles = read_folder(settings.styles_dir).gallery
        choices = [Choice.parse(text, styles) for text in style]
        chosen = method_of(choices, method)
        side = settings.gatys_side if chosen is Method.GATYS else settings.longest_side
        order = Order(
            choices=tuple(choices),
            method=chosen,
            strength=strength / 100,
            longest_side=longest_side or side,
            settings=settings,
            styles=styles,
            colours=colours,
            arrangement=arrangement,
            masks=tuple(mask or ()),
            style_scale=style_scale,
            seed=seed,
            optimiser=Optimiser(steps=steps, smoothness=smoothness, fourier=fourier),
        )
        target = out or Path(f"{photo.stem}-{'-'.join(order.names)}.jpg")
        check(photo, target)
        order.check_weights()  # told at once, and not after torch came in
    _paint(photo, target, order)


def enlarge(photo: Photo, out: Out = None) -> None:
    """Make a picture twice as large by a small net, sharper than interpolation."""
    with complaining(FileError):
        settings = read_settings()
        target = out or Path(f"{photo.stem}-2x.jpg")
        check(photo, target)
        from cli.painting import enlarged, read_picture, write_picture

        picture = read_picture(photo, settings.most_pixels)
        started = time.monotonic()
        large, alpha = enlarged(picture, settings)
        took = time.monotonic() - started
        write_picture(target, large, alpha)
    height, width = large.shape[1:]
    OUT.print(f"[green]✔[/] {escape(str(target))}  {width}x{height}  enlarged in {took:.1f} s")


def check(photo: Path, target: Path) -> None:
    """See whether one file can be read and the other written.

    Raises:
        Complaint: no.
    """
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

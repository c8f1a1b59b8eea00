"""A page with every installed style on the same three photos: what ``make gallery`` makes."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from jobs.catalogue import OWN_FAST, Method, Style
from jobs.gallery import read_folder
from jobs.settings import Settings
from local.demo import sample
from painting.sizes import limited
from painting.wish import Picture, StylePicture, Wish
from worker import device
from worker.needs import installed
from worker.paint import paint, style_picture
from worker.painters import TITLES, Painters, enlarger
from worker.pictures import Picture as Opened
from worker.pictures import decode, encode

#: Files in scikit-image's data folder, free to use; who took them stands there.
PHOTOS = ("coffee.png", "chelsea.png", "astronaut.png")
SIDE = 384  # pixels of the longer side of a picture on the page
QUALITY = 82  # of its JPEG
#: The drawing that stands for a person's own picture before the methods that take any.
OWN_PICTURE = "waves"

INTRODUCTION = """# Gallery

Every style that is installed, on the same three photos; `make gallery` paints this page anew. The photos are
scikit-image's (`skimage.data`: coffee, chelsea, astronaut); full strength, {side} px.

| style | painted by | licence | coffee | cat | astronaut |
|---|---|---|---|---|---|"""


@dataclass(frozen=True, kw_only=True)
class Row:
    """One way to paint, on the page."""

    style: Style
    method: Method

    @property
    def file_name(self) -> str:
        """How its pictures' names begin."""
        own = "" if self.method is self.style.method else f"-{self.method}"
        return f"{self.style.name}{own}"

    @property
    def title(self) -> str:
        """What the page calls it."""
        return self.style.title if self.method is self.style.method else f"{self.style.title} as your own"


def rows(settings: Settings) -> Iterator[Row]:
    """Everything that can be painted with what is installed."""
    for style in read_folder(settings.styles_dir).gallery.values():
        methods = (style.method, *(OWN_FAST if style.drawing == OWN_PICTURE else ()))
        for method in methods:
            if installed(method, style, settings.weights_dir):
                yield Row(style=style, method=method)


def gallery(page: Path, settings: Settings, tell: Callable[[str], None]) -> int:
    """Paint everything and write the page; its pictures go into a folder beside it.

    Args:
        page: the Markdown file.
        settings: where weights and the operator's own styles are.
        tell: called with each row's title before it is painted.

    Returns:
        How many rows the page has.

    Raises:
        weights.FileError: weights are not what they should be.
    """
    folder = page.with_suffix("")
    folder.mkdir(parents=True, exist_ok=True)
    photos = [decode(sample(name).read_bytes()) for name in PHOTOS]
    lines = [INTRODUCTION.format(side=SIDE), _line("the photos", "", "", f"{folder.name}/photo")]
    for number, photo in enumerate(photos):
        _write(folder / f"photo-{number}.jpg", limited(photo.pixels, SIDE))
    brush = Brush(settings)
    shown = list(rows(settings))
    for row in shown:
        tell(row.title)
        for number, photo in enumerate(photos):
            _write(folder / f"{row.file_name}-{number}.jpg", brush.painted(row, photo))
        lines.append(
            _line(row.title, TITLES[row.method], row.style.licence, f"{folder.name}/{row.file_name}")
        )
    page.write_text("\n".join(lines) + "\n", "utf-8")
    return len(shown)


class Brush:
    """Paints small pictures as a worker would."""

    def __init__(self, settings: Settings) -> None:
        chosen = device.choose(settings.device)
        self.painters = Painters(settings.weights_dir, chosen)
        self.enlarger = enlarger(settings.weights_dir, chosen)
        self.styles = read_folder(settings.styles_dir).gallery

    def painted(self, row: Row, photo: Opened) -> Picture:
        """Paint a photo at the page's size."""
        mixture = {} if row.style.by_picture else {row.style.name: 1.0}
        looked_at = (style_picture(row.style, photo, SIDE),) if row.style.by_picture else ()
        wish = Wish(
            content=limited(photo.pixels, SIDE),
            styles=tuple(StylePicture(picture=picture) for picture in looked_at),
        )
        painter = self.painters.get(row.method, mixture, self.styles)
        return paint(painter, wish, SIDE, self.enlarger, lambda _: None)


def _write(file: Path, picture: Picture) -> None:
    file.write_bytes(encode(picture, quality=QUALITY).content)


def _line(title: str, painter: str, licence: str, files: str) -> str:
    pictures = " | ".join(f"![{title}]({files}-{number}.jpg)" for number in range(len(PHOTOS)))
    return f"| {title} | {painter} | {licence} | {pictures} |"

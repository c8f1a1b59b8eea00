"""Words on pictures: in the best face that this machine has, without what no face can draw."""

import unicodedata
from functools import cache, lru_cache
from typing import Final

from PIL import ImageFont
from PIL.ImageFont import FreeTypeFont

#: Faces with accents and Cyrillic, where a machine has them; Pillow's own has neither, but is always there.
FACES: Final = ("DejaVuSans.ttf", "LiberationSans-Regular.ttf", "NotoSans-Regular.ttf", "Arial.ttf")
#: Signs that titles have and Pillow's own face has not.
PLAIN: Final = str.maketrans(
    {"→": ">", "⇄": "<>", "–": "-", "—": "-", "×": "x", "’": "'", "«": '"', "»": '"'}
)
#: What stands for all that did not fit.
ELLIPSIS: Final = "…"


@cache
def face(size: int) -> FreeTypeFont:
    """Load the face, letters ``size`` px high."""
    for name in FACES:
        try:
            return ImageFont.truetype(name, size)
        except OSError:
            continue
    own = ImageFont.load_default(size)
    if not isinstance(own, FreeTypeFont):
        raise TypeError("Pillow was built without FreeType")
    return own


def drawable(text: str) -> str:
    """Leave out of a text what the face cannot draw, emoji above all; accents go where it has none."""
    kept = "".join(_kept(letter) for letter in unicodedata.normalize("NFC", text))
    return " ".join(kept.split())


def _kept(letter: str) -> str:
    if _has(letter):
        return letter
    plain = letter.translate(PLAIN)
    if plain == letter:
        plain = unicodedata.normalize("NFD", letter)[:1]
    return plain if all(map(_has, plain)) else ""


@cache
def _has(letter: str) -> bool:
    """Whether the face has it, and not only a box in its place."""
    if letter == " ":
        return True
    if unicodedata.category(letter) in ("So", "Sk", "Mn", "Cf", "Cn", "Co", "Me", "Cc"):
        return False  # DejaVu draws some emoji, as thin outlines that nobody knows again
    shape, missing = (face(32).getmask(one) for one in (letter, "\U0010fffe"))
    return (shape.size, bytes(shape)) != (missing.size, bytes(missing))


@lru_cache(maxsize=1024)
def lines_of(text: str, width: int, size: int, most: int) -> tuple[str, ...]:
    """Break a text into lines.

    Args:
        width: of a line, px.
        size: of the letters, px.
        most: lines; what does not fit is cut off.
    """
    lines: list[str] = []
    for word in drawable(text).split():
        joined = f"{lines[-1]} {word}" if lines else word
        if lines and length(joined, size) <= width:
            lines[-1] = joined
        else:
            lines.append(word)
    if len(lines) > most:
        lines = [*lines[: most - 1], " ".join(lines[most - 1 :])]
    return tuple(_cut(line, width, size) for line in lines)


def length(text: str, size: int) -> float:
    """How long a line is, px."""
    return float(face(size).getlength(text))


def _cut(line: str, width: int, size: int) -> str:
    if length(line, size) <= width:
        return line
    while line and length(line + ELLIPSIS, size) > width:
        line = line[:-1]
    return line.rstrip() + ELLIPSIS

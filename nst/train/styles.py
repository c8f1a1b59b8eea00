"""Style pictures as a training takes them: named, without their frame, or only a part of them."""

import argparse
from dataclasses import dataclass
from pathlib import Path

from torch import Tensor

from training.photos import opened

#: Share of a painting's shorter side cut off all around: frames and margins are no style.
MARGIN = 0.05
WHOLE = (0.0, 0.0, 1.0, 1.0)


@dataclass(frozen=True, kw_only=True)
class StylePicture:
    """One style of a net."""

    name: str
    path: Path
    #: left, top, right, bottom of the part that is used, in shares of the picture without its margin
    part: tuple[float, float, float, float] = WHOLE

    @classmethod
    def parse(cls, text: str) -> "StylePicture":
        """Read ``NAME=PICTURE`` or ``NAME=PICTURE@LEFT,TOP,RIGHT,BOTTOM``.

        Raises:
            argparse.ArgumentTypeError: it is neither.
        """
        name, _, rest = text.partition("=")
        path, sign, numbers = rest.rpartition("@") if "@" in rest else (rest, "", "")
        try:
            left, top, right, bottom = (float(number) for number in numbers.split(",")) if sign else WHOLE
        except ValueError:
            name = ""
        if not (name and path) or not (0 <= left < right <= 1 and 0 <= top < bottom <= 1):
            message = f"a style is NAME=PICTURE or NAME=PICTURE@LEFT,TOP,RIGHT,BOTTOM in [0, 1], not {text}"
            raise argparse.ArgumentTypeError(message)
        return cls(name=name, path=Path(path), part=(left, top, right, bottom))

    def read(self, longest: int) -> Tensor:
        """Read the part, (3, H, W) in [0, 1]; ``longest`` is the whole picture's longer side in pixels."""
        whole = opened(self.path, longest=longest)
        margin = round(MARGIN * min(whole.shape[1:]))
        inner = whole[:, margin : whole.shape[1] - margin, margin : whole.shape[2] - margin]
        left, top, right, bottom = self.part
        height, width = inner.shape[1:]
        rows = slice(round(top * height), round(bottom * height))
        return inner[:, rows, round(left * width) : round(right * width)].float().div(255)


def add_styles(parser: argparse.ArgumentParser) -> None:
    """Add the style pictures to a command."""
    parser.add_argument(
        "--style", type=StylePicture.parse, action="append", default=[], metavar="NAME=PICTURE[@L,T,R,B]",
        help="a style by name, or a part of the picture in shares of its sides; repeated for each",
    )  # fmt: skip
    parser.add_argument("--style-size", type=int, default=800, help="their longer side, pixels")

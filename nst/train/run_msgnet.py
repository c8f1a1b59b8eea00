"""The command ``python -m nst.train msgnet``."""

import argparse
from pathlib import Path

from nst.train.apprentice import Recipe
from nst.train.arguments import add_photos, photos
from nst.train.msgnet import Msg
from nst.train.perceptual import add_perceptual, check_side, criterion_of, style_picture, weights_of
from training.photos import listed
from training.session import Session, add_common, follow

#: Drawings to train on where no photographs are given.
DRAWN = 12
#: Longer sides at which each style is looked at, pixels; the paper's, which paints at 256 px, are these.
SIZES = (256, 512, 768)


def add(parser: argparse.ArgumentParser) -> None:
    """Describe the command."""
    add_common(parser, steps=4000, batch=Recipe.batch, side=Recipe.side)
    add_photos(parser)
    add = parser.add_argument
    add("--styles", type=Path, action="append", required=True, metavar="FOLDER",
        help="style pictures, may be repeated")  # fmt: skip
    add("--style-sizes", type=int, nargs="+", default=list(SIZES), metavar="SIDE",
        help="longer sides at which each is looked at in turn, pixels (default: 256 512 768)")  # fmt: skip
    add_perceptual(parser)
    parser.set_defaults(run=run)


def run(chosen: argparse.Namespace) -> None:
    """Train, and write the weights."""
    check_side(chosen.side, multiple=4)
    recipe = Recipe(
        seed=chosen.seed, batch=chosen.batch, side=chosen.side, rate=chosen.rate, weights=weights_of(chosen)
    )
    paths = listed(chosen.styles)
    styles = [style_picture(path, size, chosen.device) for size in chosen.style_sizes for path in paths]
    pictures = photos(chosen.photos, drawings=0 if chosen.photos else DRAWN)
    pupil = Msg(
        recipe=recipe, photos=pictures, styles=styles, criterion=criterion_of(chosen, styles, pictures),
        device=chosen.device, precision=chosen.precision,
    )  # fmt: skip
    follow(pupil, Session.of(chosen))

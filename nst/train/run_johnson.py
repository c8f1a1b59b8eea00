"""The command ``python -m nst.train johnson``."""

import argparse
from pathlib import Path

from nst.train.apprentice import Recipe
from nst.train.arguments import add_photos, photos
from nst.train.johnson import Johnson
from nst.train.perceptual import add_perceptual, check_side, criterion_of, style_picture, weights_of
from training.session import Session, add_common, follow

#: Drawings to train on where no photographs are given.
DRAWN = 12


def add(parser: argparse.ArgumentParser) -> None:
    """Describe the command."""
    add_common(parser, steps=2000, batch=Recipe.batch, side=Recipe.side)
    add_photos(parser)
    add = parser.add_argument
    add("--style", type=Path, required=True, metavar="PICTURE", help="to paint in the manner of")
    add("--style-size", type=int, default=512, help="its longer side, pixels (default: %(default)s)")
    add_perceptual(parser)
    parser.set_defaults(run=run)


def run(chosen: argparse.Namespace) -> None:
    """Train, and write the weights."""
    check_side(chosen.side, multiple=4)
    recipe = Recipe(
        seed=chosen.seed, batch=chosen.batch, side=chosen.side, rate=chosen.rate, weights=weights_of(chosen)
    )
    styles = [style_picture(chosen.style, chosen.style_size, chosen.device)]
    pictures = photos(chosen.photos, besides={chosen.style.name}, drawings=0 if chosen.photos else DRAWN)
    pupil = Johnson(
        recipe=recipe, photos=pictures, styles=styles, criterion=criterion_of(chosen, styles, pictures),
        device=chosen.device, precision=chosen.precision,
    )  # fmt: skip
    follow(pupil, Session.of(chosen))

"""The command ``python -m nst.train adain``."""

import argparse
from pathlib import Path

from nst.adain_net import Encoder, used
from nst.train.adain import Mirror, Recipe, StyleLoss
from nst.train.arguments import add_photos, photos
from nst.train.perceptual import check_side
from training.photos import Photos, listed
from training.session import Session, add_common, follow
from weights.checkpoint import load_strictly, read_state

#: Drawings to train on where no photographs are given.
DRAWN = 12


def add(parser: argparse.ArgumentParser) -> None:
    """Describe the command."""
    add_common(parser, steps=2000, batch=Recipe.batch, side=Recipe.side)
    add_photos(parser)
    add = parser.add_argument
    add("--styles", type=Path, action="append", required=True, metavar="FOLDER",
        help="style pictures, may be repeated")  # fmt: skip
    add("--encoder", type=Path, required=True, metavar="FILE",
        help="the normalised VGG (vgg_normalised.pth), as far as relu4_1 or further")  # fmt: skip
    add("--style-loss", type=StyleLoss, choices=list(StyleLoss), default=Recipe.style_loss,
        metavar="mse|l1", help="how means and deviations are compared (default: %(default)s)")  # fmt: skip
    add("--style-weight", type=float, default=Recipe.style, metavar="WEIGHT",
        help="of the style loss, the content loss having 1 (default: %(default)s)")  # fmt: skip
    add("--noise", type=float, default=Recipe.noise, metavar="SIGMA",
        help="deviation of noise on the features to decode, of mean 1 (default: none)")  # fmt: skip
    add("--rate", type=float, default=Recipe.rate, help="of Adam (default: %(default)s)")
    parser.set_defaults(run=run)


def run(chosen: argparse.Namespace) -> None:
    """Train, and write the decoder."""
    check_side(chosen.side, multiple=8)
    recipe = Recipe(
        seed=chosen.seed, batch=chosen.batch, side=chosen.side, rate=chosen.rate, style=chosen.style_weight,
        style_loss=chosen.style_loss, noise=chosen.noise,
    )  # fmt: skip
    encoder = Encoder()
    load_strictly(encoder, used(read_state(chosen.encoder)))
    pupil = Mirror(
        recipe=recipe, encoder=encoder, photos=photos(chosen.photos, drawings=0 if chosen.photos else DRAWN),
        styles=Photos.read(listed(chosen.styles)), device=chosen.device, precision=chosen.precision,
    )  # fmt: skip
    follow(pupil, Session.of(chosen))

"""The command ``python -m nst.train features``."""

import argparse

from nst.train.arguments import add_photos, add_teachers, photos, shallow_path
from nst.train.features import Axes, Recipe, Workshop, disturbed
from nst.vgg import Vgg
from training.session import Session, add_common, follow

#: Drawings among the pictures: their flat colours and hard edges are what Gatys meets in the gallery.
DRAWN = 12


def add(parser: argparse.ArgumentParser) -> None:
    """Describe the command."""
    add_common(parser, steps=Recipe.steps, batch=Recipe.batch, side=Recipe.side)
    add_photos(parser)
    add_teachers(parser)
    parser.set_defaults(run=run)


def run(chosen: argparse.Namespace) -> None:
    """Distil, and write the weights."""
    recipe = Recipe(steps=chosen.steps, seed=chosen.seed, batch=chosen.batch, side=chosen.side)
    pictures = photos(chosen.photos, drawings=DRAWN)
    teacher = Vgg.load(shallow_path(chosen.weights)).to(chosen.device)
    batch = disturbed(pictures.batch(24, recipe.side, chosen.seed), chosen.seed).to(chosen.device)
    workshop = Workshop(
        recipe=recipe, photos=pictures, teacher=teacher, axes=Axes.measure(teacher, batch),
        device=chosen.device, precision=chosen.precision,
    )  # fmt: skip
    workshop.fit_taps(batch, workshop.axes.project(teacher(batch)))
    follow(workshop, Session.of(chosen))

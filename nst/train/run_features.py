"""The command ``python -m nst.train features``."""

import argparse

from nst.train.features import Axes, Recipe, Report, Workshop, disturbed, train
from nst.train.session import add_common, follow, pictures, shallow_path
from nst.vgg import Vgg

#: Drawings among the pictures: their flat colours and hard edges are what Gatys meets in the gallery.
DRAWN = 12


def add(parser: argparse.ArgumentParser) -> None:
    """Describe the command."""
    add_common(parser, steps=Recipe.steps)
    parser.set_defaults(run=run)


def run(chosen: argparse.Namespace) -> None:
    """Distil, and write the weights."""
    recipe = Recipe(steps=chosen.steps, seed=chosen.seed)
    photos = pictures(chosen.photos, besides=set(), drawings=DRAWN)
    teacher = Vgg.load(shallow_path(chosen.weights)).to(chosen.device)
    batch = disturbed(photos.batch(24, recipe.side, chosen.seed), chosen.seed).to(chosen.device)
    workshop = Workshop(recipe=recipe, axes=Axes.measure(teacher, batch), device=chosen.device)
    workshop.fit_taps(batch, workshop.axes.project(teacher(batch)))
    follow(workshop, lambda report: train(workshop, photos, teacher, report), Report, chosen)

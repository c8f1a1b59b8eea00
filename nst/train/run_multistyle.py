"""The command ``python -m nst.train multistyle``."""

import argparse
from pathlib import Path

import torch

from nst.train.arguments import add_photos, add_teachers, deep_path, photos, shallow_path
from nst.train.criterion import Criterion, Judge
from nst.train.multistyle import Recipe, Studio, judges
from nst.train.styles import StylePicture, add_styles
from nst.train.teachers import DistilledVgg, ShallowVgg
from training.photos import Photos
from training.precision import mixed
from training.session import Session, add_common, follow

#: Drawings to train on where no photographs are given.
DRAWN = 12


def add(parser: argparse.ArgumentParser) -> None:
    """Describe the command."""
    add_common(parser, steps=Recipe.steps, batch=Recipe.batch)
    add_photos(parser)
    add_teachers(parser)
    add_styles(parser)
    parser.add_argument("--content", type=float, default=Recipe.content, help="weight of the content loss")
    parser.set_defaults(run=run)


def run(chosen: argparse.Namespace) -> None:
    """Train, and write the weights."""
    styles: list[StylePicture] = chosen.style
    recipe = Recipe(steps=chosen.steps, seed=chosen.seed, batch=chosen.batch, content=chosen.content)
    besides = {style.path.name for style in styles}
    pictures = photos(chosen.photos, besides=besides, drawings=0 if chosen.photos else DRAWN)
    studio = Studio(
        recipe=recipe, styles=tuple(style.name for style in styles), photos=pictures,
        criterion=measured(chosen, pictures), device=chosen.device, precision=chosen.precision,
    )  # fmt: skip
    follow(studio, Session.of(chosen))


def measured(chosen: argparse.Namespace, photos: Photos) -> Criterion:
    """Measure the styles of a command line."""
    paintings = [style.read(chosen.style_size).to(chosen.device) for style in chosen.style]
    batch = photos.batch(12, 256, chosen.seed).to(chosen.device)
    with mixed(chosen.device, chosen.precision):
        return Criterion(_judges(chosen.weights, chosen.device), paintings, batch)


def _judges(weights: Path, device: torch.device) -> tuple[Judge, ...]:
    shallow = ShallowVgg.read(shallow_path(weights))
    deep = DistilledVgg.read(deep_path(weights), padded_from=2)
    for teacher in (shallow, deep):
        teacher.to(device=device, memory_format=torch.channels_last)  # type: ignore[call-overload]
    return judges(shallow, deep)

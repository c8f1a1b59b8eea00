"""The command ``python -m nst.train vgg``."""

import argparse
from pathlib import Path

import torch

from nst.train.classes import Examples, Split
from nst.train.vgg import Recipe, Student, begun
from nst.vgg import SHALLOW_DEPTH, TABLE, Vgg
from training.errors import TrainingError
from training.session import Session, add_common, follow

#: Least side of a crop, pixels: the deepest convolution still has a place.
LEAST = 16


def add(parser: argparse.ArgumentParser) -> None:
    """Describe the command."""
    add_common(parser, steps=Recipe.steps, batch=Recipe.batch, side=128)
    parser.add_argument(
        "--data", type=Path, required=True, metavar="FOLDER", help="holds a folder of pictures for each class"
    )
    parser.add_argument(
        "--weights",
        type=Path,
        metavar="FILE",
        help="VGG-19, whole or its first layers (default: from scratch)",
    )
    parser.add_argument(
        "--whole",
        action="store_true",
        help="from scratch: up to relu5_1 instead of relu3_1, the first layers",
    )
    parser.add_argument("--rate", type=float, default=Recipe.rate, help="of Adam (default: %(default)s)")
    parser.add_argument(
        "--slower", type=float, default=None, metavar="SHARE",
        help="of the rate for the convolutions (default: 0.1 with --weights, else 1)",
    )  # fmt: skip
    parser.add_argument(
        "--judge-every",
        type=int,
        default=Recipe.judged_every,
        metavar="STEPS",
        help="how often to measure top-1",
    )
    parser.set_defaults(run=run)


def run(chosen: argparse.Namespace) -> None:
    """Train, and write the convolutions."""
    if chosen.side < LEAST:
        raise TrainingError(f"--side is at least {LEAST}, not {chosen.side}")
    split = Split.of(chosen.data, seed=chosen.seed)
    recipe = Recipe(
        steps=chosen.steps, seed=chosen.seed, batch=chosen.batch, rate=chosen.rate, slower=_slower(chosen),
        judged_every=max(1, chosen.judge_every),
    )  # fmt: skip
    torch.manual_seed(chosen.seed)
    scratch = chosen.weights is None
    net = begun(len(TABLE) if chosen.whole else SHALLOW_DEPTH) if scratch else Vgg.load(chosen.weights)
    student = Student(
        recipe=recipe, net=net, classes=split.classes, learnt=Examples(split.learnt, side=chosen.side),
        held=Examples(split.held, side=chosen.side), device=chosen.device, precision=chosen.precision,
    )  # fmt: skip
    follow(student, Session.of(chosen))


def _slower(chosen: argparse.Namespace) -> float:
    if chosen.slower is not None:
        return float(chosen.slower)
    return Recipe.slower if chosen.weights is not None else 1.0

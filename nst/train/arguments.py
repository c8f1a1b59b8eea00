"""Arguments that several of our trainings have, and what they name."""

import argparse
from collections.abc import Collection
from pathlib import Path

from nst.train.drawn import drawn
from training.photos import SHORTEST, Photos, listed, opened


def add_photos(parser: argparse.ArgumentParser) -> None:
    """Add the photographs."""
    parser.add_argument(
        "--photos", type=Path, action="append", default=[], metavar="FOLDER",
        help="pictures to train on, may be repeated; a tenth is held out by name (default: our own drawings)",
    )  # fmt: skip


def photos(
    folders: list[Path], *, drawings: int, besides: Collection[str] = (), shortest: int = SHORTEST
) -> Photos:
    """Read the training side of the folders, without the files named, and add some drawings.

    Raises:
        TrainingError: there is no picture at all, or one cannot be read.
    """
    paths = [path for path in listed(folders, held=False) if path.name not in besides]
    if not drawings:
        return Photos.read(paths, shortest=shortest)
    read = [opened(path, shortest=shortest) for path in paths]
    return Photos(read + drawn(drawings, side=shortest))


def add_teachers(parser: argparse.ArgumentParser) -> None:
    """Add where the teachers are."""
    parser.add_argument(
        "--weights", type=Path, required=True, metavar="FOLDER",
        help="holds vgg19/vgg19_features_0_10.pth and collaborative-distillation/5SE.pth",
    )  # fmt: skip


def shallow_path(weights: Path) -> Path:
    """VGG-19's first convolutions in a weights folder."""
    return weights / "vgg19" / "vgg19_features_0_10.pth"


def deep_path(weights: Path) -> Path:
    """The distilled VGG-19 in a weights folder."""
    return weights / "collaborative-distillation" / "5SE.pth"

"""What every training run shares: its arguments, its pictures, its progress bar and its files."""

import argparse
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, Protocol

import torch
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

from nst.train.metrics import Table
from nst.train.photos import Photos, listed


class Pupil(Protocol):
    """A net in training that can be saved, taken up again and exported."""

    step: int

    def save(self, path: Path) -> None: ...
    def resume(self, path: Path) -> None: ...
    def export(self, path: Path) -> None: ...


def add_common(parser: argparse.ArgumentParser, *, steps: int) -> None:
    """Add what every training asks for."""
    parser.add_argument(
        "--photos", type=Path, action="append", default=[], metavar="FOLDER",
        help="pictures to train on, may be repeated; a tenth is held out by name (default: our own drawings)",
    )  # fmt: skip
    add_teachers(parser)
    parser.add_argument("--steps", type=int, default=steps)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument(
        "--every", type=int, default=50, metavar="STEPS", help="how often to write a checkpoint"
    )
    parser.add_argument("--folder", type=Path, required=True, help="for checkpoint.pt and metrics.csv")
    parser.add_argument("--out", type=Path, required=True, metavar="FILE", help="the .safetensors to write")
    parser.add_argument("--resume", action="store_true", help="go on from the folder's checkpoint")
    parser.add_argument("--device", type=torch.device, default=torch.device("cpu"))


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


def pictures(folders: list[Path], *, besides: set[str], drawings: int) -> Photos:
    """Read the training side of the folders, without the files named, and add some drawings.

    Raises:
        ValueError: there is no picture at all.
    """
    paths = [path for path in listed(folders, held=False) if path.name not in besides]
    drawn = Photos.drawn(drawings, seed=0).pictures if drawings else []
    return Photos(Photos.read(paths).pictures + drawn if paths else drawn)


def follow(
    pupil: Pupil,
    steps: Callable[[Callable[[Any], None]], Iterator[int]],
    kind: type[Any],
    chosen: argparse.Namespace,
) -> None:
    """Run the steps with a progress bar and a table, saving every few of them and at the end."""
    checkpoint = chosen.folder / "checkpoint.pt"
    if chosen.resume:
        pupil.resume(checkpoint)
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    with Table(chosen.folder / "metrics.csv", kind) as table, Progress(*columns) as bar:
        task = bar.add_task("training", total=chosen.steps, completed=pupil.step)

        def report(row: Any) -> None:
            table.add(row)
            bar.update(task, completed=row.step, description=row.summary())

        for step in steps(report):
            if step % chosen.every == 0:
                pupil.save(checkpoint)
                pupil.export(chosen.out)
    pupil.save(checkpoint)
    pupil.export(chosen.out)

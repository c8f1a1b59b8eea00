"""The command ``python -m nst.train judge``: the figures of the model cards, on held-out pictures."""

import argparse
from pathlib import Path

import torch
from rich.console import Console

from nst.features import SmallFeatures
from nst.multistyle import MultiStyle
from nst.train.arguments import add_teachers, shallow_path
from nst.train.held_out import agreement, painted
from nst.train.run_multistyle import measured
from nst.train.styles import add_styles
from nst.vgg import Vgg
from training.photos import Photos, listed, opened
from training.precision import Precision

#: Longer side at which the painter is judged, pixels.
LONGEST = 512
#: Crop side and number of pictures by which the features are judged.
SIDE, COUNT = 192, 24


def add(parser: argparse.ArgumentParser) -> None:
    """Describe the command."""
    parser.add_argument("--photos", type=Path, action="append", required=True, metavar="FOLDER")
    parser.add_argument("--painter", type=Path, metavar="FILE", help="weights of the multi-style painter")
    parser.add_argument("--features", type=Path, metavar="FILE", help="weights of the small feature network")
    add_teachers(parser)
    add_styles(parser)
    parser.set_defaults(run=run, seed=1, device=torch.device("cpu"), precision=Precision.AUTO)


def run(chosen: argparse.Namespace) -> None:
    """Print a line for each style and for each level of the features."""
    console = Console()
    if chosen.painter is not None:
        _judge_painter(chosen, console)
    if chosen.features is not None:
        _judge_features(chosen, console)


def _judge_painter(chosen: argparse.Namespace, console: Console) -> None:
    paths = listed(chosen.photos, held=True)
    photos = [opened(path, longest=LONGEST).float().div(255) for path in paths]
    criterion = measured(chosen, Photos.read(listed(chosen.photos, held=False)))
    painters = [MultiStyle(chosen.painter, style=style.name) for style in chosen.style]
    for row in painted(painters, photos, criterion):
        losses = f"style {row.style_loss:.3f}, content {row.content_loss:.3f}"
        console.print(f"{row.style}: {losses}, PSNR {row.psnr:.1f} dB on {len(photos)} held-out pictures")


def _judge_features(chosen: argparse.Namespace, console: Console) -> None:
    seen = Photos.read(listed(chosen.photos, held=False)).batch(COUNT, SIDE, 1)
    unseen = Photos.read(listed(chosen.photos, held=True)).batch(COUNT, SIDE, 1)
    teacher = Vgg.load(shallow_path(chosen.weights))
    result = agreement(SmallFeatures.load(chosen.features), teacher, seen, unseen)
    for level, share in result.explained.items():
        console.print(f"{level}: {share:.3f} of the teacher's variance explained")
    console.print(f"style losses of pairs of pictures: rank correlation {result.rank:.3f} with the teacher's")

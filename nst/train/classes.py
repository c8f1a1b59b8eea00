"""Pictures with a class each, from a folder of class folders, as Caltech-101 comes."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import torch
import torch.nn.functional as F
from torch import Tensor

from training.errors import TrainingError
from training.photos import SUFFIXES, Files, square

#: Share of each class that is held out, at least one picture.
HELD = 0.1


@dataclass(frozen=True, kw_only=True)
class Example:
    """One picture and its class."""

    path: Path
    label: int


@dataclass(frozen=True, kw_only=True)
class Split:
    """The examples of a data set, parted at random."""

    classes: tuple[str, ...]
    learnt: tuple[Example, ...]
    held: tuple[Example, ...]

    @classmethod
    def of(cls, folder: Path, *, seed: int) -> "Split":
        """Look through a folder of class folders.

        Raises:
            TrainingError: there are fewer than two classes, or one has fewer than two pictures.
        """
        if not folder.is_dir():
            raise TrainingError(f"{folder} is not a folder")
        classes = sorted(path for path in folder.iterdir() if path.is_dir())
        if len(classes) < 2:
            raise TrainingError(f"{folder} holds {len(classes)} class folders; two or more are needed")
        chance = torch.Generator().manual_seed(seed)
        learnt: list[Example] = []
        held: list[Example] = []
        for label, each in enumerate(classes):
            examples = _shuffled(each, label, chance)
            kept = max(1, round(HELD * len(examples)))
            held += examples[:kept]
            learnt += examples[kept:]
        return cls(classes=tuple(path.name for path in classes), learnt=tuple(learnt), held=tuple(held))


class Examples:
    """Examples, read when they are needed and given out as batches."""

    def __init__(self, examples: Sequence[Example], *, side: int) -> None:
        """Take examples; crops are of ``side`` pixels."""
        self.side = side
        # A quarter more, so that crops can differ.
        self.files = Files([example.path for example in examples], side + side // 4)
        self.labels = torch.tensor([example.label for example in examples])

    def __len__(self) -> int:
        return len(self.labels)

    def batch(self, count: int, seed: int) -> tuple[Tensor, Tensor]:
        """Cut random squares from random pictures.

        Returns:
            sRGB in [0, 1], (count, 3, side, side), and classes (count,); the same for the same arguments.
        """
        chance = torch.Generator().manual_seed(seed)
        chosen = torch.randint(len(self), (count,), generator=chance)
        crops = [square(self.files[index], self.side, chance) for index in chosen.tolist()]
        return torch.stack(crops), self.labels[chosen]

    def middles(self, indices: Sequence[int]) -> tuple[Tensor, Tensor]:
        """Take the middle squares of some pictures, in the same form."""
        crops = [_middle(self.files[index], self.side) for index in indices]
        return torch.stack(crops), self.labels[list(indices)]


def _shuffled(folder: Path, label: int, chance: torch.Generator) -> list[Example]:
    paths = sorted(path for path in folder.iterdir() if path.suffix.lower() in SUFFIXES)
    if len(paths) < 2:
        raise TrainingError(f"{folder} holds {len(paths)} pictures; two or more are needed")
    order = torch.randperm(len(paths), generator=chance).tolist()
    return [Example(path=paths[index], label=label) for index in order]


def _middle(picture: Tensor, side: int) -> Tensor:
    height, width = picture.shape[1:]
    shorter = min(height, width)
    top, left = (height - shorter) // 2, (width - shorter) // 2
    crop = picture[None, :, top : top + shorter, left : left + shorter].float() / 255
    return F.interpolate(crop, size=(side, side), mode="bilinear", antialias=True)[0].clamp(0, 1)

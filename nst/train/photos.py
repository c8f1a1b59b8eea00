"""Pictures to train on: read once, split by name, cut into random squares."""

import hashlib
import re
from collections.abc import Iterable
from pathlib import Path

import numpy
import torch
import torch.nn.functional as F
from PIL import Image
from torch import Tensor

from nst.drawings import DRAWINGS, draw

SUFFIXES = {".jpg", ".jpeg", ".png", ".webp"}


def held_out(path: Path) -> bool:
    """Whether the picture is kept from training: a tenth, by the hash of its name.

    A trailing number is left out of the name, so that all views of one subject fall on the same side.
    """
    subject = re.sub(r"_\d\d$", "", path.stem)
    return hashlib.sha256(f"split {subject}".encode()).digest()[0] % 10 == 0


def listed(folders: Iterable[Path], *, held: bool) -> list[Path]:
    """Paths of the pictures on one side of the split, sorted by name."""
    paths = (path for folder in folders for path in folder.iterdir() if path.suffix.lower() in SUFFIXES)
    return sorted((path for path in paths if held_out(path) == held), key=lambda path: path.name)


def opened(path: Path, *, shortest: int | None = None, longest: int | None = None) -> Tensor:
    """Read a picture as uint8 (3, H, W), with one side brought to a given length in pixels if asked."""
    with Image.open(path) as file:
        picture = file.convert("RGB")
    factor = 1.0
    if shortest is not None:
        factor = shortest / min(picture.size)
    if longest is not None:
        factor = longest / max(picture.size)
    size = (round(picture.width * factor), round(picture.height * factor))
    picture = picture.resize(size, Image.Resampling.LANCZOS)
    return torch.from_numpy(numpy.array(picture)).permute(2, 0, 1).contiguous()


class Photos:
    """Photographs in memory, given out as batches of random squares."""

    #: Shorter side in memory, pixels: enough for the largest crop and little enough for the memory.
    shortest = 448

    def __init__(self, pictures: list[Tensor]) -> None:
        if not pictures:
            raise ValueError("there is no picture to train on")
        self.pictures = pictures

    @classmethod
    def read(cls, paths: list[Path]) -> "Photos":
        """Read files; the shorter side becomes ``shortest``."""
        return cls([opened(path, shortest=cls.shortest) for path in paths])

    @classmethod
    def drawn(cls, count: int, seed: int) -> "Photos":
        """Take our own drawings, in turn, where there are no photographs or beside them."""
        names = list(DRAWINGS)
        drawings = [draw(names[i % len(names)], cls.shortest, seed + i // len(names)) for i in range(count)]
        return cls([(drawing * 255).round().to(torch.uint8) for drawing in drawings])

    def batch(self, count: int, side: int, seed: int) -> Tensor:
        """Cut squares from random pictures at random scales, half of them mirrored.

        Returns:
            sRGB in [0, 1], shape (count, 3, side, side), the same for the same arguments.
        """
        chance = torch.Generator().manual_seed(seed)
        chosen = torch.randint(len(self.pictures), (count,), generator=chance).tolist()
        return torch.stack([square(self.pictures[index], side, chance) for index in chosen])


def square(picture: Tensor, side: int, chance: torch.Generator) -> Tensor:
    """Cut one random square of uint8 (3, H, W) and scale it to ``side`` pixels, in [0, 1]."""
    shorter = min(picture.shape[1:])
    least = min(side, shorter)
    cut = least + int(torch.randint(shorter - least + 1, (), generator=chance))
    top = int(torch.randint(picture.shape[1] - cut + 1, (), generator=chance))
    left = int(torch.randint(picture.shape[2] - cut + 1, (), generator=chance))
    crop = picture[:, top : top + cut, left : left + cut].float().div(255)
    if torch.rand((), generator=chance) < 0.5:
        crop = crop.flip(2)
    if cut == side:
        return crop
    return F.interpolate(crop[None], size=(side, side), mode="bilinear", antialias=True)[0].clamp(0, 1)

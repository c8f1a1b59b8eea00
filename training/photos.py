"""Pictures to train on: listed, split by name, read, cut into random squares."""

import hashlib
import re
from collections.abc import Iterable, Sequence
from functools import lru_cache
from pathlib import Path
from typing import Protocol

import numpy
import torch
import torch.nn.functional as F
from PIL import Image
from torch import Tensor

from painting.wish import Picture
from training.errors import TrainingError

SUFFIXES = {".jpg", ".jpeg", ".png", ".webp"}
#: Shorter side in memory, pixels: enough for the usual crops and little enough for the memory.
SHORTEST = 448
#: As many pictures are kept in memory at once; of a larger collection the rest is read when needed.
KEPT = 512


def held_out(path: Path) -> bool:
    """Whether the picture is kept from training: a tenth, by the hash of its name.

    A trailing number is left out of the name, so that all views of one subject fall on the same side.
    """
    subject = re.sub(r"_\d\d$", "", path.stem)
    return hashlib.sha256(f"split {subject}".encode()).digest()[0] % 10 == 0


def listed(folders: Iterable[Path], *, held: bool | None = None) -> list[Path]:
    """Paths of the pictures in some folders, sorted by name.

    Args:
        folders: looked through without their sub-folders.
        held: which side of the split; None: both.

    Raises:
        TrainingError: a folder is none, or holds no picture.
    """
    paths = [path for folder in folders for path in _pictures(folder)]
    wanted = (path for path in paths if held is None or held_out(path) == held)
    return sorted(wanted, key=lambda path: path.name)


def opened(path: Path, *, shortest: int | None = None, longest: int | None = None) -> Tensor:
    """Read a picture as uint8 (3, H, W), with one side brought to a given length in pixels if asked.

    Raises:
        TrainingError: it cannot be read.
    """
    try:
        with Image.open(path) as file:
            picture = file.convert("RGB")
    except (
        OSError,
        Image.DecompressionBombError,
    ) as error:  # Pillow's own error for a bad file is an OSError
        raise TrainingError(f"{path} is no readable picture: {error}") from error
    factor = 1.0
    if shortest is not None:
        factor = shortest / min(picture.size)
    if longest is not None:
        factor = longest / max(picture.size)
    size = (max(1, round(picture.width * factor)), max(1, round(picture.height * factor)))
    picture = picture.resize(size, Image.Resampling.LANCZOS)
    return torch.from_numpy(numpy.array(picture)).permute(2, 0, 1).contiguous()


def stored(picture: Picture) -> Tensor:
    """Bring a picture in [0, 1] to the form that ``Photos`` keeps: uint8 (3, H, W)."""
    return torch.as_tensor(picture).mul(255).round().to(torch.uint8)


class Pictures(Protocol):
    """Pictures by number, uint8 (3, H, W) each."""

    def __len__(self) -> int: ...
    def __getitem__(self, index: int, /) -> Tensor: ...


class Photos:
    """Photographs, given out as batches of random squares."""

    def __init__(self, pictures: Pictures) -> None:
        """Take pictures.

        Raises:
            TrainingError: there is none.
        """
        if not len(pictures):
            raise TrainingError("there is no picture to train on")
        self.pictures = pictures

    @classmethod
    def read(cls, paths: Sequence[Path], *, shortest: int = SHORTEST) -> "Photos":
        """Read files; the shorter side becomes ``shortest``, pixels.

        Raises:
            TrainingError: there is none, or one cannot be read: at once if they are at most ``KEPT``, else
                when it is its turn.
        """
        files = Files(paths, shortest)
        return cls(files if len(paths) > KEPT else [files[index] for index in range(len(files))])

    def batch(self, count: int, side: int, seed: int) -> Tensor:
        """Cut squares from random pictures at random scales, half of them mirrored.

        Returns:
            sRGB in [0, 1], shape (count, 3, side, side), the same for the same arguments.
        """
        chance = torch.Generator().manual_seed(seed)
        chosen = torch.randint(len(self.pictures), (count,), generator=chance).tolist()
        return torch.stack([square(self.pictures[index], side, chance) for index in chosen])


class Files:
    """Pictures in files, read when asked for; the last few stay in memory."""

    def __init__(self, paths: Sequence[Path], shortest: int) -> None:
        self.paths = paths
        self.read = lru_cache(KEPT)(lambda path: opened(path, shortest=shortest))

    def __len__(self) -> int:
        return len(self.paths)

    def __getitem__(self, index: int, /) -> Tensor:
        return self.read(self.paths[index])


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


def _pictures(folder: Path) -> list[Path]:
    if not folder.is_dir():
        raise TrainingError(f"{folder} is not a folder")
    paths = [path for path in folder.iterdir() if path.suffix.lower() in SUFFIXES]
    if not paths:
        raise TrainingError(f"{folder} holds no pictures ({', '.join(sorted(SUFFIXES))})")
    return paths

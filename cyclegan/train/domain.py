"""One kind of pictures: the paper's A or B."""

from pathlib import Path

import torch
from torch import Tensor

from training.chance import seed_of
from training.photos import Photos, Pictures, listed


class Domain:
    """Pictures in turn: each once before any comes again, in another order each time."""

    def __init__(self, pictures: Pictures, *, side: int, seed: int) -> None:
        """Take pictures.

        Args:
            pictures: uint8 (3, H, W) each, both sides at least ``side``.
            side: of the squares cut from them, pixels.
            seed: of order and squares.
        """
        self.pictures = pictures
        self.side = side
        self.seed = seed

    @classmethod
    def read(cls, folder: Path, *, read_side: int, side: int, seed: int) -> "Domain":
        """Read a folder's pictures, the shorter side brought to ``read_side`` pixels.

        Raises:
            TrainingError: the folder is none or holds no picture, or one cannot be read (of a folder that is
                too large for the memory: when it is its turn).
        """
        return cls(Photos.read(listed([folder]), shortest=read_side).pictures, side=side, seed=seed)

    def batch(self, count: int, step: int) -> Tensor:
        """Cut a random square from each of the next pictures, half of them mirrored.

        Returns:
            RGB in [-1, 1], (count, 3, side, side), the same for the same arguments.
        """
        chance = torch.Generator().manual_seed(seed_of(self.seed, step))
        numbers = range(step * count, (step + 1) * count)
        return torch.stack([self._square(self._turn(number), chance) for number in numbers])

    def middles(self, most: int) -> Tensor:
        """The middles of a few pictures from all over the folder, as ``batch``'s: for previews."""
        count = min(most, len(self.pictures))
        chosen = (self.pictures[number * len(self.pictures) // count] for number in range(count))
        return torch.stack([self._cut(picture, 0.5, 0.5) for picture in chosen])

    def _turn(self, number: int) -> Tensor:
        round_, place = divmod(number, len(self.pictures))
        order = torch.Generator().manual_seed(seed_of(self.seed, round_))
        return self.pictures[int(torch.randperm(len(self.pictures), generator=order)[place])]

    def _square(self, picture: Tensor, chance: torch.Generator) -> Tensor:
        down, right, mirrored = torch.rand(3, generator=chance).tolist()
        square = self._cut(picture, down, right)
        return square.flip(2) if mirrored < 0.5 else square

    def _cut(self, picture: Tensor, down: float, right: float) -> Tensor:
        """Cut the square that lies so far down and right, in [0, 1]."""
        top, left = (
            min(int(share * (length - self.side + 1)), length - self.side)
            for share, length in zip((down, right), picture.shape[1:], strict=True)
        )
        return picture[:, top : top + self.side, left : left + self.side].float() / 127.5 - 1

"""Our own drawings as training pictures, where there are no photographs or beside them."""

import torch
from torch import Tensor

from nst.drawings import DRAWINGS, draw
from training.photos import SHORTEST


def drawn(count: int, *, seed: int = 0, side: int = SHORTEST) -> list[Tensor]:
    """Draw pictures of all manners in turn, uint8 (3, side, side) each."""
    names = list(DRAWINGS)
    drawings = (draw(names[index % len(names)], side, seed + index // len(names)) for index in range(count))
    return [torch.as_tensor(drawing).mul(255).round().to(torch.uint8) for drawing in drawings]

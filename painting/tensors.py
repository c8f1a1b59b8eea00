"""Picture ↔ tensor on a device."""

import numpy
import torch
from torch import Tensor

from painting.wish import Picture


def tensor(picture: Picture, device: torch.device | str = "cpu") -> Tensor:
    """(3, H, W) → (1, 3, H, W), float32; shares the memory on a CPU where it can, and may."""
    return torch.from_numpy(numpy.require(picture, requirements=("C", "W")))[None].to(device)


def picture(tensor: Tensor) -> Picture:
    """(1, 3, H, W) or (3, H, W) → (3, H, W), float32."""
    values: Picture = tensor.detach().reshape(tensor.shape[-3:]).float().cpu().numpy()
    return values

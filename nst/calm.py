"""A photo without the noise that nets paint large: an instance norm makes a grid of the blocks of JPEG.

He, Sun and Tang, 2013, "Guided Image Filtering", section 3.4: a guided filter, the photo its own guide.
"""

import torch
import torch.nn.functional as F
from torch import Tensor

#: Half the side of the windows in which a photo is calmed, in pixels: they are just larger than a JPEG block.
REACH = 4
#: Deviation in a window below which what is seen there is taken for noise.
NOISE = 0.01
#: Rows that are calmed at once.
ROWS = 256


def calmed(image: Tensor) -> Tensor:
    """Smooth a photo, (1, 3, H, W), where nothing but noise is seen."""
    grown = F.pad(image, (2 * REACH,) * 4, mode="replicate")
    result = torch.empty_like(image)
    for top in range(0, image.shape[2], ROWS):
        rows = result[:, :, top : top + ROWS]
        rows.copy_(_calmed(grown[:, :, top : top + rows.shape[2] + 4 * REACH]))
    return result


def _calmed(grown: Tensor) -> Tensor:
    mean = _windows(grown)
    variance = (_windows(grown.square()) - mean.square()).clamp_min(0)
    kept = variance / (variance + NOISE**2)
    inner = grown[:, :, 2 * REACH : -2 * REACH, 2 * REACH : -2 * REACH]
    return _windows(kept) * inner + _windows(mean - kept * mean)


def _windows(image: Tensor) -> Tensor:
    """Mean over the window around each pixel that has a whole one: ``REACH`` less on each side."""
    side = 2 * REACH + 1
    return F.avg_pool2d(F.avg_pool2d(image, (1, side), 1), (side, 1), 1)

"""A picture by its spectrum: what the optimiser may move instead of pixels.

Mordvintsev et al., 2018, "Differentiable Image Parameterizations", https://doi.org/10.23915/distill.00012:
colours decorrelated, the spectrum falling as in photos, values bounded by a smooth curve. Departures: the
Hartley transform, which is the Fourier transform in real numbers, as many as there are pixels, and its own
inverse; a sine as the curve, which lets black and white go where a sigmoid holds them; a slower fall.
"""

import math

import torch
from torch import Tensor

#: Brightness, red against blue, green against both; the rows are orthogonal, and as long as these colours
#: deviate in photos.
COLOURS = (
    (0.47 / math.sqrt(3), 0.47 / math.sqrt(3), 0.47 / math.sqrt(3)),
    (0.13 / math.sqrt(2), 0.0, -0.13 / math.sqrt(2)),
    (0.06 / math.sqrt(6), -0.12 / math.sqrt(6), 0.06 / math.sqrt(6)),
)
#: The spectrum falls as 1/f to this power. At 1, the paper's, small strokes come too late and the painting
#: stays blurred; at 0 large ones do. At a half, losses fell as fast as those of pixels.
DECAY = 0.5
EDGE = 0.002  # pixels start this far from black and white, where the curve is flat


class Fourier:
    """As many unknowns as values, (3, h, w); satisfies ``nst.gatys_space.Parametrisation``."""

    def __init__(self, height: int, width: int, device: torch.device | str = "cpu") -> None:
        self.scale = _scale(height, width).to(device)
        self.colours = torch.tensor(COLOURS, device=device)
        self.colours_back = torch.linalg.inv(self.colours.double()).float()

    def unknowns(self, picture: Tensor) -> Tensor:
        """Find them for a picture (3, h, w) in [0, 1]."""
        values = torch.asin(2 * picture.clamp(EDGE, 1 - EDGE) - 1)
        return hartley(_turned(values, self.colours_back)) / self.scale

    def picture(self, unknowns: Tensor) -> Tensor:
        """Paint them: (3, h, w) in [0, 1]."""
        return 0.5 + 0.5 * torch.sin(self._values(unknowns))

    def gradient(self, unknowns: Tensor, by_picture: Tensor) -> Tensor:
        """Turn the gradient by the picture into the one by the unknowns."""
        by_values = 0.5 * torch.cos(self._values(unknowns)) * by_picture
        return self.scale * hartley(_turned(by_values, self.colours.T))

    def within(self, place: Tensor) -> Tensor:
        """Leave it: all places are pictures."""
        return place

    def change(self, direction: Tensor) -> Tensor:
        """Mean change of a pixel of medium brightness."""
        return 0.5 * self._values(direction).abs().mean()

    def _values(self, unknowns: Tensor) -> Tensor:
        return _turned(hartley(self.scale * unknowns), self.colours)


def hartley(picture: Tensor) -> Tensor:
    """Transform (C, h, w); orthonormal, symmetric, its own inverse (Hartley, 1942; in two directions)."""
    spectrum = torch.fft.fft2(picture, norm="ortho")
    transformed: Tensor = spectrum.real - spectrum.imag
    return transformed


def _turned(picture: Tensor, colours: Tensor) -> Tensor:
    """(3, h, w) → (3, h, w), each pixel as a row times the matrix."""
    return torch.einsum("dhw,dc->chw", picture, colours)


def _scale(height: int, width: int) -> Tensor:
    """What each frequency is multiplied by, (h, w): falling with it, mean square 1."""
    frequency = torch.hypot(torch.fft.fftfreq(height)[:, None], torch.fft.fftfreq(width)[None])
    scale = frequency.clamp_min(1 / max(height, width)).pow(-DECAY)
    return scale / scale.square().mean().sqrt()

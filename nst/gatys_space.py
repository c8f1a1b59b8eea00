"""Between the optimiser's unknowns and the picture: pixels or a spectrum, and what stays the photo."""

from typing import Protocol

import torch
from torch import Tensor

from nst.fourier import Fourier
from nst.gatys_recipe import Parameters
from nst.lbfgs import Box, Space


class Parametrisation(Space, Protocol):
    """A picture (3, h, w) in [0, 1] by unknowns of the same shape."""

    def unknowns(self, picture: Tensor) -> Tensor:
        """Find those of a picture."""

    def picture(self, unknowns: Tensor) -> Tensor:
        """Make a picture of them."""

    def gradient(self, unknowns: Tensor, by_picture: Tensor) -> Tensor:
        """Turn the gradient by the picture into the one by the unknowns."""


class Pixels(Box):
    """The pixels are the unknowns."""

    def unknowns(self, picture: Tensor) -> Tensor:
        """Leave it as it is."""
        return picture

    def picture(self, unknowns: Tensor) -> Tensor:
        """Leave them as they are."""
        return unknowns

    def gradient(self, unknowns: Tensor, by_picture: Tensor) -> Tensor:  # noqa: ARG002 - the same everywhere
        """Leave it as it is."""
        return by_picture


class Covered:
    """A parametrisation whose picture is laid over the photo, so that the rest stays the photo exactly."""

    def __init__(self, inner: Parametrisation, photo: Tensor, cover: Tensor) -> None:
        """Lay it.

        Args:
            inner: of the painting.
            photo: (3, h, w) in [0, 1].
            cover: how much is painted at each place: (h, w) in [0, 1].
        """
        self.inner, self.photo, self.cover = inner, photo, cover
        self.unknowns = inner.unknowns
        self.within = inner.within
        self.change = inner.change

    def picture(self, unknowns: Tensor) -> Tensor:
        """Lay the painting over the photo."""
        return torch.lerp(self.photo, self.inner.picture(unknowns), self.cover)

    def gradient(self, unknowns: Tensor, by_picture: Tensor) -> Tensor:
        """Turn the gradient, the less the less is painted there."""
        return self.inner.gradient(unknowns, self.cover * by_picture)


def parametrisation(parameters: Parameters, photo: Tensor, cover: Tensor | None) -> Parametrisation:
    """Choose the unknowns for a picture of the photo's size (3, h, w), on its device."""
    inner: Parametrisation = Pixels()
    if parameters is Parameters.FOURIER:
        inner = Fourier(photo.shape[1], photo.shape[2], photo.device)
    return inner if cover is None else Covered(inner, photo, cover)

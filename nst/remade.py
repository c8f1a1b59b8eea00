"""Layers that are made again where they are looked at, instead of being kept.

In MSG-Net a norm and a ReLU stand before each convolution, and what they were given is needed again for the
residual path. Keeping both would take 3.2 GB each in a layer of 64 channels at 4096 × 3072 px. So where a
layer is large (``painting.layers.Limits``) and no gradient is wanted, the normed layer is computed for those
rows that a strip of the next convolution needs, and a cheap convolution may be, too. The numbers stay.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeAlias, cast

import torch
from torch import Tensor, nn

from painting import layers, steady


@dataclass(frozen=True, kw_only=True, eq=False)
class Remade:
    """A large layer that is not there: as much of a tensor as those need who look at it by rows."""

    #: (N, C, h, w).
    shape: layers.Shape
    device: torch.device
    #: Rows → those rows of it, float32, a tensor of its own.
    make: Callable[[slice], Tensor]
    #: Whether a convolution is computed each time.
    dear: bool

    def __getitem__(self, where: tuple[slice, slice, slice]) -> Tensor:
        """``[:, :, rows]`` of it."""
        return self.make(slice(*where[2].indices(self.shape[2])[:2]))


#: A layer, there or not.
Layer: TypeAlias = Tensor | Remade


class Convolution(layers.Convolution):
    """A convolution of such layers; its border is mirrored."""

    def __init__(self, inputs: int, outputs: int, kernel: int, stride: int = 1, *, enlarge: int = 1) -> None:
        """Build it; see :class:`painting.layers.Convolution`."""
        # A kernel of one pixel sees no border; torch would copy the layer to mirror none of it.
        border: layers.Border = "reflect" if kernel > 1 else "zeros"
        super().__init__(inputs, outputs, kernel, stride, border=border, enlarge=enlarge)

    def forward(self, features: Layer, onto: Tensor | None = None) -> Tensor:
        """Compute it; see :meth:`painting.layers.Convolution.forward`."""
        # What is not there is large, and so large a layer is looked at by rows only.
        return super().forward(cast("Tensor", features), onto)

    def remade(self, features: Layer, onto: Layer | None = None) -> Layer:
        """Compute it when it is looked at, where it could be kept as float16 only; else now.

        Args:
            features: (N, inputs, h, w); not to be changed while the result is in use.
            onto: what it is added to: of the result's shape, and made here likewise.
        """
        shape = self.shape_after(features.shape)
        if torch.is_grad_enabled() or not layers.is_halved(shape) or _is_dear(features):
            return self.forward(features, cast("Tensor | None", onto))

        def make(rows: slice) -> Tensor:
            layers.tell(whole_layer=False)
            made = self.strip(cast("Tensor", features), rows)
            return made if onto is None else made.add_(onto[:, :, rows])

        layers.tell(whole_layer=True)
        return Remade(shape=shape, device=features.device, make=make, dear=True)


class Normed(nn.InstanceNorm2d):
    """Instance norm and ReLU; leaves what it is given as it is."""

    # The supertype's own caller is not there: this net calls it, and knows what it gives.
    def forward(self, features: Layer) -> Layer:  # type: ignore[override]
        """(N, C, h, w), both ways."""
        small = isinstance(features, Tensor) and layers.strips_of(features.shape) is None
        if small and not steady.is_held():
            return layers.rectified(super().forward(cast("Tensor", features)))
        mean, deviation = layers.mean_deviation(cast("Tensor", features), self.eps)
        scale = (1 / deviation)[:, :, None, None]
        shift = -mean[:, :, None, None] * scale
        if small:
            return layers.rectified(torch.addcmul(shift, cast("Tensor", features), scale))

        def make(rows: slice) -> Tensor:
            return torch.addcmul(shift, features[:, :, rows].float(), scale).relu_()

        count, channels, height, width = features.shape
        return Remade(
            shape=(count, channels, height, width),
            device=features.device,
            make=make,
            dear=_is_dear(features),
        )


def _is_dear(features: Layer) -> bool:
    return isinstance(features, Remade) and features.dear

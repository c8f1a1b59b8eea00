"""A net without norms, applied to a picture of any size in bands of rows: exactly, with bounded memory.

What such a net gives at one place depends only on what lies near. So it may look at a part of the picture at
a time, if that part reaches further than the net sees, and if what came of the surplus is cut off.
"""

from dataclasses import dataclass

import torch
from torch import Tensor, nn

from painting import layers


@dataclass(frozen=True, kw_only=True)
class Bands:
    """How a net is cut; rows are rows of what it is given."""

    #: So many rows ...
    taken: int
    #: ... become so many rows of the result; bands begin at multiples of ``taken``.
    given: int
    #: Rows beyond a band's end that the net sees, at least; a multiple of ``taken``.
    halo: int
    #: Numbers that the largest layer takes and gives for one place, (row, column), of the input.
    widest: int

    def cut(self, features: Tensor) -> list[slice]:
        """Say which rows belong to which band; one where the picture is small or is trained on."""
        count, _, height, width = features.shape
        row = 4 * count * width * self.widest
        room = 4 * layers.limits().whole // row
        if torch.is_grad_enabled() or height <= room:
            return [slice(0, height)]
        # A band with less than its halo on both sides would mostly be computed for nothing.
        step = max(room - 2 * self.halo, 2 * self.halo) // self.taken * self.taken
        return [slice(start, min(height, start + step)) for start in range(0, height, step)]

    def through(self, net: nn.Module, features: Tensor) -> Tensor:
        """Apply a net.

        Args:
            net: no norms in it; (N, C, h, w) → (N, C', h · given / taken, w'), rounded up.
            features: (N, C, h, w).

        Returns:
            What ``net(features)`` is.
        """
        bands = self.cut(features)
        if len(bands) == 1:
            whole: Tensor = net(features)
            return whole
        height = features.shape[2]
        result = None
        for band in bands:
            part = self._part(net, features, band)
            if result is None:
                result = part.new_empty((*part.shape[:2], self._after(height), part.shape[3]))
            result[:, :, self._after(band.start) : self._after(band.stop)] = part
        assert result is not None  # noqa: S101 - for mypy: there are several bands
        return result

    def _part(self, net: nn.Module, features: Tensor, band: slice) -> Tensor:
        first = max(0, band.start - self.halo)
        part: Tensor = net(features[:, :, first : band.stop + self.halo])
        return part[:, :, self._after(band.start - first) : self._after(band.stop - first)]

    def _after(self, rows: int) -> int:
        return -(-rows * self.given // self.taken)

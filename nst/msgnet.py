"""Any style picture in one pass: the photo's features are matched to the style's Gram matrix.

Zhang and Dana, 2017, "Multi-style Generative Network for Real-time Transfer", https://arxiv.org/abs/1703.06953;
the net stands in ``msgnet_net``.
"""

from collections.abc import Mapping, Sequence
from pathlib import Path

import torch
from torch import Tensor

from nst.msgnet_net import MSGNetwork
from nst.styles import Remembered, looked_at
from painting import layers
from painting.one_pass import OnePass
from painting.step import Tell
from painting.tensors import picture, tensor
from painting.wish import Picture, Wish
from weights.checkpoint import load_strictly, read_state

#: Styles whose Gram matrices are remembered; each is 1 MB.
REMEMBERED = 32


class MSGNet(OnePass):
    """Paints in the manner of up to four pictures."""

    multiple = 4  # two halvings
    least = 16  # a bottleneck, at a quarter of the size, mirrors a pixel, and norms want something to measure
    takes = (1, 4)

    def __init__(self, weights: Path | Mapping[str, Tensor], device: torch.device | str = "cpu") -> None:
        """Load the net.

        Raises:
            WeightsError: ``weights`` are not this net's.
        """
        self.device = torch.device(device)
        self.net = MSGNetwork()
        load_strictly(self.net, read_state(weights) if isinstance(weights, Path) else weights)
        self.net.eval().requires_grad_(False).to(self.device)
        self._remembered = Remembered(self._measured, REMEMBERED)

    @torch.inference_mode()
    def translate(self, image: Picture, wish: Wish, progress: Tell) -> Picture:
        """Pass a picture through the net; see :meth:`painting.one_pass.OnePass.translate`."""
        styles = [looked_at(style.picture, wish) for style in wish.styles]
        new = sum(style not in self._remembered for style in styles)
        with layers.telling(progress, self.net, *[self.net.model1] * new):
            gram = self._mixed(styles, [style.weight for style in wish.styles])
            painted = self.net(self._blue_first(image), gram)
        return picture(painted.flip(1).div_(255))

    def _mixed(self, styles: Sequence[Picture], weights: Sequence[float]) -> Tensor:
        """The styles' targets, mixed by their weights, (1, 512, 512)."""
        shares = torch.tensor(weights, device=self.device) / sum(weights)
        mixed: Tensor = sum(
            share * self._remembered(style) for share, style in zip(shares, styles, strict=True)
        )
        return mixed

    def _measured(self, style: Picture) -> Tensor:
        gram: Tensor = self.net.gram(self._blue_first(style))
        return gram

    def _blue_first(self, image: Picture) -> Tensor:
        return tensor(image, self.device).flip(1).mul_(255)

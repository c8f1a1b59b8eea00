"""Train MSG-Net: one net for many style pictures, each of them in turn and at several sizes.

Zhang and Dana, 2017, https://arxiv.org/abs/1703.06953, section 4; see ``apprentice``. The gradient goes
through the Gram matrix that the net itself measures on the style picture, as in the published code.
"""

from typing import cast

from torch import Tensor, nn

from nst.msgnet_net import MirroredConvolution, MSGNetwork
from nst.train.apprentice import Apprentice, begin_grey


class Msg(Apprentice):
    """``nst.msgnet_net``'s net in training."""

    what = "painter after any picture (MSG-Net)"

    def build(self) -> nn.Module:
        """Build the untrained net."""
        net = MSGNetwork()
        begin_grey(cast("MirroredConvolution", net.model[-1]).conv2d)
        return net

    def painted(self, photos: Tensor, style: int) -> Tensor:
        """Paint photos; see :meth:`Apprentice.painted`."""
        net = cast("MSGNetwork", self.net)
        target = net.gram(_blue_first(self.styles[style][None]))
        painted: Tensor = net(_blue_first(photos), target)
        return painted.flip(1) / 255


def _blue_first(image: Tensor) -> Tensor:
    """RGB in [0, 1] → BGR in [0, 255]."""
    return 255 * image.flip(1)

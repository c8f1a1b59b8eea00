"""Train the published one-style net: photographs in, paintings with the style's statistics out.

Johnson et al., 2016, https://arxiv.org/abs/1603.08155; see ``apprentice``.
"""

from torch import Tensor, nn

from nst.johnson import TransformerNet
from nst.train.apprentice import Apprentice, begin_grey


class Johnson(Apprentice):
    """``nst.johnson``'s net in training, for one style."""

    what = "painter of one style (Johnson)"

    def build(self) -> nn.Module:
        """Build the untrained net."""
        net = TransformerNet()
        begin_grey(net.deconv3.conv2d)
        return net

    def painted(self, photos: Tensor, style: int) -> Tensor:  # noqa: ARG002 - there is but one
        """Paint photos; see :meth:`Apprentice.painted`."""
        painted: Tensor = self.net(255 * photos) / 255
        return painted

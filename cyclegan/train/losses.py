"""What the nets are asked for.

Zhu et al., 2017, https://arxiv.org/abs/1703.10593, sections 3, 4 (least squares, after
Mao et al., 2017, https://arxiv.org/abs/1611.04076) and 5.2 (identity).
"""

import torch.nn.functional as F
from torch import Tensor


def taken_for(scores: Tensor, *, real: bool) -> Tensor:
    """Mean squared distance of a discriminator's scores from 1 (real) or 0 (made); any shape, a scalar."""
    return (scores.float() - float(real)).square().mean()


def judged(on_real: Tensor, on_made: Tensor) -> Tensor:
    """What a discriminator minimises; halved, so that it learns more slowly than the generators."""
    return (taken_for(on_real, real=True) + taken_for(on_made, real=False)) / 2


def apart(picture: Tensor, wanted: Tensor) -> Tensor:
    """Mean absolute difference of two pictures of one shape: for cycles and identity."""
    return F.l1_loss(picture.float(), wanted.float())

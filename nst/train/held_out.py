"""What trained nets are worth on pictures that they were not trained on."""

from collections.abc import Sequence
from dataclasses import dataclass

import torch
from torch import Tensor

from nst.features import TAPPED, SmallFeatures
from nst.multistyle import MultiStyle
from nst.train.criterion import Criterion
from nst.train.teachers import Teacher
from painting.wish import Wish


@dataclass(frozen=True, kw_only=True)
class Painted:
    """One style on the held-out photos, means."""

    style: str
    #: 1 for the photos themselves, 0 for the style's own statistics
    style_loss: float
    content_loss: float
    #: dB, of the painting against the photo: low means repainted
    psnr: float


@dataclass(frozen=True, kw_only=True)
class Agreement:
    """How far the small features agree with the teacher's."""

    #: share of the variance of the teacher's features that a linear map of ours explains, for each level
    explained: dict[str, float]
    #: Spearman's correlation of the style losses of all ordered pairs of pictures
    rank: float


@torch.inference_mode()
def painted(painters: Sequence[MultiStyle], photos: Sequence[Tensor], criterion: Criterion) -> list[Painted]:
    """Judge each painter on photos (3, H, W); painters stand in the order of the criterion's styles."""
    rows = torch.eye(len(painters))
    result = []
    for index, painter in enumerate(painters):
        sums = torch.zeros(3)
        for photo in photos:
            painting = torch.as_tensor(painter.paint(Wish(content=photo.numpy()), _ignore))
            terms = criterion(painting[None], photo[None], rows[index : index + 1])
            psnr = -10 * (painting - photo).square().mean().log10()
            sums += torch.stack([terms.style, terms.content, psnr])
        style, content, psnr = (sums / len(photos)).tolist()
        name = painter.styles[int(painter.mixture.argmax())]
        result.append(Painted(style=name, style_loss=style, content_loss=content, psnr=psnr))
    return result


def _ignore(step: object) -> None:
    """Painters in one pass report no steps."""


@torch.inference_mode()
def agreement(pupil: SmallFeatures, teacher: Teacher, seen: Tensor, unseen: Tensor) -> Agreement:
    """Compare with the teacher.

    Args:
        pupil: our features.
        teacher: gives the same level names.
        seen: pictures (N, 3, H, W) on which the linear maps are fitted.
        unseen: held-out pictures (M, 3, H, W) on which everything is measured.
    """
    ours, theirs = pupil(unseen), teacher(unseen)
    ours_seen, theirs_seen = pupil(seen), teacher(seen)
    explained = {
        level.name: _explained(
            _rows(ours_seen[level.name]), _rows(theirs_seen[level.name]),
            _rows(ours[level.name]), _rows(theirs[level.name]),
        )
        for level in TAPPED
    }  # fmt: skip
    return Agreement(explained=explained, rank=_rank_correlation(_losses(ours), _losses(theirs)))


def _rows(features: Tensor) -> Tensor:
    rows = features.float().permute(0, 2, 3, 1).flatten(0, 2)
    return torch.cat([rows, torch.ones(len(rows), 1)], 1)


def _explained(ours: Tensor, theirs: Tensor, ours_unseen: Tensor, theirs_unseen: Tensor) -> float:
    square = ours.mT @ ours
    ridge = 1e-5 * square.diagonal().mean() * torch.eye(len(square))
    linear = torch.linalg.solve(square + ridge, ours.mT @ theirs)
    missed = (ours_unseen @ linear - theirs_unseen).square().mean(0).sum()
    return float(1 - missed / theirs_unseen.var(0).sum())


def _losses(features: dict[str, Tensor]) -> Tensor:
    """Style losses of all ordered pairs of a batch, summed over the levels."""
    total = torch.zeros(())
    for level in TAPPED:
        flat = features[level.name].float().flatten(2)
        matrices = (flat @ flat.mT / flat.shape[2]).flatten(1)
        distances = torch.cdist(matrices, matrices).square()
        total = total + distances / matrices.square().sum(1)
    count = len(total)
    return total[~torch.eye(count, dtype=torch.bool)]


def _rank_correlation(one: Tensor, other: Tensor) -> float:
    ranks = torch.stack([values.argsort().argsort().float() for values in (one, other)])
    return float(torch.corrcoef(ranks)[0, 1])

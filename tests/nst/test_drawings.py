"""Our own paintings: the same for the same seed, never flat."""

import pytest
import torch
import torch.nn.functional as F

from nst.drawings import DRAWINGS, draw


@pytest.mark.parametrize("name", DRAWINGS)
def test_a_drawing_is_a_picture_of_the_size_asked_for(name: str) -> None:
    drawing = draw(name, (48, 80), seed=3)

    assert drawing.shape == (3, 48, 80)
    assert drawing.dtype == torch.float32
    assert drawing.min() >= 0
    assert drawing.max() <= 1


@pytest.mark.parametrize("name", DRAWINGS)
def test_the_same_seed_gives_the_same_drawing_and_another_seed_another(name: str) -> None:
    first, again, other = draw(name, 64, seed=1), draw(name, 64, seed=1), draw(name, 64, seed=2)

    assert torch.equal(first, again)
    assert (first - other).abs().mean() > 0.02


@pytest.mark.parametrize("name", DRAWINGS)
def test_a_drawing_has_texture_at_several_scales(name: str) -> None:
    drawing = draw(name, 160)[None]
    halves = [F.avg_pool2d(drawing, scale) for scale in (1, 4, 16)]
    contrasts = [(half[..., 1:] - half[..., :-1]).std().item() for half in halves]

    assert min(contrasts) > 0.015


@pytest.mark.parametrize("name", DRAWINGS)
def test_a_drawing_is_the_same_at_another_size(name: str) -> None:
    small = F.avg_pool2d(draw(name, 80, seed=5)[None], 10).flatten()
    large = F.avg_pool2d(draw(name, 160, seed=5)[None], 20).flatten()

    assert torch.corrcoef(torch.stack([small, large]))[0, 1] > 0.8


@pytest.mark.parametrize("size", [1, (1, 9)])
@pytest.mark.parametrize("name", DRAWINGS)
def test_even_a_few_pixels_can_be_drawn(name: str, size: int | tuple[int, int]) -> None:
    height, width = (size, size) if isinstance(size, int) else size

    assert draw(name, size).shape == (3, height, width)


def test_no_two_drawings_are_alike() -> None:
    drawings = [F.avg_pool2d(draw(name, 64)[None], 8).flatten() for name in DRAWINGS]

    distances = torch.pdist(torch.stack(drawings))
    assert distances.min() > 1


def test_a_side_of_no_pixels_is_refused() -> None:
    with pytest.raises(ValueError, match="at least 1 x 1"):
        draw("ink", (0, 5))


def test_an_unknown_drawing_is_refused() -> None:
    with pytest.raises(KeyError):
        draw("fresco", 8)

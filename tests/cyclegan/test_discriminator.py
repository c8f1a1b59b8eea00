"""The PatchGAN: what it sees, and the form of its scores."""

import pytest
import torch
from torch import Tensor, nn

from cyclegan.discriminator import LEAST_SIDE, Discriminator


@pytest.fixture(scope="module")
def discriminator() -> Discriminator:
    torch.manual_seed(0)
    return Discriminator(channels=8)


def seen_by_one_score(discriminator: Discriminator) -> Tensor:
    """Where (H, W) a change of the picture changes the score in the middle."""
    image = torch.rand(1, 3, 160, 160, requires_grad=True)
    scores = discriminator(image)
    scores[0, 0, scores.shape[2] // 2, scores.shape[3] // 2].backward()
    return torch.as_tensor(image.grad)[0].abs().sum(0) > 0


def test_the_parameters_are_those_of_the_published_discriminator() -> None:
    state = Discriminator().state_dict()

    assert sum(value.numel() for value in state.values()) == 2_764_737
    assert [key for key in state if key.endswith("weight")] == [
        "model.0.weight", "model.2.weight", "model.5.weight", "model.8.weight", "model.11.weight"
    ]  # fmt: skip
    assert tuple(state["model.8.weight"].shape) == (512, 256, 4, 4)


def test_a_score_sees_a_patch_of_70_pixels() -> None:
    torch.manual_seed(0)
    discriminator = Discriminator(channels=4)
    for place, module in enumerate(discriminator.model):
        if isinstance(
            module, nn.InstanceNorm2d
        ):  # it looks at the whole picture; the patch is the convolutions'
            discriminator.model[place] = nn.Identity()
    rows, columns = (seen_by_one_score(discriminator).any(axis).nonzero() for axis in (1, 0))

    assert rows.max() - rows.min() + 1 == 70
    assert columns.max() - columns.min() + 1 == 70


@pytest.mark.parametrize(("size", "scores"), [((256, 256), (30, 30)), ((LEAST_SIDE, 64), (1, 6))])
def test_there_is_a_score_for_each_patch(
    discriminator: Discriminator, size: tuple[int, int], scores: tuple[int, int]
) -> None:
    assert discriminator(torch.rand(2, 3, *size)).shape == (2, 1, *scores)


def test_the_least_side_is_the_least(discriminator: Discriminator) -> None:
    with pytest.raises(ValueError, match="spatial"):
        discriminator(torch.rand(1, 3, LEAST_SIDE - 8, LEAST_SIDE - 8))

"""The small feature network that ships with the project."""

from pathlib import Path

import pytest
import torch
from safetensors.torch import load_file, save_file
from torch import Tensor

from nst.drawings import DRAWINGS, draw
from nst.features import TAPPED, SmallFeatures
from nst.statistics import gram
from nst.vgg import FeatureNet, Vgg
from weights.checkpoint import WeightsError

ROOT = Path(__file__).resolve().parents[2]
FILE = ROOT / "weights" / "files" / "features-small.safetensors"
TEACHER = ROOT.parent / "shared" / "weights" / "vgg19" / "vgg19_features_0_10.pth"


@pytest.fixture(scope="module")
def features() -> SmallFeatures:
    return SmallFeatures.load(FILE)


def drawn(name: str, size: int | tuple[int, int], seed: int = 0) -> Tensor:
    """A drawing as a batch of one."""
    return torch.from_numpy(draw(name, size, seed))[None]


def style(net: FeatureNet, image: Tensor) -> list[Tensor]:
    return [gram(net.forward(image)[level.name]) for level in TAPPED]


def test_the_file_is_small_enough_to_ship() -> None:
    assert FILE.stat().st_size < 2_000_000


def test_features_have_the_channels_and_sizes_of_their_levels(features: SmallFeatures) -> None:
    found = features.forward(drawn("waves", (64, 96)))

    assert tuple(found) == features.style_layers
    assert features.content_layer in found
    for level, halvings in zip(TAPPED, (0, 1, 2), strict=True):
        assert found[level.name].shape == (1, level.components, 64 >> halvings, 96 >> halvings)


@pytest.mark.parametrize("size", [(16, 16), (17, 31), (50, 23)])
def test_any_picture_of_16_pixels_and_more_has_features(
    features: SmallFeatures, size: tuple[int, int]
) -> None:
    found = features.forward(drawn("mosaic", size))

    assert all(torch.isfinite(layer).all() and layer.numel() > 0 for layer in found.values())


def test_the_picture_receives_a_gradient_and_the_weights_do_not(features: SmallFeatures) -> None:
    image = drawn("ink", 32).requires_grad_()
    total = torch.stack([layer.square().mean() for layer in features.forward(image).values()]).sum()
    (gradient,) = torch.autograd.grad(total, image)

    assert gradient.abs().sum() > 0
    assert not any(parameter.requires_grad for parameter in features.parameters())


def test_another_crop_of_a_drawing_is_nearer_in_style_than_another_drawing(features: SmallFeatures) -> None:
    pictures = {name: drawn(name, 192) for name in DRAWINGS}
    left = {name: style(features, picture[..., :96]) for name, picture in pictures.items()}
    right = {name: style(features, picture[..., 96:]) for name, picture in pictures.items()}

    def distance(one: list[Tensor], other: list[Tensor]) -> float:
        pairs = zip(one, other, strict=True)
        return float(sum((a - b).square().sum() / (a.norm() * b.norm()) for a, b in pairs))

    for name, found in left.items():
        assert min(right, key=lambda other: distance(found, right[other])) == name


def test_style_losses_rank_pictures_as_the_teacher_does(features: SmallFeatures) -> None:
    if not TEACHER.exists():
        pytest.skip(f"{TEACHER} is not here")
    teacher = Vgg.load(TEACHER)
    pictures = [drawn(name, 128, seed) for name in DRAWINGS for seed in (11, 12)]
    ours = [style(features, picture) for picture in pictures]
    theirs = [style(teacher, picture) for picture in pictures]

    def losses(grams: list[list[Tensor]]) -> list[float]:
        return [
            sum(((a - b).square().sum() / b.square().sum()).item() for a, b in zip(one, goal, strict=True))
            for one in grams
            for goal in grams
            if one is not goal
        ]

    ranks = torch.stack([torch.tensor(losses(grams)).argsort().argsort() for grams in (ours, theirs)])
    assert torch.corrcoef(ranks.float())[0, 1] > 0.7


def test_weights_of_another_shape_are_refused(tmp_path: Path) -> None:
    weights = load_file(FILE)
    weights["tap.relu1_1.weight"] = weights["tap.relu1_1.weight"][:5].clone()
    save_file(weights, tmp_path / "wrong.safetensors")

    with pytest.raises(WeightsError, match=r"tap\.relu1_1\.weight"):
        SmallFeatures.load(tmp_path / "wrong.safetensors")


def test_weights_with_a_key_missing_are_refused(tmp_path: Path) -> None:
    weights = load_file(FILE)
    del weights["convolution.relu3_1.bias"]
    save_file(weights, tmp_path / "wrong.safetensors")

    with pytest.raises(WeightsError, match=r"convolution\.relu3_1\.bias"):
        SmallFeatures.load(tmp_path / "wrong.safetensors")

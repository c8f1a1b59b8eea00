"""VGG-19's features from each form of its file."""

from pathlib import Path

import pytest
import torch
from torch import Tensor, nn

from nst.vgg import SHALLOW_DEPTH, TABLE, UNUSED, Vgg
from weights.checkpoint import WeightsError

PUBLISHED = Path(__file__).parents[3] / "shared" / "weights" / "vgg19" / "vgg19_features_0_10.pth"


def random_state(depth: int) -> dict[str, Tensor]:
    """Keys ``N.weight`` and ``N.bias`` of the first ``depth`` convolutions."""
    torch.manual_seed(0)
    state = {}
    for row in TABLE[:depth]:
        scale = (2 / (9 * row.inputs)) ** 0.5
        state[f"{row.index}.weight"] = scale * torch.randn(row.outputs, row.inputs, 3, 3)
        state[f"{row.index}.bias"] = torch.zeros(row.outputs)
    return state


def torchvision_state() -> dict[str, Tensor]:
    """As torchvision's file has it, the parts that nobody reads being small."""
    state = {f"features.{key}": value for key, value in random_state(len(TABLE)).items()}
    unused = {key if key.startswith("classifier") else f"features.{key}" for key in UNUSED}
    return state | {key: torch.zeros(2) for key in unused}


def test_the_whole_file_gives_the_classic_layers():
    net = Vgg.of(torchvision_state())
    found = net(torch.rand(1, 3, 64, 96))

    assert net.style_layers == ("relu1_1", "relu2_1", "relu3_1", "relu4_1", "relu5_1")
    assert net.content_layer == "relu4_2"
    assert net.pyramid == 1
    assert {name: tuple(value.shape[1:]) for name, value in found.items()} == {
        "relu1_1": (64, 64, 96),
        "relu2_1": (128, 32, 48),
        "relu3_1": (256, 16, 24),
        "relu4_1": (512, 8, 12),
        "relu4_2": (512, 8, 12),
        "relu5_1": (512, 4, 6),
    }


def test_the_first_layers_alone_look_at_a_pyramid():
    net = Vgg.of(random_state(SHALLOW_DEPTH))

    assert net.style_layers == ("relu1_1", "relu2_1", "relu3_1")
    assert net.content_layer == "relu3_1"
    assert net.pyramid > 1


def test_with_and_without_the_prefix_is_the_same():
    plain = random_state(SHALLOW_DEPTH)
    image = torch.rand(1, 3, 16, 16)
    prefixed = {f"features.{key}": value for key, value in plain.items()}

    assert torch.equal(Vgg.of(plain)(image)["relu3_1"], Vgg.of(prefixed)(image)["relu3_1"])


def test_the_table_is_torchvisions():
    torch.manual_seed(1)
    image = torch.rand(1, 3, 32, 32)
    net = Vgg.of(random_state(len(TABLE)))
    layers: list[nn.Module] = []
    for row in TABLE:  # torchvision's order: convolution, ReLU, and a pooling after each block
        layers += [nn.MaxPool2d(2)] if row.pooled else []
        layers += [net.features[str(row.index)], nn.ReLU()]
    expected = nn.Sequential(*layers)((image - net.mean) / net.deviation)

    places = [place for place, layer in enumerate(layers) if isinstance(layer, nn.Conv2d)]
    assert places == [row.index for row in TABLE]
    assert torch.allclose(net(image)["relu5_1"], expected, atol=1e-5)


def test_a_missing_layer_is_named():
    state = random_state(len(TABLE))
    del state["21.weight"]

    with pytest.raises(WeightsError, match=r"features\.21\.weight is missing"):
        Vgg.of(state)


def test_an_unknown_layer_is_named():
    state = random_state(SHALLOW_DEPTH) | {"11.weight": torch.zeros(1)}

    with pytest.raises(WeightsError, match=r"features\.11\.weight is not"):
        Vgg.of(state)


def test_another_network_is_refused():
    with pytest.raises(WeightsError, match="missing"):
        Vgg.of({"conv1.weight": torch.zeros(64, 3, 7, 7)})


def test_nothing_in_it_is_trained():
    net = Vgg.of(random_state(SHALLOW_DEPTH))

    assert not any(parameter.requires_grad for parameter in net.parameters())


def test_torchvisions_first_layers_load_and_see():
    if not PUBLISHED.is_file():
        pytest.skip(f"no published weights at {PUBLISHED}")
    net = Vgg.load(PUBLISHED)
    edge = torch.zeros(1, 3, 32, 32)
    edge[..., 16:] = 1.0
    found = net(edge)

    assert net.content_layer == "relu3_1"
    seen = found["relu2_1"].std(dim=2).amax(dim=(0, 1))  # along the edge nothing changes
    across = found["relu2_1"].std(dim=3).amax()
    assert across > 1
    assert seen.max() < 1e-4

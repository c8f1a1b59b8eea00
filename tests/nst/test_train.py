"""Training of the nets that we ship: the parts, and ten steps of each net from the command line."""

import argparse
import csv
from pathlib import Path

import numpy
import pytest
import torch
import torch.nn.functional as F
from PIL import Image
from torch import Tensor

from nst.drawings import DRAWINGS, draw
from nst.features import SmallFeatures
from nst.multistyle import MultiStyle, MultiStyleNet, names
from nst.train.__main__ import main
from nst.train.criterion import Criterion, Judge, variation
from nst.train.drawn import drawn
from nst.train.features import Axes, disturbed
from nst.train.multistyle import Recipe
from nst.train.muon import Muon, orthogonal
from nst.train.styles import StylePicture
from nst.train.teachers import DistilledVgg, ShallowVgg
from nst.vgg import TABLE
from painting.wish import Picture, Wish
from training.checkpoints import Average
from training.photos import Photos, held_out

FILES = Path(__file__).resolve().parents[2] / "weights" / "files"
PAINTER = FILES / "multistyle.safetensors"
FEATURES = FILES / "features-small.safetensors"


def shallow_weights() -> dict[str, Tensor]:
    torch.manual_seed(1)
    weights = {}
    for row in TABLE[:5]:
        spread = (2 / (9 * row.inputs)) ** 0.5
        weights[f"{row.index}.weight"] = spread * torch.randn(row.outputs, row.inputs, 3, 3)
        weights[f"{row.index}.bias"] = torch.zeros(row.outputs)
    return weights


def deep_weights() -> dict[str, Tensor]:
    torch.manual_seed(2)
    sizes = {"0": (3, 3, 1)}
    inside = 3
    for block, outside in zip(DistilledVgg.blocks, (16, 32, 64, 128, 128), strict=True):
        for name in block:
            sizes[name], inside = (outside, inside, 3), outside
        sizes[f"{block[0]}_aux"] = (4 * outside, outside, 1)
    weights = {}
    for name, (outside, inside, kernel) in sizes.items():
        spread = (2 / (kernel**2 * inside)) ** 0.5
        weights[f"conv{name}.weight"] = spread * torch.randn(outside, inside, kernel, kernel)
        weights[f"conv{name}.bias"] = torch.zeros(outside)
    return weights


@pytest.fixture(scope="module")
def weights(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Teachers with random weights in the form of the real ones."""
    folder = tmp_path_factory.mktemp("weights")
    (folder / "vgg19").mkdir()
    (folder / "collaborative-distillation").mkdir()
    torch.save(shallow_weights(), folder / "vgg19" / "vgg19_features_0_10.pth")
    torch.save({"model": deep_weights(), "epoch": 1}, folder / "collaborative-distillation" / "5SE.pth")
    return folder


@pytest.fixture(scope="module")
def paintings(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with each of our drawings as a file."""
    folder = tmp_path_factory.mktemp("paintings")
    for name in DRAWINGS:
        save(folder / f"{name}.png", draw(name, 128, seed=4))
    return folder


def save(path: Path, picture: Picture) -> None:
    Image.fromarray((255 * picture).round().astype(numpy.uint8).transpose(1, 2, 0)).save(path)


def drawing(name: str, size: int) -> Tensor:
    return torch.as_tensor(draw(name, size))


def rows(path: Path) -> list[dict[str, str]]:
    with path.open() as file:
        return list(csv.DictReader(file))


def test_the_style_itself_has_no_style_loss_and_the_photo_no_content_loss() -> None:
    judge = Judge(
        teacher=ShallowVgg(shallow_weights()),
        halvings=0,
        style={"relu1_1": 0.5, "relu3_1": 0.5},
        content={"relu2_1": 1.0},
    )
    style, photo = drawing("mosaic", 96), drawing("brush", 96)[None]
    criterion = Criterion([judge], [style], photo)
    only = torch.ones(1, 1)

    painted, kept = criterion(style[None], photo, only), criterion(photo, photo, only)
    assert painted.style < 1e-9
    assert painted.content > 0.1
    assert kept.content == 0
    torch.testing.assert_close(kept.style, torch.tensor(1.0))


def test_a_flat_picture_has_no_variation() -> None:
    assert variation(torch.full((1, 3, 8, 8), 0.3)) == 0
    assert variation(drawing("dots", 32)[None]) > 0


def test_axes_keep_the_norm_of_gram_matrices() -> None:
    torch.manual_seed(3)
    channels = {"relu1_1": 32, "relu2_1": 80, "relu3_1": 160}
    found = {name: torch.randn(2, count, 6, 6) for name, count in channels.items()}
    projected = Axes.measure(lambda _: found, torch.zeros(2, 3, 6, 6)).project(found)

    for name, features in found.items():
        before, after = features.flatten(2), projected[name].flatten(2)
        ratio = (after @ after.mT).norm() / (before @ before.mT).norm()
        torch.testing.assert_close(ratio, after.square().sum() / before.square().sum(), rtol=1e-3, atol=0)


def test_crops_grow_and_the_rate_falls() -> None:
    recipe = Recipe(steps=1000)
    sides = [recipe.side(step) for step in range(1000)]
    rates = [recipe.rate_at(step) for step in range(1000)]

    assert sides == sorted(sides)
    assert sides[0] < sides[-1]
    assert rates[0] < rates[recipe.warm] == max(rates[recipe.warm :])
    assert rates[-1] < 0.1 * max(rates)


def test_the_running_average_follows_the_net() -> None:
    net = MultiStyleNet(2)
    average = Average(net, decay=0.9)
    with torch.no_grad():
        net.leave.weight.fill_(1.0)
    for step in range(100):
        average.update(net, step)

    torch.testing.assert_close(average.weights["leave.weight"], net.leave.weight, rtol=1e-3, atol=1e-3)


@pytest.mark.parametrize("shape", [(6, 40), (40, 6), (16, 16)])
def test_a_matrix_made_orthogonal_has_singular_values_near_one(shape: tuple[int, int]) -> None:
    torch.manual_seed(4)
    values = torch.linalg.svdvals(orthogonal(torch.randn(shape)))

    assert 0.5 < values.min() <= values.max() < 1.5


def test_muon_learns_a_kernel() -> None:
    torch.manual_seed(5)
    wanted, images = torch.randn(8, 3, 3, 3), torch.randn(4, 3, 12, 12)
    kernel = torch.nn.Parameter(torch.zeros(8, 3, 3, 3))
    optimiser = Muon([kernel], lr=0.3)
    losses = []
    for step in range(100):
        error = (F.conv2d(images, kernel) - F.conv2d(images, wanted)).square().mean()
        optimiser.zero_grad()
        error.backward()  # type: ignore[no-untyped-call]
        optimiser.param_groups[0]["lr"] = 0.3 * (1 - step / 100)
        optimiser.step()
        losses.append(error.item())

    assert losses[-1] < 0.02 * losses[0]


def test_muon_takes_no_closure() -> None:
    with pytest.raises(NotImplementedError):
        Muon([torch.nn.Parameter(torch.zeros(1, 1, 3, 3))], lr=0.1).step(lambda: 0.0)


def test_disturbed_pictures_stay_pictures_and_some_stay_as_they_are() -> None:
    images = Photos(drawn(6, side=64)).batch(24, 32, seed=1)
    changed = disturbed(images, seed=2)

    same = (changed == images).flatten(1).all(1)
    assert 2 <= same.sum() <= 20
    assert changed.min() >= 0
    assert changed.max() <= 1


@pytest.mark.slow
def test_ten_steps_of_the_painter_give_a_painter(weights: Path, paintings: Path, tmp_path: Path) -> None:
    command = [
        "multistyle", "--photos", str(paintings), "--weights", str(weights), "--style-size", "128",
        "--style", f"tiles={paintings / 'mosaic.png'}", "--style", f"sea={paintings / 'waves.png'}",
        "--folder", str(tmp_path), "--out", str(tmp_path / "net.safetensors"), "--every", "5",
    ]  # fmt: skip
    main([*command, "--steps", "6"])
    main([*command, "--steps", "10", "--resume"])

    table = rows(tmp_path / "metrics.csv")
    assert [int(row["step"]) for row in table] == list(range(1, 11))
    assert float(table[-1]["style"]) < float(table[0]["style"])
    assert names(tmp_path / "net.safetensors") == ("tiles", "sea")
    painter = MultiStyle(tmp_path / "net.safetensors", style="sea")
    painting = painter.paint(Wish(content=draw("ink", 40)), lambda _: None)
    assert painting.shape == (3, 40, 40)


@pytest.mark.slow
def test_ten_steps_of_the_features_give_features(weights: Path, paintings: Path, tmp_path: Path) -> None:
    command = [
        "features", "--photos", str(paintings), "--weights", str(weights),
        "--folder", str(tmp_path), "--out", str(tmp_path / "net.safetensors"), "--every", "5",
    ]  # fmt: skip
    main([*command, "--steps", "6"])
    main([*command, "--steps", "10", "--resume"])

    table = rows(tmp_path / "metrics.csv")
    assert [int(row["step"]) for row in table] == list(range(1, 11))
    assert all(float(row[level]) < 1 for row in table for level in ("relu1_1", "relu2_1", "relu3_1"))
    found = SmallFeatures.load(tmp_path / "net.safetensors").forward(drawing("ink", 40)[None])
    assert found["relu3_1"].shape[1] == 160


@pytest.mark.slow
def test_the_same_command_trains_the_same_painter(
    weights: Path, paintings: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for run in ("first", "second"):
        (tmp_path / run).mkdir()
        monkeypatch.chdir(tmp_path / run)
        main([
            "multistyle", "--photos", str(paintings), "--weights", str(weights), "--style-size", "128",
            "--style", f"tiles={paintings / 'mosaic.png'}", "--steps", "2",
            "--folder", ".", "--out", "net.safetensors",
        ])  # fmt: skip

    first, second = (tmp_path / run / "net.safetensors" for run in ("first", "second"))
    assert first.read_bytes() == second.read_bytes()


@pytest.mark.slow
def test_a_checkpoint_of_other_styles_is_refused(weights: Path, paintings: Path, tmp_path: Path) -> None:
    command = [
        "multistyle", "--photos", str(paintings), "--weights", str(weights), "--style-size", "128",
        "--steps", "1", "--folder", str(tmp_path), "--out", str(tmp_path / "net.safetensors"),
    ]  # fmt: skip
    main([*command, "--style", f"tiles={paintings / 'mosaic.png'}"])

    with pytest.raises(SystemExit, match="was trained for tiles"):
        main([*command, "--resume", "--style", f"sea={paintings / 'waves.png'}"])


def test_a_part_of_a_style_picture_can_be_chosen(paintings: Path) -> None:
    picture = StylePicture.parse(f"sea={paintings / 'waves.png'}@0,0.5,0.25,1")

    assert picture.name == "sea"
    assert picture.read(128).shape == (3, 58, 29)


@pytest.mark.parametrize("text", ["picture.jpg", "=a.jpg", "sea=", "sea=a.jpg@0,0,1", "sea=a.jpg@1,0,0,1"])
def test_what_is_no_style_is_refused_with_the_form_it_should_have(text: str) -> None:
    with pytest.raises(argparse.ArgumentTypeError, match="NAME=PICTURE@LEFT,TOP,RIGHT,BOTTOM"):
        StylePicture.parse(text)


@pytest.mark.slow
def test_trained_nets_are_judged_on_what_they_were_not_trained_on(
    weights: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = tmp_path / "pictures"
    folder.mkdir()
    chosen = ["a", "b", *(f"{number}-h" for number in range(60) if held_out(Path(f"{number}-h.png")))]
    for number, name in enumerate(chosen):
        save(folder / f"{name}.png", draw(list(DRAWINGS)[number % 4], 96, seed=number))
    style = StylePicture(name=names(PAINTER)[0], path=folder / "a.png")
    main([
        "judge", "--photos", str(folder), "--weights", str(weights), "--painter", str(PAINTER),
        "--features", str(FEATURES), "--style", f"{style.name}={style.path}", "--style-size", "128",
    ])  # fmt: skip

    said = capsys.readouterr().out
    assert f"on {len(chosen) - 2} held-out pictures" in said
    assert all(level in said for level in ("relu1_1", "relu3_1", "rank correlation"))

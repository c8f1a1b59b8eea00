"""Training of VGG-19 on pictures with classes, from the command line."""

from pathlib import Path

import numpy
import pytest
import torch

from nst.drawings import draw
from nst.train.classes import Examples, Split
from nst.train.vgg import Recipe, Student, begun
from nst.vgg import Vgg
from tests.nst.training import check_ten_steps, rows, save, train
from training.errors import TrainingError


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Red and blue pictures, one class folder each."""
    folder = tmp_path_factory.mktemp("data")
    chance = numpy.random.default_rng(1)
    for channel, name in ((0, "red"), (2, "blue")):
        (folder / name).mkdir()
        for number in range(12):
            picture = (chance.random((3, 24, 32)) / 2).astype(numpy.float32)
            picture[channel] += 0.4
            save(folder / name / f"{number}.png", picture)
    return folder


def vgg(data: Path, *more: str) -> list[str]:
    return ["vgg", "--data", str(data), "--side", "16", "--batch", "4", "--judge-every", "5", *more]


@pytest.mark.slow
def test_ten_steps_give_the_layers_that_gatys_needs(data: Path, tmp_path: Path) -> None:
    out = check_ten_steps(tmp_path, vgg(data))
    found = Vgg.load(out)(torch.as_tensor(draw("ink", 32))[None])

    assert found["relu3_1"].shape == (1, 256, 8, 8)
    assert all(0 <= float(row["top1"]) <= 1 for row in rows(tmp_path / "straight" / "metrics.csv"))


@pytest.mark.slow
def test_training_goes_on_from_a_file_of_vgg(data: Path, tmp_path: Path) -> None:
    torch.manual_seed(1)
    torch.save(
        {f"features.{key}": value for key, value in begun(5).features.state_dict().items()},
        tmp_path / "vgg.pth",
    )
    out = train(tmp_path, vgg(data, "--weights", str(tmp_path / "vgg.pth"), "--steps", "2"))

    before, after = (Vgg.load(path).state_dict() for path in (tmp_path / "vgg.pth", out))
    change = (before["features.10.weight"] - after["features.10.weight"]).abs().max()
    assert 0 < change < 1e-2


@pytest.mark.slow
def test_red_is_told_from_blue(data: Path) -> None:
    split = Split.of(data, seed=1)
    torch.manual_seed(1)
    student = Student(
        recipe=Recipe(steps=30, batch=8, slower=1.0), net=begun(5), classes=split.classes,
        learnt=Examples(split.learnt, side=16), held=Examples(split.held, side=16),
    )  # fmt: skip
    measures = [student.learn(step) for step in range(30)]

    assert measures[-1]["top1"] == 1
    assert measures[-1]["loss"] < 0.5 * measures[0]["loss"]


def test_every_class_is_on_both_sides_and_no_picture_is(data: Path) -> None:
    split = Split.of(data, seed=1)

    assert split.classes == ("blue", "red")
    assert {example.label for example in split.learnt} == {example.label for example in split.held} == {0, 1}
    assert not {example.path for example in split.learnt} & {example.path for example in split.held}
    assert len(split.learnt) + len(split.held) == 24


def test_the_split_follows_from_the_seed(data: Path) -> None:
    assert Split.of(data, seed=1) == Split.of(data, seed=1)
    assert Split.of(data, seed=1) != Split.of(data, seed=2)


def test_a_picture_has_its_folders_class(data: Path) -> None:
    images, labels = Examples(Split.of(data, seed=1).learnt, side=16).batch(8, seed=3)

    assert torch.equal(images.mean((2, 3))[:, 0] > images.mean((2, 3))[:, 2], labels == 1)


def test_a_folder_without_classes_is_told(tmp_path: Path) -> None:
    with pytest.raises(SystemExit, match="0 class folders"):
        train(tmp_path / "run", vgg(tmp_path))


def test_a_class_without_pictures_is_told(tmp_path: Path) -> None:
    for name in ("one", "two"):
        (tmp_path / name).mkdir()

    with pytest.raises(TrainingError, match="one holds 0 pictures"):
        Split.of(tmp_path, seed=1)

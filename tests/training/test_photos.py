"""Pictures to train on: the split, the batches, and what is wrong with a folder."""

from pathlib import Path

import numpy
import pytest
import torch
from PIL import Image

from training.errors import TrainingError
from training.photos import KEPT, Photos, held_out, listed, opened, square, stored


def noise(*shape: int) -> torch.Tensor:
    return torch.randint(256, shape, dtype=torch.uint8, generator=torch.Generator().manual_seed(1))


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder with twenty small pictures."""
    for number in range(20):
        pixels = noise(24, 32, 3).roll(number).numpy()
        Image.fromarray(pixels).save(tmp_path / f"picture-{number}.png")
    return tmp_path


def test_about_a_tenth_of_the_pictures_is_held_out() -> None:
    held = [held_out(Path(f"photo-{number}-of-many.jpg")) for number in range(2000)]

    assert 0.07 < sum(held) / len(held) < 0.13


def test_all_views_of_one_subject_are_on_the_same_side() -> None:
    for subject in ("dog", "duck_toy", "dog7", "clock"):
        assert len({held_out(Path(f"{subject}_{view:02}.jpg")) for view in range(10)}) == 1


def test_every_picture_of_a_folder_is_on_one_side_only(folder: Path) -> None:
    train, held = listed([folder], held=False), listed([folder], held=True)

    assert sorted([*train, *held]) == sorted(folder.iterdir()) == sorted(listed([folder]))


def test_a_batch_follows_from_its_seed() -> None:
    photos = Photos([noise(3, 96, 96), noise(3, 80, 120)])
    first, again, other = photos.batch(3, 64, 1), photos.batch(3, 64, 1), photos.batch(3, 64, 2)

    assert first.shape == (3, 3, 64, 64)
    assert torch.equal(first, again)
    assert not torch.equal(first, other)


def test_a_square_larger_than_the_picture_is_an_enlargement() -> None:
    crop = square(noise(3, 20, 30), 48, torch.Generator().manual_seed(1))

    assert crop.shape == (3, 48, 48)


def test_the_shorter_side_is_brought_to_its_length(folder: Path) -> None:
    assert opened(folder / "picture-0.png", shortest=48).shape == (3, 48, 64)
    assert opened(folder / "picture-0.png", longest=16).shape == (3, 12, 16)


def test_a_large_collection_is_read_when_it_is_needed(folder: Path) -> None:
    paths = [folder / "picture-0.png"] * (KEPT + 1)
    large, small = Photos.read(paths, shortest=24), Photos.read(paths[:1], shortest=24)

    assert not isinstance(large.pictures, list)
    assert torch.equal(large.pictures[KEPT], small.pictures[0])
    assert large.batch(2, 16, 1).shape == (2, 3, 16, 16)


def test_a_picture_is_stored_as_bytes() -> None:
    picture = numpy.linspace(0, 1, 48, dtype=numpy.float32).reshape(3, 4, 4)

    assert (stored(picture).float() / 255 - torch.from_numpy(picture)).abs().max() <= 0.5 / 255 + 1e-6


def test_training_without_a_picture_is_refused() -> None:
    with pytest.raises(TrainingError, match="no picture"):
        Photos([])


def test_an_empty_folder_is_named(tmp_path: Path) -> None:
    with pytest.raises(TrainingError, match=rf"{tmp_path.name} holds no pictures"):
        listed([tmp_path])


def test_a_folder_that_is_none_is_named(tmp_path: Path) -> None:
    with pytest.raises(TrainingError, match="lost is not a folder"):
        listed([tmp_path / "lost"])


@pytest.mark.parametrize("content", [b"", b"no picture at all", b"\x89PNG\r\n\x1a\n\x00\x00"])
def test_an_unreadable_picture_is_named(folder: Path, content: bytes) -> None:
    (folder / "broken.png").write_bytes(content)

    with pytest.raises(TrainingError, match=r"broken\.png is no readable picture"):
        Photos.read(listed([folder]))


def test_a_truncated_picture_is_named(folder: Path) -> None:
    whole = (folder / "picture-3.png").read_bytes()
    (folder / "half.png").write_bytes(whole[: len(whole) // 2])

    with pytest.raises(TrainingError, match=r"half\.png is no readable picture"):
        opened(folder / "half.png")

"""The net that makes pictures twice as large."""

from pathlib import Path

import numpy
import pytest
import torch
from safetensors.torch import load_file, save_file

from nst.drawings import DRAWINGS, draw
from nst.enlarger import TIMES, Enlarger
from nst.train.drawn import drawn
from nst.train.enlarger import Recipe, Squares, Workshop, halved, interpolated
from nst.train.run_enlarger import judged
from painting.layers import Limits, limited_to
from painting.sizes import resized
from painting.step import Enough, Step
from painting.wish import Picture
from training.errors import TrainingError
from training.photos import held_out, opened
from training.session import Session, follow
from weights.checkpoint import WeightsError

FILE = Path(__file__).parents[2] / "weights" / "files" / "enlarger.safetensors"
PHOTOS = Path(__file__).parents[2] / ".." / "shared" / "images" / "photos"
#: What the net must be better by than bicubic interpolation, dB.
BETTER = 1.0


@pytest.fixture(scope="module")
def enlarger() -> Enlarger:
    return Enlarger(FILE)


def picture(name: str, size: int | tuple[int, int]) -> Picture:
    return numpy.ascontiguousarray(draw(name, size), numpy.float32)


def photo(path: Path) -> Picture:
    pixels: Picture = opened(path).float().div(255).numpy()
    return pixels


def psnr(one: Picture, other: Picture) -> float:
    return float(-10 * numpy.log10(numpy.square(one - other).mean() + 1e-12))


def test_the_file_is_small_enough_to_ship() -> None:
    assert FILE.stat().st_size < 300_000


@pytest.mark.parametrize("size", [(1, 1), (1, 70), (3, 2), (64, 64), (97, 131), (200, 33)])
def test_both_sides_double_exactly(enlarger: Enlarger, size: tuple[int, int]) -> None:
    large = enlarger.enlarge(picture("brush", size))

    assert large.shape == (3, 2 * size[0], 2 * size[1])
    assert large.dtype == numpy.float32
    assert large.min() >= 0
    assert large.max() <= 1


@pytest.mark.parametrize("colour", [(0, 0, 0), (1, 1, 1), (0.9, 0.1, 0.3), (0.2, 0.55, 0.7)])
def test_a_flat_picture_stays_flat_and_keeps_its_colour(
    enlarger: Enlarger, colour: tuple[float, float, float]
) -> None:
    flat = numpy.empty((3, 21, 34), numpy.float32)
    flat[:] = numpy.array(colour)[:, None, None]
    large = enlarger.enlarge(flat)

    numpy.testing.assert_allclose(large, resized(flat, 42, 68), atol=1e-4)


def test_drawings_are_nearer_to_their_originals_than_by_interpolation(enlarger: Enlarger) -> None:
    found = [judged(enlarger, [picture(name, (160, 200))]) for name in DRAWINGS]

    assert numpy.mean([one.ours - one.plain for one in found]) > BETTER
    assert numpy.mean([one.ours_brightness - one.plain_brightness for one in found]) > BETTER
    assert min(one.ours - one.plain for one in found) > BETTER / 2  # a brush's grain is mere noise


def test_photos_that_it_was_not_trained_on_are_nearer_too(enlarger: Enlarger) -> None:
    if not PHOTOS.is_dir():
        pytest.skip(f"there are no photos in {PHOTOS}")
    paths = sorted(path for path in PHOTOS.iterdir() if held_out(path))[::4]
    found = judged(enlarger, [photo(path)[:, 200:584, 200:584] for path in paths])

    assert len(paths) >= 5
    assert found.ours > found.plain + BETTER
    assert found.ours_brightness > found.plain_brightness + BETTER


def test_there_is_no_grid_and_no_cast_of_colour(enlarger: Enlarger) -> None:
    small = resized(picture("waves", 256), 96, 96).clip(0, 1)
    large = enlarger.enlarge(small)
    phases = [large[:, y::TIMES, x::TIMES].mean((1, 2)) for y in range(TIMES) for x in range(TIMES)]

    numpy.testing.assert_allclose(large.mean((1, 2)), small.mean((1, 2)), atol=2e-3)
    for phase in phases:
        numpy.testing.assert_allclose(phase, phases[0], atol=5e-3)


def test_an_edge_gets_no_halo_wider_than_a_touch(enlarger: Enlarger) -> None:
    edge = numpy.full((3, 32, 32), 0.25, numpy.float32)
    edge[:, :, 16:] = 0.75
    large = enlarger.enlarge(edge)
    plain = resized(edge, 64, 64)

    assert abs(large - 0.5).max() < abs(plain - 0.5).max() + 0.02  # overshoots no more than bicubic does
    assert (large[:, :, :24] < 0.27).all()  # and nowhere but beside the edge
    assert (large[:, :, 40:] > 0.73).all()


def test_a_mirrored_picture_is_enlarged_to_about_the_mirrored_one(enlarger: Enlarger) -> None:
    small = resized(picture("brush", 256), 96, 80).clip(0, 1)

    assert psnr(enlarger.enlarge(small[:, :, ::-1].copy())[:, :, ::-1], enlarger.enlarge(small)) > 35


def test_strips_give_the_plain_result(enlarger: Enlarger) -> None:
    small = picture("brush", (150, 131))
    strips = Enlarger(FILE)
    strips.strip = 40 * 131
    steps: list[Step] = []

    assert psnr(strips.enlarge(small, steps.append), enlarger.enlarge(small)) > 60
    assert [(step.step, step.of) for step in steps] == [(1, 4), (2, 4), (3, 4), (4, 4)]


@pytest.mark.parametrize(("halved", "least"), [(1 << 30, 60), (1 << 20, 45)])
def test_layers_in_strips_give_the_plain_result(enlarger: Enlarger, halved: int, least: float) -> None:
    small = picture("brush", (150, 131))
    with limited_to(Limits(whole=1 << 19, strip=1 << 20, halved=halved)):
        strips = enlarger.enlarge(small)

    assert psnr(strips, enlarger.enlarge(small)) > least


def test_bfloat16_is_as_good_as_float32() -> None:
    small = picture("brush", (96, 96))
    full, half = Enlarger(FILE), Enlarger(FILE)
    full.halved, half.halved = False, True

    assert psnr(half.enlarge(small), full.enlarge(small)) > 60


def test_whoever_is_told_can_stop_it(enlarger: Enlarger) -> None:
    def stop(step: Step) -> None:
        raise Enough(step)

    with pytest.raises(Enough):
        enlarger.enlarge(picture("dots", 32), stop)


@pytest.mark.parametrize(
    "wrong",
    [
        numpy.zeros((1, 8, 8), numpy.float32),
        numpy.zeros((3, 0, 8), numpy.float32),
        numpy.zeros((3, 8, 8), numpy.float64),
        numpy.full((3, 8, 8), numpy.nan, numpy.float32),
    ],
)
def test_what_is_no_picture_is_refused(enlarger: Enlarger, wrong: Picture) -> None:
    with pytest.raises(ValueError, match="a picture"):
        enlarger.enlarge(wrong)


def test_a_file_of_another_net_is_refused(tmp_path: Path) -> None:
    weights = load_file(FILE)
    weights["leave.weight"] = weights["leave.weight"][:6].contiguous()
    save_file(weights, tmp_path / "half.safetensors")

    with pytest.raises(WeightsError, match=r"leave\.weight"):
        Enlarger(tmp_path / "half.safetensors")
    with pytest.raises(WeightsError):
        Enlarger(FILE.parent / "multistyle.safetensors")


def test_training_halves_and_interpolates_as_the_enlarger_will() -> None:
    large = picture("brush", (96, 128))
    small = resized(large, 48, 64).clip(0, 1)

    torch.testing.assert_close(halved(torch.from_numpy(large)[None])[0], torch.from_numpy(small))
    torch.testing.assert_close(
        interpolated(torch.from_numpy(small)[None])[0], torch.from_numpy(resized(small, 96, 128))
    )


def test_squares_are_of_the_side_asked_for_even_from_a_smaller_picture() -> None:
    squares = Squares([torch.zeros(3, 40, 300, dtype=torch.uint8), *drawn(1, side=200)])
    batch = squares.batch(8, 64, seed=3)

    assert batch.shape == (8, 3, 64, 64)
    assert batch.min() >= 0
    assert batch.max() <= 1
    assert torch.equal(batch, squares.batch(8, 64, seed=3))
    assert not torch.equal(batch, squares.batch(8, 64, seed=4))


def test_without_pictures_there_is_no_training() -> None:
    with pytest.raises(TrainingError, match="no picture"):
        Squares([])


@pytest.mark.slow
def test_ten_steps_of_training_write_a_net_that_enlarges(tmp_path: Path) -> None:
    workshop = Workshop(recipe=Recipe(steps=10, batch=2, side=64), squares=Squares(drawn(2, side=160)))
    out = tmp_path / "enlarger.safetensors"
    before = {name: weight.clone() for name, weight in workshop.net.state_dict().items()}
    follow(workshop, Session(folder=tmp_path, outs=(out,), steps=10, preview_every=10))

    assert all(not torch.equal(weight, before[name]) for name, weight in workshop.net.state_dict().items())
    assert Enlarger(out).enlarge(picture("dots", 16)).shape == (3, 32, 32)
    assert (tmp_path / "previews" / "000010.jpg").exists()

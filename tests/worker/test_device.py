"""Where nets run, and what happens when a picture is too large."""

from collections.abc import Callable

import pytest
import torch

from painting import layers
from painting.layers import TIGHT, USUAL
from worker.device import choose, name, within_memory


def memory(limit: int, tried: list[tuple[int, str]], in_strips: int | None = None) -> Callable[[int], str]:
    """Paint up to ``limit`` pixels of the longer side; in narrow strips up to ``in_strips``."""

    def paint(side: int) -> str:
        narrow = narrow_strips()
        tried.append((side, "narrow" if narrow else "usual"))
        if side > (in_strips if narrow and in_strips else limit):
            raise torch.OutOfMemoryError("too large")
        return f"painted at {side}"

    return paint


def narrow_strips() -> bool:
    """Whether a layer of 64 MiB is cut now: within the usual limits, and not within the tight ones."""
    told = 0

    def count(_: object) -> None:
        nonlocal told
        told += 1

    net = torch.nn.Sequential(layers.Convolution(1, 1, 1), layers.Convolution(1, 1, 1))
    with torch.inference_mode(), layers.telling(count, net):
        net[0](torch.zeros(1, 1, 8, 8))
        net[1](torch.zeros(1, 1, 2048, 4096))
    return told > 2


@pytest.mark.parametrize("strips", [True, False])
def test_what_fits_is_painted_once_at_its_size(strips: bool) -> None:
    tried: list[tuple[int, str]] = []

    assert within_memory(memory(2048, tried), 2048, strips=strips) == ("painted at 2048", 2048)
    assert tried == [(2048, "usual")]


def test_what_does_not_fit_is_painted_in_narrow_strips_at_its_size() -> None:
    tried: list[tuple[int, str]] = []
    painted = within_memory(memory(1024, tried, in_strips=2048), 2048, strips=True)

    assert painted == ("painted at 2048", 2048)
    assert tried == [(2048, "usual"), (2048, "narrow")]


def test_what_does_not_fit_in_strips_either_is_painted_at_half_the_size() -> None:
    tried: list[tuple[int, str]] = []

    assert within_memory(memory(1024, tried), 2048, strips=True) == ("painted at 1024", 1024)
    assert tried == [(2048, "usual"), (2048, "narrow"), (1024, "narrow")]


def test_where_strips_do_not_help_it_is_painted_at_half_the_size_at_once() -> None:
    tried: list[tuple[int, str]] = []

    assert within_memory(memory(1024, tried), 2048, strips=False) == ("painted at 1024", 1024)
    assert [side for side, _ in tried] == [2048, 1024]


@pytest.mark.parametrize(("strips", "sides"), [(True, [2048, 2048, 1024]), (False, [2048, 1024])])
@pytest.mark.slow
def test_what_does_not_fit_at_half_the_size_either_is_an_error_and_not_tried_for_ever(
    strips: bool, sides: list[int]
) -> None:
    tried: list[tuple[int, str]] = []

    with pytest.raises(torch.OutOfMemoryError):
        within_memory(memory(100, tried), 2048, strips=strips)
    assert [side for side, _ in tried] == sides


@pytest.mark.parametrize(("strips", "sides"), [(True, [300, 300]), (False, [300])])
def test_a_small_picture_is_not_painted_smaller(strips: bool, sides: list[int]) -> None:
    tried: list[tuple[int, str]] = []

    with pytest.raises(torch.OutOfMemoryError):
        within_memory(memory(100, tried), 300, strips=strips)
    assert [side for side, _ in tried] == sides


def test_another_error_is_not_met_by_painting_smaller() -> None:
    def paint(side: int) -> str:
        raise InterruptedError(str(side))

    with pytest.raises(InterruptedError, match="2048"):
        within_memory(paint, 2048, strips=True)


@pytest.mark.slow
def test_narrow_strips_are_for_one_picture_only() -> None:
    within_memory(memory(1024, [], in_strips=2048), 2048, strips=True)

    assert not narrow_strips()
    assert TIGHT.whole < 64 << 20 < USUAL.whole


def test_the_device_is_what_was_asked_for() -> None:
    assert choose("cpu") == name("cpu") == "cpu"
    assert choose("auto") == ("cuda" if torch.cuda.is_available() else "cpu")

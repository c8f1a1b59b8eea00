"""Where nets run, and what happens when a picture is too large."""

import pytest
import torch

from worker.device import choose, name, within_memory


def out_of_memory_above(limit: int, tried: list[int]):
    def paint(side: int) -> str:
        tried.append(side)
        if side > limit:
            raise torch.OutOfMemoryError("too large")
        return f"painted at {side}"

    return paint


def test_what_fits_is_painted_once_at_its_size():
    tried: list[int] = []

    assert within_memory(out_of_memory_above(2048, tried), 2048) == ("painted at 2048", 2048)
    assert tried == [2048]


def test_what_does_not_fit_is_painted_once_more_at_half_the_size():
    tried: list[int] = []

    assert within_memory(out_of_memory_above(1024, tried), 2048) == ("painted at 1024", 1024)
    assert tried == [2048, 1024]


def test_what_does_not_fit_at_half_the_size_either_is_an_error_and_not_tried_for_ever():
    tried: list[int] = []

    with pytest.raises(torch.OutOfMemoryError):
        within_memory(out_of_memory_above(100, tried), 2048)
    assert tried == [2048, 1024]


def test_a_small_picture_is_not_painted_smaller():
    tried: list[int] = []

    with pytest.raises(torch.OutOfMemoryError):
        within_memory(out_of_memory_above(100, tried), 300)
    assert tried == [300]


def test_the_device_is_what_was_asked_for():
    assert choose("cpu") == name("cpu") == "cpu"
    assert choose("auto") == ("cuda" if torch.cuda.is_available() else "cpu")

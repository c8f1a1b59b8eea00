"""Pictures become tensors and come back."""

import numpy
import torch

from painting.tensors import picture, tensor
from tests.painting.samples import dust


def test_a_picture_comes_back_from_its_tensor() -> None:
    there = tensor(dust(5, 6))

    assert there.shape == (1, 3, 5, 6)
    assert numpy.array_equal(picture(there), dust(5, 6))
    assert numpy.array_equal(picture(there[0]), dust(5, 6))


def test_a_picture_that_lies_otherwise_in_memory_is_taken() -> None:
    mirrored = dust(5, 6)[:, :, ::-1]

    assert numpy.array_equal(tensor(mirrored)[0].numpy(), mirrored)


def test_a_picture_that_may_not_be_written_to_is_not_shared() -> None:
    fixed = dust(5, 6)
    fixed.flags.writeable = False
    tensor(fixed).zero_()

    assert numpy.array_equal(fixed, dust(5, 6))


def test_a_tensor_of_any_kind_becomes_a_picture() -> None:
    values = torch.rand(1, 3, 4, 5).requires_grad_().bfloat16().to(memory_format=torch.channels_last)
    there = picture(values)

    assert there.shape == (3, 4, 5)
    assert there.dtype == numpy.float32
    assert torch.equal(torch.from_numpy(there), values[0].detach().float())

"""Files of all forms that hold weights, and those that do not."""

import pytest
import torch
from safetensors.torch import save_file
from torch import nn

from weights.checkpoint import WeightsError, load_strictly, read_state


def small_net() -> nn.Sequential:
    return nn.Sequential(nn.Conv2d(3, 4, 3), nn.InstanceNorm2d(4), nn.BatchNorm2d(4))


@pytest.fixture
def state():
    torch.manual_seed(0)
    return small_net().state_dict()


def test_every_form_of_file_gives_the_same_tensors(tmp_path, state):
    torch.save(state, tmp_path / "new.pth")
    torch.save(state, tmp_path / "old.model", _use_new_zipfile_serialization=False)
    torch.save({"epoch": 3, "state_dict": state}, tmp_path / "wrapped.pth.tar")
    torch.save({f"module.{key}": value for key, value in state.items()}, tmp_path / "parallel.pt")
    save_file(state, tmp_path / "safe.safetensors")

    for path in tmp_path.iterdir():
        read = read_state(path)
        assert read.keys() == state.keys(), path.name
        assert all(torch.equal(read[key], state[key]) for key in state), path.name


def test_a_file_with_code_in_it_is_not_executed(tmp_path):
    torch.save({"weight": print}, tmp_path / "evil.pth")

    with pytest.raises(WeightsError, match=r"evil\.pth"):
        read_state(tmp_path / "evil.pth")


@pytest.mark.parametrize("name", ["page.pth", "page.safetensors"])
def test_a_web_page_saved_in_place_of_weights_is_told_with_its_name(tmp_path, name):
    (tmp_path / name).write_bytes(b"<!doctype html><title>404</title>" * 100)

    with pytest.raises(WeightsError, match=name):
        read_state(tmp_path / name)


@pytest.mark.parametrize("share", [0.0, 0.3, 0.9])
@pytest.mark.parametrize("name", ["cut.pth", "cut.safetensors"])
def test_a_truncated_file_is_told_with_its_name(tmp_path, state, name, share):
    whole = tmp_path / name
    if name.endswith(".pth"):
        torch.save(state, whole)
    else:
        save_file(state, whole)
    content = whole.read_bytes()
    whole.write_bytes(content[: int(share * len(content))])

    with pytest.raises(WeightsError, match=name):
        read_state(whole)


def test_two_state_dicts_in_one_file_are_told_with_their_keys(tmp_path, state):
    torch.save({"generator": state, "discriminator": state}, tmp_path / "both.pth")

    with pytest.raises(WeightsError, match=r"discriminator.*generator"):
        read_state(tmp_path / "both.pth")


def test_a_file_that_is_not_there_is_not_a_question_of_weights(tmp_path):
    with pytest.raises(FileNotFoundError):
        read_state(tmp_path / "none.pth")


def test_half_precision_is_loaded_into_a_float32_net(state):
    net = small_net()
    halved = {key: value.half() if value.is_floating_point() else value for key, value in state.items()}
    load_strictly(net, halved)

    assert net[0].weight.dtype == torch.float32
    assert torch.equal(net[0].weight, state["0.weight"].half().float())


def test_a_missing_key_is_named(state):
    del state["0.bias"]

    with pytest.raises(WeightsError, match=r"0\.bias is missing"):
        load_strictly(small_net(), state)


def test_an_unknown_key_is_named(state):
    state["3.weight"] = torch.zeros(1)

    with pytest.raises(WeightsError, match=r"3\.weight is not a parameter"):
        load_strictly(small_net(), state)


def test_another_shape_is_named(state):
    state["0.weight"] = torch.zeros(4, 3, 5, 5)

    with pytest.raises(WeightsError, match=r"0\.weight has shape \(4, 3, 5, 5\)"):
        load_strictly(small_net(), state)


def test_values_that_are_not_finite_are_named(state):
    state["0.bias"][1] = float("nan")

    with pytest.raises(WeightsError, match=r"0\.bias holds values"):
        load_strictly(small_net(), state)


def test_running_statistics_of_an_instance_norm_are_dropped(state):
    state |= {"1.running_mean": torch.zeros(4), "1.running_var": torch.ones(4)}
    load_strictly(small_net(), state | {"1.num_batches_tracked": torch.tensor(7)})

    with pytest.raises(WeightsError, match=r"0\.running_mean"):
        load_strictly(small_net(), state | {"0.running_mean": torch.zeros(4)})


def test_running_statistics_of_a_batch_norm_are_needed(state):
    del state["2.running_mean"]

    with pytest.raises(WeightsError, match=r"2\.running_mean is missing"):
        load_strictly(small_net(), state)

"""Training of a pair: its parts by known numbers, and whole runs from the command line."""

import csv
import json
from pathlib import Path
from typing import Any

import numpy
import pytest
import torch
from PIL import Image
from safetensors import safe_open
from torch import Tensor

from cyclegan.generator import CycleGAN
from cyclegan.train.__main__ import main
from cyclegan.train.domain import Domain
from cyclegan.train.losses import apart, judged, taken_for
from cyclegan.train.pair import Pair
from cyclegan.train.pool import Pool
from cyclegan.train.pupil import Pupil
from cyclegan.train.recipe import Recipe
from painting.wish import Wish
from training.checkpoints import load
from training.errors import TrainingError
from training.precision import Precision, mixed

CPU = torch.device("cpu")
SMALL = ("--channels", "4", "--blocks", "1", "--judge-channels", "4", "--side", "32")


def numbered(number: int) -> Tensor:
    """A batch of one flat picture that is known by its value."""
    return torch.full((1, 3, 4, 4), float(number))


def squares(colour: tuple[int, int, int], count: int = 6, side: int = 40) -> list[Tensor]:
    """Squares of a colour on grey, each elsewhere."""
    chance = numpy.random.default_rng(sum(colour))
    pictures = []
    for _ in range(count):
        picture = torch.full((3, side, side), 128, dtype=torch.uint8)
        top, left = chance.integers(4, side - 20, 2)
        picture[:, top : top + 16, left : left + 16] = torch.tensor(colour, dtype=torch.uint8)[:, None, None]
        pictures.append(picture)
    return pictures


def pupil(recipe: Recipe) -> Pupil:
    red = Domain(squares((230, 30, 30)), side=recipe.side, seed=2)
    blue = Domain(squares((30, 30, 230)), side=recipe.side, seed=3)
    pair = Pair(recipe, CPU, mixed(CPU, Precision.FLOAT32))
    return Pupil(pair=pair, a=red, b=blue)


def stored(folder: Path, pictures: list[Tensor]) -> Path:
    folder.mkdir()
    for number, picture in enumerate(pictures):
        Image.fromarray(picture.permute(1, 2, 0).numpy()).save(folder / f"{number}.png")
    return folder


@pytest.fixture
def command(tmp_path: Path) -> list[str]:
    """A command line without its folder, outs and steps."""
    red = stored(tmp_path / "red", squares((230, 30, 30)))
    blue = stored(tmp_path / "blue", squares((30, 30, 230)))
    return ["--a", str(red), "--b", str(blue), *SMALL]


def into(folder: Path) -> list[str]:
    """Where a run of a command line writes."""
    outs = [part for name in ("ab", "ba") for part in (f"--out-{name}", str(folder / f"{name}.safetensors"))]
    return ["--folder", str(folder), *outs]


def flat(state: Any, name: str = "") -> dict[str, Any]:
    """The leaves of a checkpoint by their path."""
    if isinstance(state, dict):
        return {k: v for key, value in state.items() for k, v in flat(value, f"{name}/{key}").items()}
    if isinstance(state, list | tuple):
        return flat(dict(enumerate(state)), name)
    return {name: state}


def test_a_pool_gives_new_pictures_until_it_is_full() -> None:
    pool = Pool(5, seed=1)
    given = [pool.exchange(numbered(number)).mean().item() for number in range(5)]

    assert given == [0, 1, 2, 3, 4]
    assert [picture.mean().item() for picture in pool.pictures] == given


def test_a_full_pool_gives_an_earlier_picture_half_the_time() -> None:
    pool = Pool(5, seed=1)
    given = [pool.exchange(numbered(number)).mean().item() for number in range(1005)]
    earlier = [found for number, found in enumerate(given) if found != number]

    assert 430 < len(earlier) < 570
    assert len(set(earlier)) == len(earlier)  # what came out is no longer in
    assert len(pool.pictures) == 5


def test_what_a_pool_gives_follows_from_its_seed() -> None:
    def given(seed: int) -> list[float]:
        pool = Pool(3, seed=seed)
        return [pool.exchange(numbered(number)).mean().item() for number in range(50)]

    assert given(1) == given(1)
    assert given(1) != given(2)


def test_a_pool_goes_on_from_its_state() -> None:
    pool, other = Pool(3, seed=1), Pool(3, seed=9)
    for number in range(10):
        pool.exchange(numbered(number))
    state = pool.state()
    other.restore({"pictures": list(state["pictures"]), "chance": state["chance"].clone()}, CPU)

    for number in range(10, 40):
        assert torch.equal(pool.exchange(numbered(number)), other.exchange(numbered(number)))


def test_a_pool_of_none_gives_every_picture_back() -> None:
    pool = Pool(0)

    assert [pool.exchange(numbered(number)).mean().item() for number in range(4)] == [0, 1, 2, 3]


def test_least_squares_of_known_scores() -> None:
    scores = torch.tensor([[1.0, 0.0], [0.5, -1.0]])

    assert taken_for(scores, real=True).item() == pytest.approx((0 + 1 + 0.25 + 4) / 4)
    assert taken_for(scores, real=False).item() == pytest.approx((1 + 0 + 0.25 + 1) / 4)


def test_a_discriminator_that_knows_has_no_loss_and_one_that_guesses_a_quarter() -> None:
    one, half, none = (torch.full((1, 1, 2, 2), value) for value in (1.0, 0.5, 0.0))

    assert judged(one, none).item() == 0
    assert judged(half, half).item() == 0.25
    assert judged(none, one).item() == 1


def test_pictures_are_apart_by_their_mean_absolute_difference() -> None:
    assert apart(numbered(1), numbered(1)).item() == 0
    assert apart(numbered(1), numbered(-2)).item() == 3


def test_the_rate_stays_for_half_the_steps_and_falls_in_a_line_to_nothing() -> None:
    recipe = Recipe(steps=200, rate=2e-4)
    rates = [recipe.rate_at(step) for step in range(200)]

    assert rates[:101] == [2e-4] * 101
    assert rates[150] == pytest.approx(1e-4)
    assert numpy.diff(rates[100:]) == pytest.approx(-2e-6)
    assert recipe.rate_at(200) == 0


def test_squares_of_256_pixels_are_cut_from_286() -> None:
    assert Recipe().read_side == 286


@pytest.mark.parametrize(
    "wrong", [{"side": 30}, {"side": 20}, {"channels": 0}, {"blocks": 0}, {"rate": 0.0}, {"cycle": -1.0}]
)
def test_what_cannot_be_trained_is_refused(wrong: dict[str, Any]) -> None:
    with pytest.raises(TrainingError):
        Recipe(**wrong)


def test_every_picture_comes_once_before_any_comes_again() -> None:
    pictures = [torch.full((3, 40, 44), 20 * number, dtype=torch.uint8) for number in range(7)]
    domain = Domain(pictures, side=32, seed=1)
    values = [round((domain.batch(1, step).mean().item() + 1) * 127.5) for step in range(21)]

    rounds = [values[start : start + 7] for start in (0, 7, 14)]
    assert all(sorted(one) == [0, 20, 40, 60, 80, 100, 120] for one in rounds)
    assert rounds[0] != rounds[1] or rounds[1] != rounds[2]


def test_a_batch_follows_from_seed_and_step() -> None:
    pictures = [torch.randint(256, (3, 40, 50), dtype=torch.uint8) for _ in range(3)]
    domain, again, other = (Domain(pictures, side=32, seed=seed) for seed in (1, 1, 2))

    assert domain.batch(2, 5).shape == (2, 3, 32, 32)
    assert torch.equal(domain.batch(2, 5), again.batch(2, 5))
    assert not torch.equal(domain.batch(2, 5), other.batch(2, 5))
    assert not torch.equal(domain.batch(2, 5), domain.batch(2, 6))


def test_squares_lie_everywhere_and_half_of_them_are_mirrored() -> None:
    columns = torch.arange(40, dtype=torch.uint8).expand(3, 36, 40)
    domain = Domain([columns], side=32, seed=1)
    ends = [((domain.batch(1, step)[0, 0, 0] + 1) * 127.5).round() for step in range(200)]
    mirrored = [bool(row[0] > row[-1]) for row in ends]

    assert 70 < sum(mirrored) < 130
    assert {int(row.min()) for row in ends} == set(range(9))


def test_values_are_between_minus_one_and_one() -> None:
    picture = torch.randint(256, (3, 32, 32), dtype=torch.uint8)
    picture[0, 0, 0], picture[0, 0, 1] = 0, 255
    batch = Domain([picture], side=32, seed=1).batch(1, 0)

    assert batch.min() == -1
    assert batch.max() == 1


def test_the_first_weights_are_those_of_the_paper() -> None:
    pair = pupil(Recipe(side=32, channels=16, blocks=2, judge_channels=16)).pair
    for net in pair.nets.values():
        kernels = torch.cat([value.flatten() for value in net.parameters() if value.ndim == 4])

        assert kernels.std().item() == pytest.approx(0.02, rel=0.05)
        assert abs(kernels.mean().item()) < 1e-3
        assert all(value.eq(0).all() for value in net.parameters() if value.ndim == 1)


def test_the_discriminators_get_no_gradient_from_the_generators_step() -> None:
    small = pupil(Recipe(steps=4, side=32, channels=4, blocks=1, judge_channels=4))
    before = {name: net.state_dict()["model.1.weight" if "to" in name else "model.0.weight"].clone()
              for name, net in small.pair.nets.items()}  # fmt: skip
    a, b = small.a.batch(1, 0), small.b.batch(1, 0)
    small.pair._teach_generators(a, b)

    for name in ("judge_a", "judge_b"):
        assert all(parameter.grad is None for parameter in small.pair.nets[name].parameters())
        assert all(parameter.requires_grad for parameter in small.pair.nets[name].parameters())
        assert torch.equal(small.pair.nets[name].state_dict()["model.0.weight"], before[name])
    for name in ("to_a", "to_b"):
        assert not torch.equal(small.pair.nets[name].state_dict()["model.1.weight"], before[name])


def test_generators_want_to_be_taken_for_real_and_discriminators_to_know() -> None:
    pair = pupil(Recipe(steps=4, side=32, channels=4, blocks=1, judge_channels=4)).pair
    with torch.no_grad():
        for net, score in ((pair.judge_a, 1.0), (pair.judge_b, 0.25)):  # whatever they see
            for parameter in net.parameters():
                parameter.zero_()
            list(net.parameters())[-1].fill_(score)  # the last convolution's bias
    losses = pair.learn(torch.rand(1, 3, 32, 32), torch.rand(1, 3, 32, 32), rate=1e-4)

    assert losses.adversarial == pytest.approx(0 + 0.75**2)
    assert losses.judges == pytest.approx((0 + 1) / 2 + (0.75**2 + 0.25**2) / 2)


def test_each_discriminator_judges_its_own_kind() -> None:
    small = pupil(Recipe(steps=4, side=32, channels=4, blocks=1, judge_channels=4))
    a, b = small.a.batch(1, 0), small.b.batch(1, 0)
    with torch.no_grad():
        made_a, made_b = small.pair.to_a(b), small.pair.to_b(a)
    seen: dict[str, list[Tensor]] = {"judge_a": [], "judge_b": []}
    for name, pictures in seen.items():
        small.pair.nets[name].register_forward_pre_hook(lambda _, given, to=pictures: to.append(given[0]))
    small.pair.learn(a, b, rate=1e-4)

    for name, real, made in (("judge_a", a, made_a), ("judge_b", b, made_b)):
        asked_by_generator, as_real, as_made = seen[name]
        assert torch.equal(as_real, real)
        assert torch.allclose(asked_by_generator, made, atol=1e-6)
        assert torch.equal(as_made, asked_by_generator)


def test_a_preview_shows_both_ways_side_by_side() -> None:
    small = pupil(Recipe(steps=4, side=32, channels=4, blocks=1, judge_channels=4))
    rows = small.preview()

    assert len(rows) == 3
    assert all(len(row) == 6 for row in rows)
    assert all(picture.shape == (3, 32, 32) for row in rows for picture in row)
    assert all(picture.min() >= 0 and picture.max() <= 1 for row in rows for picture in row)
    assert torch.allclose(rows[1][3], (small.b.middles(3)[1] + 1) / 2)


@torch.no_grad()
def bluer(images: Tensor) -> float:
    """By how much what is coloured in (N, 3, H, W) is bluer than red, in [-2, 2]."""
    difference = images[:, 2] - images[:, 0]
    return difference[difference.abs() > 0.3].mean().item()


@pytest.mark.slow
@pytest.mark.parametrize("identity", [0.0, 0.5])  # without it, only the discriminators ask for blue
def test_red_squares_learn_to_be_blue(identity: float) -> None:
    recipe = Recipe(steps=60, side=32, channels=8, blocks=2, judge_channels=16, rate=2e-3, identity=identity)
    learner = pupil(recipe)
    measures = [learner.learn(step) for step in range(recipe.steps)]

    def mean(name: str, part: slice) -> float:
        return float(numpy.mean([measure[name] for measure in measures[part]]))

    first, last = slice(0, 10), slice(-10, None)
    assert mean("cycle", last) < 0.5 * mean("cycle", first)
    assert mean("identity", last) <= 0.5 * mean("identity", first)
    assert mean("adversarial", last) < 0.5 * mean("adversarial", first)
    assert bluer(learner.a.middles(6)) < -1
    assert bluer(learner.pair.to_b(learner.a.middles(6))) > 0.5
    assert bluer(learner.pair.to_a(learner.b.middles(6))) < -0.5


@pytest.mark.slow
def test_ten_steps_give_two_painters(command: list[str], tmp_path: Path) -> None:
    folder = tmp_path / "run"
    main([*command, *into(folder), "--steps", "10", "--preview-every", "5", "--licence", "CC0-1.0"])

    with (folder / "metrics.csv").open() as file:
        table = list(csv.DictReader(file))
    assert [int(row["step"]) for row in table] == list(range(1, 11))
    assert {"adversarial", "cycle", "identity", "judges", "rate"} < table[0].keys()
    with Image.open(folder / "previews" / "000010.jpg") as preview:
        assert preview.size == (6 * 32 + 5 * 4, 3 * 32 + 2 * 4)
    assert any((folder / "tensorboard").iterdir())
    photo = numpy.random.default_rng(1).random((3, 40, 52), dtype=numpy.float32)
    for name, what in (("ab", "A to B"), ("ba", "B to A")):
        path = folder / f"{name}.safetensors"
        with safe_open(path, framework="pt") as weights:
            facts = {key: json.loads(value) for key, value in weights.metadata().items()}
        assert facts["what"] == f"CycleGAN generator, {what}"
        assert (facts["channels"], facts["blocks"], facts["steps"]) == (4, 1, 10)
        assert facts["licence"] == "CC0-1.0"
        assert facts["command"].startswith("python -m cyclegan.train --a ")
        assert CycleGAN(path).paint(Wish(content=photo), lambda _: None).shape == (3, 40, 52)


@pytest.mark.slow
def test_a_run_that_was_resumed_ends_as_one_that_was_not(command: list[str], tmp_path: Path) -> None:
    whole, parts = tmp_path / "whole", tmp_path / "parts"
    # A pool of two is full after two steps: what comes out of it is left to chance from then on.
    main([*command, *into(whole), "--steps", "10", "--pool", "2"])
    main([*command, *into(parts), "--steps", "10", "--pool", "2", "--until", "5"])
    main([*command, *into(parts), "--steps", "10", "--pool", "2", "--resume"])

    one, other = (flat(load(folder / "checkpoint.pt")) for folder in (whole, parts))
    assert one.keys() == other.keys()
    assert any("/pools/a/pictures" in name for name in one)
    for name, value in one.items():
        same = torch.equal(value, other[name]) if isinstance(value, Tensor) else value == other[name]
        assert same, name


def test_an_empty_folder_is_told(command: list[str], tmp_path: Path) -> None:
    (tmp_path / "none").mkdir()

    with pytest.raises(SystemExit, match="none holds no pictures"):
        main([*command, "--b", str(tmp_path / "none"), *into(tmp_path / "run")])


def test_a_picture_that_cannot_be_read_is_told_by_its_name(command: list[str], tmp_path: Path) -> None:
    (tmp_path / "red" / "broken.jpg").write_bytes(b"\xff\xd8\xff\xe0 and no more")

    with pytest.raises(SystemExit, match=r"broken\.jpg is no readable picture"):
        main([*command, *into(tmp_path / "run")])


def test_a_side_that_the_generators_cannot_take_is_told(command: list[str], tmp_path: Path) -> None:
    with pytest.raises(SystemExit, match="multiple of 4"):
        main([*command, *into(tmp_path / "run"), "--side", "50"])


def test_a_checkpoint_of_another_size_is_told(command: list[str], tmp_path: Path) -> None:
    main([*command, *into(tmp_path / "run"), "--steps", "1"])

    with pytest.raises(SystemExit, match="of another training"):
        main([*command, *into(tmp_path / "run"), "--steps", "2", "--resume", "--channels", "8"])


def test_losses_that_are_no_numbers_end_the_run(command: list[str], tmp_path: Path) -> None:
    with pytest.raises(SystemExit, match="not a number at step"):
        main([*command, *into(tmp_path / "run"), "--steps", "5", "--rate", "1e30"])

"""Training of painters on one's own pictures, from the command line: ten steps, resumed, wrong input."""

from pathlib import Path

import numpy
import pytest
import torch
from torch import Tensor

from nst.adain import AdaIN
from nst.adain_net import Decoder, Encoder, adapted, statistics
from nst.drawings import draw
from nst.johnson import Johnson
from nst.msgnet import MSGNet
from nst.train.adain import Mirror, Recipe
from nst.train.criterion import Terms
from nst.train.perceptual import Weights, feature_net
from painting.wish import StylePicture, Wish
from tests.nst.training import check_ten_steps, draw_into, rows, save, train
from training.photos import Photos
from weights.checkpoint import WeightsError, load_strictly, read_state


@pytest.fixture(scope="module")
def photos(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Something to paint."""
    return draw_into(tmp_path_factory.mktemp("photos"), side=80)


@pytest.fixture(scope="module")
def styles(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Something to paint like."""
    return draw_into(tmp_path_factory.mktemp("styles"), side=80, seed=9)


def encoder_weights() -> dict[str, Tensor]:
    torch.manual_seed(3)
    net = Encoder()
    for layer in net:
        if isinstance(layer, torch.nn.Conv2d):
            torch.nn.init.kaiming_normal_(layer.weight)
    return net.state_dict()


@pytest.fixture(scope="module")
def encoder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An encoder with random weights, in the form of the published one."""
    path = tmp_path_factory.mktemp("encoder") / "vgg_normalised.pth"
    deeper = {"32.weight": torch.zeros(1), "32.bias": torch.zeros(1)}
    torch.save(encoder_weights() | deeper, path)
    return path


def johnson(photos: Path, style: Path, *more: str) -> list[str]:
    given = ["johnson", "--photos", str(photos), "--style", str(style)]
    return [*given, "--side", "64", "--batch", "1", "--style-size", "96", *more]


def adain(photos: Path, styles: Path, encoder: Path, *more: str) -> list[str]:
    given = ["adain", "--photos", str(photos), "--styles", str(styles), "--encoder", str(encoder)]
    return [*given, "--side", "64", "--batch", "1", *more]


@pytest.mark.slow
def test_ten_steps_of_johnson_give_a_painter(photos: Path, styles: Path, tmp_path: Path) -> None:
    out = check_ten_steps(tmp_path, johnson(photos, styles / "mosaic.png"))
    painting = Johnson(out).paint(Wish(content=draw("ink", 40)), lambda _: None)

    assert painting.shape == (3, 40, 40)
    table = rows(tmp_path / "straight" / "metrics.csv")
    assert float(table[-1]["loss"]) < float(table[0]["loss"])


@pytest.mark.slow
def test_ten_steps_of_msgnet_give_a_painter(photos: Path, styles: Path, tmp_path: Path) -> None:
    given = ["msgnet", "--photos", str(photos), "--styles", str(styles), "--style-sizes", "64", "96"]
    out = check_ten_steps(tmp_path, [*given, "--side", "64", "--batch", "1"])
    wish = Wish(content=draw("ink", 40), styles=(StylePicture(picture=draw("dots", 40)),))
    painting = MSGNet(out).paint(wish, lambda _: None)

    assert painting.shape == (3, 40, 40)


@pytest.mark.slow
def test_a_checkpoint_of_other_styles_is_told(photos: Path, styles: Path, tmp_path: Path) -> None:
    given = ["msgnet", "--photos", str(photos), "--styles", str(styles), "--side", "64", "--batch", "1"]
    train(tmp_path, [*given, "--style-sizes", "64", "--steps", "1"])

    with pytest.raises(SystemExit, match="it was trained for 6 styles"):
        train(tmp_path, [*given, "--style-sizes", "64", "96", "--steps", "2", "--resume"])


@pytest.mark.slow
@pytest.mark.parametrize("more", [(), ("--style-loss", "l1", "--noise", "0.1")])
def test_ten_steps_of_adain_give_a_decoder(
    photos: Path, styles: Path, encoder: Path, tmp_path: Path, more: tuple[str, ...]
) -> None:
    out = check_ten_steps(tmp_path, adain(photos, styles, encoder, "--rate", "1e-3", *more))
    wish = Wish(content=draw("ink", 40), styles=(StylePicture(picture=draw("dots", 40)),))
    painting = AdaIN(encoder, out).paint(wish, lambda _: None)

    assert painting.shape == (3, 40, 40)


@pytest.mark.slow
def test_the_decoder_learns_and_the_encoder_stays(photos: Path) -> None:
    encoder = Encoder()
    load_strictly(encoder, encoder_weights())
    pictures = Photos([(torch.as_tensor(draw("waves", 64)) * 255).to(torch.uint8)])
    recipe = Recipe(batch=1, side=64, rate=1e-3)
    mirror = Mirror(recipe=recipe, encoder=encoder, photos=pictures, styles=pictures)
    losses = [mirror.learn(step)["loss"] for step in range(12)]

    assert sum(losses[-3:]) < 0.9 * sum(losses[:3])
    assert all(torch.equal(value, encoder.state_dict()[key]) for key, value in encoder_weights().items())


def test_what_adain_aims_at_has_the_styles_statistics() -> None:
    torch.manual_seed(1)
    content, style = torch.rand(2, 8, 6, 6), 3 * torch.rand(2, 8, 5, 5)
    mean, deviation = statistics(adapted(content, *statistics(style)))

    torch.testing.assert_close(mean, statistics(style)[0], rtol=1e-4, atol=1e-4)
    torch.testing.assert_close(deviation, statistics(style)[1], rtol=1e-3, atol=1e-3)


def test_the_rate_of_adain_decays_as_published() -> None:
    assert Recipe().rate_at(0) == 1e-4
    assert Recipe().rate_at(160_000) == pytest.approx(1e-4 / 9)


def test_the_loss_is_the_weighted_sum_of_its_terms() -> None:
    terms = Terms(torch.tensor(2.0), torch.tensor(3.0), torch.tensor(5.0))

    assert Weights(style=1, content=10, variation=100).total(terms) == 2 + 30 + 500


def test_an_encoder_that_is_none_is_refused(photos: Path, styles: Path, tmp_path: Path) -> None:
    torch.save(Decoder().state_dict(), tmp_path / "decoder.pth")

    with pytest.raises(SystemExit, match=r"^python -m nst\.train: "):
        train(tmp_path, adain(photos, styles, tmp_path / "decoder.pth"))


def test_features_that_are_none_are_refused(tmp_path: Path) -> None:
    torch.save(Decoder().state_dict(), tmp_path / "decoder.pth")

    with pytest.raises(WeightsError):
        feature_net(tmp_path / "decoder.pth")


def test_an_empty_folder_is_told(styles: Path, tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()

    with pytest.raises(SystemExit, match="empty holds no pictures"):
        train(tmp_path, johnson(tmp_path / "empty", styles / "mosaic.png"))


def test_an_unreadable_photo_is_told(styles: Path, tmp_path: Path) -> None:
    folder = draw_into(tmp_path / "photos", side=32)
    (folder / "torn.jpg").write_bytes(b"no picture")

    with pytest.raises(SystemExit, match=r"torn\.jpg is no readable picture"):
        train(tmp_path, johnson(folder, styles / "mosaic.png"))


def test_an_unreadable_style_is_told(photos: Path, tmp_path: Path) -> None:
    with pytest.raises(SystemExit, match=r"lost\.jpg"):
        train(tmp_path, johnson(photos, tmp_path / "lost.jpg"))


@pytest.mark.parametrize("side", ["32", "66"])
def test_a_side_that_the_net_cannot_take_is_told(
    photos: Path, styles: Path, tmp_path: Path, side: str
) -> None:
    with pytest.raises(SystemExit, match="--side is a multiple of 4, at least 64"):
        train(tmp_path, [*johnson(photos, styles / "mosaic.png"), "--side", side])


@pytest.mark.slow
def test_a_loss_that_is_no_number_is_told(photos: Path, styles: Path, tmp_path: Path) -> None:
    with pytest.raises(SystemExit, match=r"infinite or not a number at step .: try a lower rate"):
        train(tmp_path, johnson(photos, styles / "mosaic.png", "--rate", "1e30", "--steps", "9"))


@pytest.mark.slow
def test_without_photos_our_own_drawings_are_painted(tmp_path: Path) -> None:
    save(tmp_path / "style.png", draw("brush", 96))
    given = ["johnson", "--style", str(tmp_path / "style.png"), "--style-size", "96"]
    out = train(tmp_path, [*given, "--side", "64", "--batch", "1", "--steps", "1"])

    assert numpy.isfinite(read_state(out)["conv1.conv2d.weight"].numpy()).all()

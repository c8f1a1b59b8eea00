"""What is not built in: an operator's styles, dropped in while the service runs; own pictures run fast."""

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import numpy
import pytest
import torch
from PIL import Image
from safetensors.torch import save

from jobs.catalogue import Lane, Method
from nst.johnson import Johnson, TransformerNet
from painting.wish import Wish
from sandbox.person import Message, Person
from tests.conftest import SHARED
from tests.whole.samples import (
    STILL_THE_PHOTO,
    chroma,
    colours_apart,
    file_of,
    is_a_painting_of,
    opened,
    painting,
    photo,
    psnr,
)
from tests.whole.service import Service
from tests.whole.wishes import (
    SOON,
    card_of,
    choose_fast,
    choose_own,
    fast_pages,
    has,
    open_card,
    show_fast,
    wait_for_button,
    wait_for_picture,
    wait_for_words,
)

pytestmark = pytest.mark.slow  # a minute in all

#: Shown as it is, whatever it means in HTML.
TITLE = "🎈 Blots & <blobs>"
#: The button of the one that is taken away.
FADED = "v1|paint|faded"
#: dB between what a net paints here and the JPEG that came through the service, about 36; two nets have 11.
THE_SAME = 30.0

#: Puts a label and a file, by their name and the file's suffix, into the operator's folder.
Drop = Callable[[str, str, str, bytes], None]


@pytest.fixture
def drop(service: Service) -> Iterator[Drop]:
    """What a test drops in goes at its end."""

    def drop(label: str, name: str, suffix: str, content: bytes) -> None:
        service.styles.joinpath(f"{name}{suffix}").write_bytes(content)
        service.styles.joinpath(f"{name}.toml").write_text(label, "utf-8")

    yield drop
    for file in service.styles.iterdir():
        file.unlink()


@pytest.fixture(scope="module")
def microast(service: Service) -> Iterator[None]:
    """MicroAST's weights, fetched while the service runs."""
    source, target = SHARED / "weights" / "microast", service.weights / "microast"
    if not source.is_dir():
        pytest.skip(f"{source} is not there")
    shutil.copytree(source, target)
    service.wait_until_announced(Lane.FAST, Method.MICROAST)
    yield
    shutil.rmtree(target)


def take_away(service: Service, lane: Lane, name: str) -> None:
    """Remove an operator's style, and wait until no worker of its lane offers it."""
    for file in service.styles.glob(f"{name}.*"):
        file.unlink()
    service.wait_until_announced(lane, name, there=False)


def label(title: str, *, method: Method | None = None) -> str:
    """What an operator writes beside a file."""
    return f'title = "{title}"\nlicence = "CC0-1.0"\n' + (f'method = "{method}"\n' if method else "")


def net(seed: int) -> bytes:
    """Weights of Johnson's form that learnt nothing, and paint blots in colours all the same."""
    with torch.random.fork_rng(devices=()):
        torch.manual_seed(seed)
        weights = TransformerNet().state_dict()
    weights["deconv3.conv2d.weight"] *= 150
    weights["deconv3.conv2d.bias"] = torch.full((3,), 128.0)
    return save(weights)


def painted_by(weights: Path, content: Image.Image) -> Image.Image:
    """What a net paints, without any service."""
    pixels = numpy.asarray(content, numpy.float32).transpose(2, 0, 1) / numpy.float32(255)
    painted = Johnson(weights).paint(Wish(content=pixels), lambda _: None)
    return Image.fromarray((painted.transpose(1, 2, 0) * 255).round().astype(numpy.uint8))


def blue(style: bytes) -> Image.Image:
    """A style picture in one hue, which is no cat's."""
    grey = opened(style).convert("L")
    return Image.merge("RGB", [grey.point([share * v // 4 for v in range(256)]) for share in (1, 2, 4)])


def open_file(person: Person, image: Image.Image) -> Message:
    """Send an image as a file, whose painting is a finer JPEG than a photo's: its card."""
    return card_of(person, person.send_document(file_of(image, "PNG"), name="photo.png"))


def fast_datas(person: Person) -> list[str]:
    """What the buttons of the fast styles on a new card send."""
    _, card = open_card(person, file_of(photo(64, 48)))
    pages = fast_pages(person, card)
    return [button.data or "" for page in pages for row in page.buttons for button in row]


def run_fast(person: Person, card: Message) -> Message:
    """Press "Run fast" and wait for the picture."""
    wait_for_button(person, card, "⚡ Run fast")
    person.press("⚡ Run fast", on=card)
    return wait_for_picture(person, card)


def test_a_net_dropped_in_while_the_service_runs_paints(service: Service, drop: Drop, anna: Person):
    before, content = fast_datas(anna), photo(333, 251)
    drop(label(TITLE, method=Method.JOHNSON), "blots", ".safetensors", net(1))
    service.wait_until_announced(Lane.FAST, "blots")
    card = open_file(anna, content)
    choose_fast(anna, card, "v1|paint|blots")
    picture = wait_for_picture(anna, card)
    painted = opened(picture.download())

    assert "v1|paint|blots" not in before
    assert picture.words.startswith(f"✅ {TITLE} · Johnson · 333×251")
    assert painted.size == content.size
    assert psnr(painted_by(service.styles / "blots.safetensors", content), painted) > THE_SAME
    assert psnr(content, painted) < STILL_THE_PHOTO


def test_a_net_that_is_replaced_paints_as_the_new_one(service: Service, drop: Drop, anna: Person):
    content, pictures = photo(160, 120), []
    for seed in (1, 2):
        drop(label(TITLE, method=Method.JOHNSON), "mended", ".safetensors", net(seed))
        service.wait_until_announced(Lane.FAST, "mended")
        card = open_file(anna, content)
        choose_fast(anna, card, "v1|paint|mended")
        pictures.append(opened(wait_for_picture(anna, card).download()))

    assert psnr(painted_by(service.styles / "mended.safetensors", content), pictures[1]) > THE_SAME
    assert psnr(*pictures) < THE_SAME - 10


def test_a_net_that_was_taken_away_is_offered_no_more(service: Service, drop: Drop, anna: Person):
    drop(label(TITLE, method=Method.JOHNSON), "faded", ".safetensors", net(1))
    service.wait_until_announced(Lane.FAST, "faded")
    _, painted = open_card(anna, file_of(photo(64, 48)))
    choose_fast(anna, painted, FADED)
    picture = wait_for_picture(anna, painted)
    _, old = open_card(anna, file_of(photo(64, 48)))
    show_fast(anna, old, FADED)
    take_away(service, Lane.FAST, "faded")
    anna.press(FADED, on=old)
    shown = anna.wait_for(lambda message: message.id == old.id and not has(message, FADED), SOON)
    again = anna.wait_for_answer(anna.press("Again", on=picture), SOON)

    assert shown.words.startswith("⚡ Choose a style:")
    assert FADED not in fast_datas(anna)
    assert (again.text or "").startswith(f"🖼 {TITLE} cannot be painted here at the moment.")
    assert again.alert


def test_a_picture_dropped_in_while_the_service_runs_is_painted_by_gatys(
    service: Service, drop: Drop, anna: Person
):
    style = blue(painting("brush"))
    drop(label("Grandma's blues"), "blues", ".jpg", file_of(style, quality=95))
    service.wait_until_announced(Lane.SLOW, "blues")
    sent, card = open_card(anna, file_of(photo(120, 90)))
    choose_own(anna, card)
    anna.press("v1|gallery|", on=card)
    wait_for_button(anna, card, "v1|pick|blues")
    anna.press("v1|pick|blues", on=card)
    wait_for_words(anna, card, "Styles: Grandma's blues")
    anna.press("v1|run|", on=card)
    picture = wait_for_picture(anna, card)
    content, painted = opened(sent.download()), opened(picture.download())

    assert picture.words.startswith("✅ Grandma's blues · Gatys")
    assert is_a_painting_of(content, painted)
    assert colours_apart(painted, style) < colours_apart(painted, content) / 4


@pytest.mark.usefixtures("microast")
def test_an_own_style_is_run_fast_at_the_photos_size(anna: Person):
    sent, card = open_card(anna, file_of(photo(333, 251)))
    choose_own(anna, card, painting("waves", 256))
    picture = run_fast(anna, card)
    content, painted = opened(sent.download()), opened(picture.download())

    assert picture.words.startswith("✅ your picture · MicroAST · 333×251")
    assert is_a_painting_of(content, painted)


@pytest.mark.usefixtures("microast")
def test_a_fast_run_in_my_colours_is_as_colourful_as_the_photo(anna: Person):
    pictures = {}
    for press in (None, "🎨 Style colours"):
        sent, card = open_card(anna, file_of(photo(240, 180)))
        choose_own(anna, card, painting("waves", 256))
        if press:
            anna.press(press, on=card)
            wait_for_button(anna, card, "🎨 My colours")
        pictures[press] = opened(run_fast(anna, card).download())
    content = opened(sent.download())
    theirs, mine = pictures.values()

    assert is_a_painting_of(content, mine)
    assert chroma(mine) == pytest.approx(chroma(content), rel=0.1)
    assert chroma(theirs) < 0.7 * chroma(content)


@pytest.mark.usefixtures("microast")
def test_an_operators_picture_is_run_fast_beside_an_own_one(service: Service, drop: Drop, anna: Person):
    drop(label("Grandma's sky"), "sky", ".jpg", file_of(blue(painting("brush")), quality=95))
    service.wait_until_announced(Lane.FAST, "sky")
    sent, card = open_card(anna, file_of(photo(200, 150)))
    choose_own(anna, card, painting("waves", 256))
    anna.press("v1|gallery|", on=card)
    wait_for_button(anna, card, "v1|pick|sky")
    anna.press("v1|pick|sky", on=card)
    wait_for_words(anna, card, "Grandma's sky 50 %")
    picture = run_fast(anna, card)

    assert picture.words.startswith("✅ your picture 50 % + Grandma's sky 50 % · MicroAST · 200×150")
    assert is_a_painting_of(opened(sent.download()), opened(picture.download()))


@pytest.mark.usefixtures("microast")
def test_two_styles_side_by_side_each_rule_their_half(anna: Person):
    waves, mosaic = painting("waves", 256), painting("mosaic", 256)
    sent, card = open_card(anna, file_of(photo(320, 200)))
    choose_own(anna, card, waves, mosaic)
    anna.press("◧ Blend", on=card)
    wait_for_button(anna, card, "◨ Split left-right")
    picture = run_fast(anna, card)
    painted = opened(picture.download())
    left, right = painted.crop((0, 0, 140, 200)), painted.crop((180, 0, 320, 200))

    assert picture.words.startswith(
        "✅ 1st picture 50 % + 2nd picture 50 % · MicroAST · side by side · 320×200"
    )
    assert is_a_painting_of(opened(sent.download()), painted)
    assert colours_apart(left, opened(waves)) < colours_apart(left, opened(mosaic)) / 2
    assert colours_apart(right, opened(mosaic)) < colours_apart(right, opened(waves)) / 2

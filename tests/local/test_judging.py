"""The demo's judge says what speaks against a picture."""

import io

import numpy
import pytest
from PIL import Image

from local.demo import sample
from local.judging import Judge
from nst.drawings import draw
from tests.conftest import SHARED
from worker.pictures import encode

NOBODY = Judge(referee=None, wave=None)
VGG = SHARED / "weights" / "vgg19" / "vgg19_features_0_10.pth"


def photo(width: int = 192, height: int = 128) -> Image.Image:
    with Image.open(sample("coffee.png")) as image:
        return image.convert("RGB").resize((width, height))


def file_of(image: Image.Image) -> bytes:
    file = io.BytesIO()
    image.save(file, "JPEG", quality=90)
    return file.getvalue()


def test_the_photo_itself_is_no_painting() -> None:
    judgement = NOBODY.judge(file_of(photo()), file_of(photo()), ())

    assert [words.partition(":")[0] for words in judgement.complaints] == ["it is still the photo"]


def test_a_picture_of_another_size_is_complained_of() -> None:
    judgement = NOBODY.judge(file_of(photo()), file_of(photo(190, 128)), ())

    assert judgement.complaints == ("its size 190x128 is not 192x128",)


def test_a_picture_far_from_the_photo_passes_without_a_referee() -> None:
    painting = Image.fromarray(255 - numpy.asarray(photo()))
    judgement = NOBODY.judge(file_of(photo()), file_of(painting), (("ink", 1.0),))

    assert judgement.complaints == ()
    assert judgement.style is None
    assert judgement.psnr < 25


@pytest.mark.skipif(not VGG.exists(), reason="shared/weights/vgg19 is not here")
def test_the_referee_tells_a_painting_in_the_style_from_one_that_is_not() -> None:
    judge = Judge(referee=VGG, wave=None)
    styled = encode(draw("ink", (128, 192))).content
    other = file_of(Image.effect_noise((192, 128), 90).convert("RGB"))
    good, bad = (judge.judge(file_of(photo()), picture, (("ink", 1.0),)) for picture in (styled, other))

    assert good.complaints == ()
    assert good.style is not None
    assert good.style < 0.5
    assert any("style loss" in words for words in bad.complaints)

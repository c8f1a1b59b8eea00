"""Spoilt clips through the decoding process with its limits: clips or refusals, and nothing else."""

import random
from collections import Counter
from collections.abc import Iterator

import pytest

from tests.worker.motion_clips import files
from tests.worker.mutations import beheaded, blown_up
from tests.worker.test_decoder_fuzz import ALONE, WAYS, mapped
from worker.decoder import Decoder
from worker.motion.clip import MOST_FRAMES
from worker.motion.process import CLIP_LIMITS
from worker.picture_errors import PictureError

SIZE = (96, 64)


def spoilt(count: int, seed: int) -> Iterator[bytes]:
    """Clips of all kinds in turn, damaged once or twice."""
    chance, sound = random.Random(seed), list(files().values())
    for number in range(count):
        file = sound[number % len(sound)]
        for way in chance.choices(list(WAYS), list(WAYS.values()), k=chance.choice((1, 1, 1, 2))):
            if way == "blown_up":
                file = blown_up(file, chance, SIZE)
            elif way == "beheaded":
                file = beheaded(file, chance, chance.choice(sound))
            else:
                file = ALONE[way](file, chance)
        yield file


@pytest.mark.parametrize(
    ("count", "seed"), [(200, 5), pytest.param(4000, 6, marks=pytest.mark.slow)], ids=["sample", "corpus"]
)
def test_spoilt_clips_give_clips_or_refusals(
    count: int, seed: int, capsys: pytest.CaptureFixture[str]
) -> None:
    decoder, ends, lost, peak = Decoder(), Counter[str](), 0, 0
    decoder.decode_clip(files()["GIF"])
    for file in spoilt(count, seed):
        before = decoder.clip_pid
        try:
            clip = decoder.decode_clip(file)
        except PictureError as error:
            ends[type(error).__name__] += 1
        else:
            ends["decoded"] += 1
            assert 1 <= len(clip.frames) <= MOST_FRAMES
            assert clip.frames[-1].shape == (clip.height, clip.width, 3)
        lost += decoder.clip_pid != before
        peak = max(peak, mapped(decoder.clip_pid))
        if decoder.clip_pid is None:
            decoder.decode_clip(files()["GIF"])
    decoder.close()
    with capsys.disabled():
        print(f"\n{count} spoilt clips: {dict(ends)}, {lost} processes lost, {peak >> 20} MiB mapped")

    assert ends["decoded"] >= count / 5
    assert len(ends) > 3
    assert lost <= count / 100  # a codec that can be brought to fall costs a process, and nothing else
    assert peak <= CLIP_LIMITS.memory

"""Spoilt files through the decoding process with its limits: pictures or refusals, and nothing else."""

import io
import random
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest
from PIL import Image

from tests.worker.foreign import files
from tests.worker.mutations import (
    beheaded,
    blown_up,
    dropped,
    flipped,
    measured_wrong,
    mended,
    overwritten,
    repeated,
    swapped,
    truncated,
)
from worker.decoder import Decoder, limits
from worker.picture_errors import PictureError

PIXELS = 4_000_000
#: How often each way is chosen.
WAYS = Counter(
    flipped=5,
    overwritten=3,
    truncated=3,
    measured_wrong=4,
    blown_up=3,
    repeated=3,
    dropped=2,
    swapped=2,
    beheaded=2,
)
ALONE = {
    way.__name__: way for way in (flipped, overwritten, truncated, measured_wrong, repeated, dropped, swapped)
}


def spoilt(count: int, seed: int) -> Iterator[tuple[str, bytes]]:
    """Files with the story of each: its kind, and what was done to it."""
    chance, sound = random.Random(seed), files()
    sizes = {name: Image.open(io.BytesIO(file)).size for name, file in sound.items()}
    for number in range(count):
        name = list(sound)[number % len(sound)]
        file, story = sound[name], [name]
        for way in chance.choices(list(WAYS), list(WAYS.values()), k=chance.choice((1, 1, 1, 2))):
            story.append(way)
            if way == "blown_up":
                file = blown_up(file, chance, sizes[name])
            elif way == "beheaded":
                file = beheaded(file, chance, sound[chance.choice(list(sound))])
            else:
                file = ALONE[way](file, chance)
        if chance.random() < 0.75:
            file = mended(file)
        yield " ".join(story), file


class Tally:
    """What became of spoilt files."""

    def __init__(self, decoder: Decoder) -> None:
        self.decoder = decoder
        self.ends: Counter[str] = Counter()
        self.lost = 0
        #: bytes of address space, of the hungriest process
        self.peak = 0

    def add(self, file: bytes) -> None:
        """Decode one; whatever is neither a picture nor a refusal ends the test."""
        self.decoder.open()
        before = self.decoder.pid
        try:
            picture = self.decoder.decode(file)
        except PictureError as error:
            self.ends[type(error).__name__] += 1
        else:
            self.ends["decoded"] += 1
            assert 1 <= picture.width * picture.height <= PIXELS
            assert 0 <= picture.pixels.min() <= picture.pixels.max() <= 1
        self.lost += self.decoder.pid != before
        self.peak = max(self.peak, mapped(self.decoder.pid))

    @property
    def story(self) -> str:
        """For people."""
        count = self.ends.total()
        share = self.ends["decoded"] / count
        return (
            f"{count} spoilt files: {share:.0%} decoded, {dict(self.ends)}, {self.lost} processes lost, "
            f"at most {self.peak >> 20} MiB mapped of {limits(PIXELS).memory >> 20}"
        )


def mapped(pid: int | None) -> int:
    """The most bytes that a process ever had mapped, where that can be read."""
    status = Path(f"/proc/{pid}/status")
    return int(status.read_text().split("VmPeak:")[1].split()[0]) * 1024 if status.exists() else 0


@pytest.mark.parametrize(
    ("count", "seed"), [(300, 11), pytest.param(6000, 12, marks=pytest.mark.slow)], ids=["sample", "corpus"]
)
def test_spoilt_files_give_pictures_or_refusals(
    count: int, seed: int, capsys: pytest.CaptureFixture[str]
) -> None:
    decoder = Decoder(limits(PIXELS))
    tally = Tally(decoder)
    for _, file in spoilt(count, seed):
        tally.add(file)
    decoder.close()
    with capsys.disabled():
        print(f"\n{tally.story}")

    assert tally.ends["decoded"] >= count / 5
    assert len(tally.ends) > 3  # the corpus reaches every kind of refusal that a file can earn
    assert tally.lost == 0
    assert tally.peak <= limits(PIXELS).memory

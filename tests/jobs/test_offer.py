"""What can be picked, by what the workers that are there announced in a real Redis."""

from pathlib import Path

import pytest
from redis import Redis

from jobs import keys
from jobs.catalogue import CATALOGUE, STYLES, Lane, Method, Style
from jobs.job import Photo, StylePart
from jobs.offer import PREVIEWS, SPECIAL, Offer, Way
from jobs.presence import Announcement, Presence

FOREST = Style(
    name="forest", title="🌲 Forest", method=Method.GATYS, lane=Lane.SLOW, file=Path("/srv/forest.jpg")
)
LAKE = Style(name="lake", title="🏞 Lake", method=Method.JOHNSON, lane=Lane.FAST, file=Path("/srv/lake.pth"))
PHOTO = Photo(file_id="p", file_unique_id="p", width=9, height=9, kind="photo")
OWN = StylePart(picture=PHOTO, weight=50)
INK = StylePart.of(STYLES["drawn_ink"])


@pytest.fixture
def presence(redis: Redis) -> Presence:
    return Presence(redis)


def worker(lane: Lane, *able: str, own: tuple[Style, ...] = (), name: str = "a") -> Announcement:
    names = frozenset(able) | {style.name for style in own}
    return Announcement(name=f"{lane}@{name}", lane=lane, device="cpu", able=names, own=own)


def test_with_nobody_there_the_pictures_can_be_mixed_and_nothing_is_fast(presence: Presence):
    offer = Offer.now(presence)

    assert offer.styles == STYLES
    assert offer.fast() == []
    assert offer.pictures() == [style for style in CATALOGUE if style.drawing]
    assert offer.fast_way((OWN,)) is None


def test_only_what_a_fast_worker_can_paint_is_offered_in_the_catalogue_s_order(presence: Presence):
    presence.announce(worker(Lane.FAST, "candy", "wave", "drawn_ink", "gatys", "unheard_of"))
    presence.announce(worker(Lane.SLOW, "gatys", "udnie"))

    assert [style.name for style in Offer.now(presence).fast()] == ["wave", "candy"]


def test_the_operator_s_styles_follow_the_built_in_ones_and_tell_no_path(presence: Presence):
    presence.announce(worker(Lane.FAST, "wave", "microast", own=(LAKE, FOREST)))
    offer = Offer.now(presence)

    assert [style.name for style in offer.fast()] == ["wave", "lake"]
    assert offer.pictures()[-1] == FOREST.model_copy(update={"file": None})
    assert list(offer.styles)[-2:] == ["forest", "lake"]
    assert "/srv" not in presence.redis.get(keys.worker("fast_gan@a"))


def test_a_style_changes_and_goes_with_the_announcements(presence: Presence):
    renamed = LAKE.model_copy(update={"title": "Sea"})
    seen = []
    for own in ((LAKE,), (renamed,), ()):
        presence.announce(worker(Lane.FAST, own=own))
        seen.append([style.title for style in Offer.now(presence).fast()])
    presence.announce(worker(Lane.FAST, own=(LAKE,)))
    presence.leave(worker(Lane.FAST))

    assert seen == [["🏞 Lake"], ["Sea"], []]
    assert Offer.now(presence).fast() == []


def test_a_fast_style_that_only_a_slow_worker_has_is_not_among_the_fast(presence: Presence):
    fast = FOREST.model_copy(update={"lane": Lane.FAST, "method": Method.MICROAST})
    presence.announce(worker(Lane.SLOW, "gatys", own=(fast,)))
    offer = Offer.now(presence)

    assert offer.fast() == []
    assert "forest" in [style.name for style in offer.pictures()]


def test_nobody_can_announce_another_style_under_a_built_in_name(presence: Presence):
    presence.announce(worker(Lane.FAST, own=(LAKE.model_copy(update={"name": "wave"}),)))

    assert Offer.now(presence).styles["wave"] == STYLES["wave"]


def test_of_two_workers_with_one_name_the_same_counts_at_every_look(presence: Presence):
    other = LAKE.model_copy(update={"title": "Other"})
    for order in (("a", LAKE), ("b", other)), (("b", other), ("a", LAKE)):
        for name, style in order:
            presence.announce(worker(Lane.FAST, own=(style,), name=name))

        assert Offer.now(presence).styles["lake"].title == "🏞 Lake"


@pytest.mark.parametrize(
    ("able", "method"),
    [
        ((), None),
        (("gatys", "wave"), None),
        (("msgnet",), Method.MSGNET),
        (("msgnet", "adain"), Method.ADAIN),
        (("adain", "microast"), Method.MICROAST),
    ],
)
def test_own_pictures_are_painted_fast_by_the_first_method_that_is_there(
    presence: Presence, able: tuple[str, ...], method: Method | None
):
    presence.announce(worker(Lane.FAST, *able))

    assert Offer.now(presence).fast_way((OWN, INK)) == (Way(method, Lane.FAST) if method else None)


def test_a_method_that_only_a_slow_worker_has_paints_nothing_fast(presence: Presence):
    presence.announce(worker(Lane.SLOW, "microast"))

    assert Offer.now(presence).fast_way((OWN,)) is None


def test_one_worker_must_have_both_the_method_and_the_operator_s_pictures(presence: Presence):
    parts = (StylePart.of(FOREST), OWN)
    presence.announce(worker(Lane.FAST, "microast"))
    presence.announce(worker(Lane.FAST, "adain", own=(FOREST,), name="b"))
    offer = Offer.now(presence)

    assert offer.fast_way((OWN,)) == Way(Method.MICROAST, Lane.FAST)
    assert offer.fast_way(parts) == Way(Method.ADAIN, Lane.FAST)


def test_an_operator_s_style_that_nobody_has_in_a_lane_is_lacking(presence: Presence):
    parts = (INK, OWN, StylePart.of(FOREST))
    presence.announce(worker(Lane.FAST, "microast", own=(FOREST,)))
    presence.announce(worker(Lane.SLOW, "gatys"))
    offer = Offer.now(presence)

    assert offer.lacks(parts, Lane.SLOW) == parts[2]
    assert offer.lacks(parts, Lane.FAST) is None
    assert offer.lacks(parts[:2], Lane.SLOW) is None


def test_what_an_older_worker_says_of_itself_is_understood(presence: Presence):
    said = '{"name":"w","lane":"fast_gan","device":"cpu","able":["wave"]}'

    assert Announcement.model_validate_json(said) == Announcement(
        name="w", lane=Lane.FAST, device="cpu", able=frozenset({"wave"})
    )


def test_previews_are_of_the_worker_that_can_paint_most_and_go_round(presence: Presence):
    names = [style.name for style in CATALOGUE if style.lane is Lane.FAST]
    presence.announce(worker(Lane.FAST, "wave", "monet", name="small"))
    presence.announce(worker(Lane.FAST, *names[1:12], name="large"))
    offer = Offer.now(presence)
    first, then = offer.previews(), offer.previews(after="cezanne")
    suitable = [name for name in names[1:12] if name not in SPECIAL]

    assert [style.name for style in first] == suitable[:PREVIEWS]
    assert [style.name for style in then] == [*suitable[8:], *suitable[: PREVIEWS - len(suitable) + 8]]
    assert offer.previews(after="gone") == first


def test_a_worker_with_few_styles_has_as_many_previews_and_one_with_none_has_none(presence: Presence):
    presence.announce(worker(Lane.FAST, "wave", "sat2map"))
    few = Offer.now(presence)
    presence.announce(worker(Lane.FAST, "microast"))

    assert [style.name for style in few.previews(after="wave")] == ["wave"]
    assert Offer.now(presence).previews() == ()


def test_translations_are_the_pairs_and_single_ones_that_are_there(presence: Presence):
    presence.announce(worker(Lane.FAST, "wave", "vangogh", "horse2zebra", "edges2shoes"))

    assert [style.name for style in Offer.now(presence).translations()] == [
        "vangogh",
        "horse2zebra",
        "edges2shoes",
    ]

"""Callback data comes from people's own clients: it raises nothing and touches no job of somebody else."""

from collections.abc import Iterator
from dataclasses import dataclass

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from redis import Redis

from bot import presses
from bot.cards.draft import LEAST, MOST_STYLES, Draft
from bot.finished import results
from chat.buttons import pack, unpack
from jobs.catalogue import STYLES
from jobs.job import StylePart
from sandbox.person import Message, Person
from tests.security.people import Handlers, handlers, photo, youngest

VERBS = sorted({*presses.VERBS, *presses.BARE, *results.VERBS})
#: Arguments that some reader of numbers, names or keys might stumble over.
ODD = (
    "",
    "0",
    "-1",
    "+1",
    "1e9",
    "1_0",
    " 1",
    "²",
    "٣",
    "③",
    "߀",
    "𝟡",
    "9" * 50,
    "nan",
    "wave",
    "WAVE",
    "wave ",
    "no_such_style",
    "__class__",
    "drawn_ink",
    "store-id",
    "../../etc/passwd",
    "/etc/passwd",
    "*",
    "A|B",
    "v1|run|",
    "\0",
    "\n",
    "‮",
    "fast",
    "split",
    "luminance",
)
QUICK = settings(deadline=None, max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])


def short(text: str) -> str:
    """As much of a text as 64 bytes of callback data hold."""
    return text.encode()[:64].decode(errors="ignore")


arguments = st.sampled_from(ODD) | st.text(max_size=50)
data = st.text(max_size=64).map(short) | st.builds(
    lambda verb, argument: short(f"v1|{verb}|{argument}"),
    st.sampled_from(VERBS) | st.text(max_size=8),
    arguments,
)


@dataclass(frozen=True)
class Scene:
    """Boris has a card and a queued job; Anna has a card."""

    handlers: Handlers
    anna: Person
    card: Message
    draft: str
    boris: Person
    his_card: Message
    his_status: Message
    his_job: str

    def of_boris(self) -> dict[str, object]:
        """Everything in Redis that is his."""
        redis = self.handlers.redis
        drafts = {key: redis.get(key) for key in redis.keys(f"draft:{self.boris.chat_id}:*")}
        drafts = {key: text for key, text in drafts.items() if f'"person":{self.boris.id},' in text}
        return {
            "job": redis.hgetall(f"job:{self.his_job}"),
            "line": redis.lrange(f"queue:fast_gan:{self.boris.id}", 0, -1),
            **drafts,
        }

    def begin_again(self, *styles: StylePart) -> None:
        """Anna's card as if it was just opened, with these styles chosen."""
        draft = Draft.model_validate_json(self.draft).changed(styles=styles)
        self.handlers.redis.set(f"draft:{self.anna.chat_id}:{self.card.id}", draft.model_dump_json())

    def drafted(self) -> Draft | None:
        """What Anna has chosen now."""
        text = self.handlers.redis.get(f"draft:{self.anna.chat_id}:{self.card.id}")
        return Draft.model_validate_json(text) if text else None

    def jobs(self) -> set[str]:
        """All jobs there are."""
        return set(self.handlers.redis.keys("job:*"))


@pytest.fixture(scope="module")
def scene(redis_server: Redis, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Scene]:
    redis_server.flushall()
    with handlers(redis_server, tmp_path_factory.mktemp("results")) as made:
        anna, boris = (made.sandbox.person(name=name, language="en") for name in ("Anna", "Boris"))
        made.write(boris, photo=photo())
        his_status = youngest(boris)
        made.press(boris, his_status, "v1|paint|wave")
        made.write(boris, photo=photo())
        made.write(anna, photo=photo())
        (job,) = redis_server.keys("job:*")
        card = youngest(anna)
        yield Scene(
            handlers=made,
            anna=anna,
            card=card,
            draft=redis_server.get(f"draft:{anna.chat_id}:{card.id}"),
            boris=boris,
            his_card=youngest(boris),
            his_status=boris.again(his_status),
            his_job=job.removeprefix("job:"),
        )


def allowed(ordered: set[str], data: str, *, chosen: bool) -> bool:
    """May these jobs have come from this press?"""
    verb, argument = unpack(data) or ("", "")
    if verb == "paint":
        return len(ordered) == (argument in STYLES)
    # Nobody is there who could paint a mix fast.
    return len(ordered) == (verb == "run" and argument != "fast" and chosen)


@given(st.text())
@example("v1")
@example("v1|")
@example("v1||")
def test_reading_callback_data_never_raises(text: str) -> None:
    found = unpack(text)

    assert found is None or f"v1|{found[0]}|{found[1]}" == text


@given(st.sampled_from(VERBS), arguments)
def test_what_we_write_we_read(verb: str, argument: str) -> None:
    if len(f"v1|{verb}|{argument}".encode()) > 64:
        with pytest.raises(ValueError, match="too long"):
            pack(verb, argument)
    else:
        assert unpack(pack(verb, argument)) == (verb, argument)


@QUICK
@given(
    data,
    st.lists(
        st.sampled_from(sorted(STYLES)).map(lambda name: StylePart(gallery=name, weight=50)), max_size=4
    ),
)
def test_a_press_on_ones_own_card_breaks_nothing_and_orders_what_it_says(
    scene: Scene, data: str, styles: list[StylePart]
) -> None:
    scene.begin_again(*styles)
    before, jobs = scene.of_boris(), scene.jobs()
    scene.handlers.press(scene.anna, scene.card, data)
    draft, ordered = scene.drafted(), scene.jobs() - jobs

    assert scene.of_boris() == before
    assert allowed(ordered, data, chosen=bool(styles))
    assert draft is None or (len(draft.styles) <= MOST_STYLES and 0 <= draft.strength <= 1)
    assert draft is None or all(LEAST <= part.weight <= 100 for part in draft.styles)


@QUICK
@given(data)
def test_a_press_on_another_ones_card_changes_nothing(scene: Scene, data: str) -> None:
    before, jobs = scene.of_boris(), scene.jobs()
    scene.handlers.press(scene.anna, scene.his_card, data)

    assert scene.of_boris() == before
    assert scene.jobs() == jobs


@pytest.mark.parametrize("verb", VERBS)
@pytest.mark.parametrize("shown_under", ["own card", "another's card", "another's status"])
def test_another_ones_job_is_out_of_reach_for_every_verb(scene: Scene, verb: str, shown_under: str) -> None:
    scene.begin_again()
    before, jobs = scene.of_boris(), scene.jobs()
    on = {"own card": scene.card, "another's card": scene.his_card, "another's status": scene.his_status}
    scene.handlers.press(scene.anna, on[shown_under], f"v1|{verb}|{scene.his_job}")

    assert scene.of_boris() == before
    assert scene.jobs() == jobs


@pytest.mark.slow
@pytest.mark.parametrize("verb", VERBS)
def test_an_odd_argument_breaks_nothing_and_orders_nothing(scene: Scene, verb: str) -> None:
    two = (StylePart(gallery="drawn_ink", weight=50), StylePart(gallery="drawn_dots", weight=50))
    for argument, styles in [*((argument, two) for argument in ODD), ("0", ()), ("wave", ())]:
        data = short(f"v1|{verb}|{argument}")
        scene.begin_again(*styles)
        jobs = scene.jobs()
        scene.handlers.press(scene.anna, scene.card, data)
        ordered = scene.jobs() - jobs

        assert allowed(ordered, data, chosen=bool(styles)), data
        assert {scene.handlers.redis.hget(job, "person") for job in ordered} <= {str(scene.anna.id)}

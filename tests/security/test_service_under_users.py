"""The whole service, each process as its own user of Redis: everything works, and Redis refuses nothing."""

import re
from pathlib import Path

import httpx
import pytest

from local.surroundings import SANDBOX_TOKEN
from sandbox.person import Person, Sandbox
from tests.deploy.test_health import healthy
from tests.security.deployment import USERS, guarded_redis, guarded_service, password
from tests.whole.samples import file_of, painting, photo
from tests.whole.wishes import (
    PAINTED,
    SOON,
    choose_fast,
    choose_own,
    has,
    open_card,
    wait_for_button,
    wait_for_picture,
    wait_for_words,
)

#: What a person with Flower's password looks at.
LOOKS = ("/", "/workers?refresh=1", "/tasks", "/broker", "/api/workers?refresh=1", "/api/tasks")


#: A name that occurs nowhere else.
NAME = "Quetzalina"


#: How a status begins whose painting was stopped.
ENDS = ("⏹", "✖️")


def use_everything(anna: Person) -> None:
    """Press what there is, so that every script and every key is used."""
    _, card = open_card(anna, file_of(photo(90, 60)))
    choose_fast(anna, card)
    fast = wait_for_picture(anna, card)
    _, card = open_card(anna, file_of(photo(60, 90)))
    choose_own(anna, card, painting("dots"))
    anna.press("v1|run|", on=card)
    wait_for_picture(anna, card)
    anna.press("Again", on=fast)
    anna.wait_for(lambda message: message.id > card.id and message.media is not None, SOON)
    anna.press("Original file", on=fast)
    anna.wait_for_document(deadline_s=SOON)
    anna.press("Other style", on=fast)
    same = anna.wait_for(lambda message: message.id > card.id and "What shall I do?" in message.words, SOON)
    choose_fast(anna, same)
    wait_for_words(anna, same, "painted for you before")
    anna.press("Save style", on=fast)
    anna.send_text("/history")
    anna.wait_for(lambda message: has(message, "🗑 Off the list"), SOON)
    anna.press("🗑", on=anna.again(same))
    anna.press("🗑 Yes, delete it", on=wait_for_button(anna, same, "🗑 Yes, delete it"))
    anna.send_text("/cancel")


@pytest.mark.slow
def test_every_process_gets_by_with_the_rights_of_its_user(tmp_path: Path) -> None:
    with guarded_redis(tmp_path) as redis:
        with guarded_service(tmp_path, redis) as service, Sandbox(service.sandbox_url or "") as sandbox:
            anna = sandbox.person(name=NAME, language="en")
            sandbox.fault("429", method="editMessageMedia", chat_id=anna.id, seconds=1)
            use_everything(anna)
            _, slow = open_card(anna, file_of(photo(300, 200)))
            choose_own(anna, slow, painting("ink"))
            anna.press("v1|run|", on=slow)
            wait_for_words(anna, slow, "#")
            anna.press("✖️ Cancel", on=anna.again(slow))
            ended = anna.wait_for(lambda seen: seen.id == slow.id and seen.words.startswith(ENDS), PAINTED)
            if has(ended, "🗑 Drop"):  # something was painted already
                anna.press("🗑 Drop", on=ended)
            wait_for_words(anna, slow, "Cancelled")
            name, _, word = service.flower_auth.get_secret_value().partition(":")
            looked = [
                httpx.get(service.flower_url + path, auth=(name, word), timeout=30).status_code
                for path in LOOKS
            ]
            tasks = httpx.get(f"{service.flower_url}/api/tasks", auth=(name, word), timeout=30).text
            variables = service.environment() | {"ATELIER_REDIS_URL": redis.url("clerk")}
            clerk_is_well = healthy("clerk", variables, tmp_path)
        refused = redis.refusals()
        log = (tmp_path / "log.txt").read_text()

    assert refused == []
    assert looked == [200] * len(LOOKS)
    assert clerk_is_well
    assert re.search(r"\([A-Z2-7]{6} wave 90x60\)", tasks)
    assert not any(secret in tasks for secret in (NAME, str(anna.id), SANDBOX_TOKEN.partition(":")[2]))
    assert not any(secret in log for secret in (word, *map(password, USERS)))
    assert "NOPERM" not in log

"""The inbox in a real Redis: nothing lost, nothing twice, each chat in order and in one hand."""

from collections import defaultdict

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from redis import Redis

from jobs import keys
from jobs.inbox import Aside, ChatClaim, Entry, Inbox, LostChat

BOT = 42


@pytest.fixture
def inbox(redis: Redis) -> Inbox:
    return Inbox(redis, BOT)


def entry(update: int, chat: int = 7) -> Entry:
    return Entry(update=update, chat=chat, text=f'{{"n": {update}}}')


def claimed(inbox: Inbox, owner: str = "a") -> ChatClaim:
    claim = inbox.claim(owner)
    assert claim is not None
    return claim


def run_out(redis: Redis, chat: int = 7) -> None:
    """Let a lease or a pause end now."""
    assert redis.zadd(keys.inbox_due(BOT), {str(chat): 1}, xx=True, ch=True) == 1


def test_an_update_is_stored_once_however_often_it_comes(inbox: Inbox):
    first = inbox.put([entry(5), entry(6), entry(5)])
    again = inbox.put([entry(6), entry(7)])
    claim = claimed(inbox)
    texts = [claim.text]
    while claim := inbox.done(claim):
        texts.append(claim.text)

    assert (first, again) == ([5, 6], [7])
    assert texts == ['{"n": 5}', '{"n": 6}', '{"n": 7}']
    assert inbox.put([entry(5)]) == []  # though it is handled


def test_of_a_chat_only_one_process_has_an_update_and_the_next_only_after_it(inbox: Inbox):
    inbox.put([entry(1), entry(2), entry(3, chat=8)])
    first, other = claimed(inbox, "a"), claimed(inbox, "b")
    nothing = inbox.claim("c")
    following = inbox.done(first)

    assert [(claim.chat, claim.update) for claim in (first, other)] == [(7, 1), (8, 3)]
    assert nothing is None
    assert following is not None
    assert (following.update, following.fence, following.begun) == (2, first.fence, 1)
    assert inbox.claim("c") is None


def test_an_update_that_comes_while_its_chat_is_in_hand_follows_there(inbox: Inbox):
    inbox.put([entry(1)])
    claim = claimed(inbox)
    inbox.put([entry(2)])
    following = inbox.done(claim)

    assert following is not None
    assert following.update == 2
    assert inbox.done(following) is None
    assert inbox.chats() == 0


def test_what_is_handled_leaves_nothing_but_its_number(inbox: Inbox, redis: Redis):
    inbox.put([entry(1), entry(2)])
    claim = inbox.done(claimed(inbox))
    assert claim is not None
    inbox.done(claim)

    numbers = {keys.inbox_seen(BOT, 1), keys.inbox_seen(BOT, 2), keys.inbox_fence(BOT)}
    assert set(redis.keys("*")) == numbers


def test_every_key_of_the_inbox_expires(inbox: Inbox, redis: Redis):
    inbox.put([entry(1), entry(2, chat=8), entry(3, chat=9)])
    inbox.set_aside(claimed(inbox), "message", "ValueError")
    claimed(inbox)
    inbox.elect("a")
    found = {key: redis.ttl(key) for key in redis.keys("*")}

    assert len(found) == 3 + 1 + 2 + 1 + 1 + 1 + 1  # seen, due, chats, state, fence, aside, poller
    assert all(0 < seconds <= keys.INBOX_TTL for seconds in found.values())


def test_who_lost_the_chat_changes_nothing(inbox: Inbox, redis: Redis):
    inbox.put([entry(1), entry(2)])
    late = claimed(inbox, "a")
    run_out(redis)
    owner = claimed(inbox, "b")
    with pytest.raises(LostChat):
        inbox.done(late)
    with pytest.raises(LostChat):
        inbox.set_aside(late, "message", "ValueError")

    assert not inbox.pause(late, 60)
    assert inbox.renew([late]) == {7}
    assert inbox.renew([owner]) == set()
    assert (owner.update, owner.begun) == (1, 2)
    assert inbox.aside() == []
    following = inbox.done(owner)
    assert following is not None
    assert following.update == 2


def test_renewing_keeps_a_chat(inbox: Inbox, redis: Redis):
    inbox.put([entry(1)])
    claim = claimed(inbox)
    run_out(redis)
    inbox.renew([claim])

    assert inbox.claim("b") is None
    assert inbox.done(claim) is None


def test_a_repeated_done_removes_no_second_update(inbox: Inbox):
    inbox.put([entry(1), entry(2), entry(3)])
    claim = claimed(inbox)
    first, again = inbox.done(claim), inbox.done(claim)  # as if the first answer had been lost

    assert first is not None
    assert again is not None
    assert (again.update, again.begun) == (first.update, first.begun) == (2, 1)


def test_being_begun_counts_and_a_pause_may_take_it_back(inbox: Inbox, redis: Redis):
    inbox.put([entry(1)])
    begun = []
    for counted in (True, False, False, True):
        claim = claimed(inbox)
        begun.append(claim.begun)
        inbox.pause(claim, 30, counted=counted, put_off=not counted, why="ValueError" if counted else "")
        run_out(redis)
    last = claimed(inbox)

    assert begun == [1, 2, 2, 2]
    assert (last.begun, last.put_off, last.why) == (3, 2, "ValueError")
    assert last.age >= 0


def test_a_death_counts_as_a_try_only_soon_after_the_beginning(inbox: Inbox, redis: Redis):
    inbox.put([entry(1)])
    begun = []
    for lived in (False, True, True, False):
        claim = claimed(inbox)
        begun.append((claim.begun, claim.deaths))
        if lived:
            inbox.renew([claim])
            inbox.renew([claim])
        run_out(redis)
    last = claimed(inbox)

    assert begun == [(1, 0), (2, 1), (2, 2), (2, 3)]
    assert (last.begun, last.deaths) == (3, 4)


@pytest.mark.parametrize("lived", [False, True])
@pytest.mark.parametrize("counted", [False, True])
def test_what_is_given_back_counts_as_said_however_long_it_took(inbox: Inbox, *, lived: bool, counted: bool):
    inbox.put([entry(1)])
    claim = claimed(inbox)
    if lived:
        inbox.renew([claim])
    inbox.pause(claim, 0, counted=counted)
    again = claimed(inbox)

    assert (again.begun, again.deaths) == (1 + counted, 0)


def test_the_next_update_begins_afresh(inbox: Inbox, redis: Redis):
    inbox.put([entry(1), entry(2)])
    inbox.pause(claimed(inbox), 0, counted=True, put_off=True, why="ValueError")
    following = inbox.done(claimed(inbox))

    assert following is not None
    assert (following.begun, following.put_off, following.why) == (1, 0, "")


def test_a_paused_chat_waits_and_the_others_do_not(inbox: Inbox, redis: Redis):
    inbox.put([entry(1), entry(2, chat=8)])
    inbox.pause(claimed(inbox), 60)
    inbox.put([entry(3)])
    other, nothing = claimed(inbox), inbox.claim("b")
    run_out(redis)

    assert other.chat == 8
    assert nothing is None
    assert claimed(inbox).update == 1


def test_the_chat_that_waits_longest_comes_first(inbox: Inbox, redis: Redis):
    for update, chat in ((1, 9), (2, 8), (3, 7)):
        inbox.put([entry(update, chat)])
    inbox.pause(claimed(inbox), 0)

    assert [claimed(inbox).chat for _ in range(3)] == [8, 7, 9]


def test_of_what_is_set_aside_only_number_kind_and_error_are_kept(inbox: Inbox, redis: Redis):
    inbox.put([Entry(update=1, chat=7, text='{"text": "my secret"}'), entry(2)])
    following = inbox.set_aside(claimed(inbox), "message", "ValueError")
    everything = redis.lrange(keys.inbox_aside(BOT), 0, -1)

    assert following is not None
    assert following.update == 2
    assert inbox.aside() == [Aside(update=1, kind="message", error="ValueError")]
    assert "secret" not in str(everything)


def test_the_list_of_what_was_set_aside_stays_short(inbox: Inbox):
    inbox.put(entry(number) for number in range(1, keys.MOST_ASIDE + 11))
    claim: ChatClaim | None = claimed(inbox)
    while claim:
        claim = inbox.set_aside(claim, "message", "ValueError")

    assert len(inbox.aside()) == keys.MOST_ASIDE
    assert inbox.aside()[0].update == keys.MOST_ASIDE + 10


def test_two_accounts_on_one_redis_are_apart(inbox: Inbox, redis: Redis):
    other = Inbox(redis, 43)
    inbox.put([entry(1)])
    new = other.put([entry(1)])

    assert new == [1]
    assert claimed(inbox).update == claimed(other).update == 1
    assert inbox.elect("a")
    assert other.elect("b")


def test_texts_of_any_kind_come_out_as_they_went_in(inbox: Inbox):
    text = '{"text": "два  слова\\n\\ud83c 1 "}'
    inbox.put([Entry(update=1, chat=-1001, text=text)])

    assert (claimed(inbox).text, inbox.chats()) == (text, 1)


def test_one_process_asks_and_another_when_it_is_gone(inbox: Inbox, redis: Redis):
    first = [inbox.elect("a"), inbox.elect("b"), inbox.elect("a")]
    inbox.resign("b")
    still = inbox.elect("b")
    inbox.resign("a")
    after = inbox.elect("b")
    redis.delete(keys.inbox_poller(BOT))  # as if its time had run out

    assert first == [True, False, True]
    assert (still, after) == (False, True)
    assert inbox.elect("a")


CHATS = 3
STEPS = st.lists(
    st.sampled_from(["put", "repeat", "a", "b", "done a", "done b", "pause a", "kill a", "stop b"]),
    max_size=60,
)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(STEPS)
def test_whatever_happens_each_update_is_handled_once_and_in_order(redis: Redis, steps: list[str]):
    redis.flushall()
    world = World(redis)
    for step in steps:
        world.do(step)
    world.finish()

    expected = {chat: [n for n in range(1, world.last + 1) if n % CHATS == chat] for chat in range(CHATS)}
    assert {chat: world.handled[chat] for chat in range(CHATS)} == expected
    assert Inbox(redis, BOT).chats() == 0


class World:
    """Two processes and Telegram; every handler that is not killed says in the end what it has handled."""

    def __init__(self, redis: Redis) -> None:
        self.redis = redis
        self.inbox = Inbox(redis, BOT)
        self.hands: dict[str, list[ChatClaim]] = {"a": [], "b": []}
        self.handled: dict[int, list[int]] = defaultdict(list)
        self.last = 0

    def do(self, step: str) -> None:
        verb, _, who = step.rpartition(" ")
        hand = self.hands.get(who, [])
        if step in self.hands:
            if claim := self.inbox.claim(step):
                self.hands[step].append(claim)
        elif step in ("put", "repeat"):
            self.last += step == "put"
            self.inbox.put([entry(number, number % CHATS) for number in range(1, self.last + 1)][-2:])
        elif hand:
            self.end(verb, hand)

    def end(self, verb: str, hand: list[ChatClaim]) -> None:
        claim = hand.pop(0)
        if verb == "kill":
            self.redis.zadd(keys.inbox_due(BOT), {str(claim.chat): 1}, xx=True)  # and it goes on, unaware
            hand.append(claim)
        elif verb == "done":
            self.done(claim, hand)
        elif self.inbox.pause(claim, 0, counted=verb == "pause"):
            assert claim not in hand

    def done(self, claim: ChatClaim, hand: list[ChatClaim]) -> None:
        try:
            following = self.inbox.done(claim)
        except LostChat:
            return
        self.handled[claim.chat].append(claim.update)
        if following:
            hand.append(following)

    def finish(self) -> None:
        """All processes die; a last one handles what is left."""
        self.hands["c"] = []
        for chat in range(CHATS):
            self.redis.zadd(keys.inbox_due(BOT), {str(chat): 1}, xx=True)
        while claim := self.inbox.claim("c"):
            self.done(claim, self.hands["c"])
            while self.hands["c"]:
                self.done(self.hands["c"].pop(), self.hands["c"])

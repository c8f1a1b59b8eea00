"""Whatever happens in whatever order, every job is in one place, has one owner, and comes to one end."""

from collections import defaultdict
from dataclasses import dataclass, field
from time import time
from typing import Any

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)
from redis import Redis

from jobs import keys
from jobs.catalogue import Lane
from jobs.decisions import Decision, Decisions
from jobs.deserted import Deserted
from jobs.job import Job, StylePart
from jobs.record import Claim, State
from jobs.store import MOST_ATTEMPTS, Accepted, Cancel, Lease, Limits, Store
from tests.chat.samples import job, result

LANE = Lane.FAST
LIMITS = Limits(hand=2, held=2, waiting=6)
#: Who is there, and what the workers can paint; the second announces itself, the first paints all styles.
EVERYBODY = (1, 2, 3)
PEOPLE = st.sampled_from(EVERYBODY)
WORKERS = {"w1": {"wave", "candy"}, "w2": {"wave"}}
OVER = (State.DONE, State.FAILED, State.CANCELLED)


@dataclass
class Told:
    """A job that a person was told is queued."""

    job: Job
    #: Fences under which somebody was let at it, in that order.
    fences: list[int] = field(default_factory=list)
    served: int = 0
    came_back: bool = False
    ends: int = 0


@dataclass(frozen=True, kw_only=True)
class Look:
    """What stands in Redis at one moment."""

    states: dict[str, State]
    #: The names of all places in which a job is.
    places: dict[str, set[str]]
    #: Who is in the round, and what each person has where.
    round: set[int]
    lines: dict[int, list[str]]
    held: dict[int, list[str]]
    hand: dict[int, list[str]]

    @classmethod
    def at(cls, redis: Redis, names: list[str]) -> "Look":
        """Look once."""
        with redis.pipeline() as pipe:
            pipe.zrange(f"people:{LANE}", 0, -1)
            pipe.zrange(keys.waiting(LANE), 0, -1).smembers(keys.running(LANE)).zrange(keys.DUE, 0, -1)
            for person in EVERYBODY:
                pipe.lrange(f"queue:{LANE}:{person}", 0, -1).lrange(f"held:{LANE}:{person}", 0, -1)
                pipe.smembers(f"hand:{LANE}:{person}")
            for name in names:
                pipe.hget(keys.job(name), "state")
            people, waiting, running, due, *rest = pipe.execute()
        own, states = rest[: 3 * len(EVERYBODY)], rest[3 * len(EVERYBODY) :]
        lines, held, hand = (dict(zip(EVERYBODY, own[place::3], strict=True)) for place in range(3))
        places: dict[str, set[str]] = defaultdict(set)
        lists = [("waiting", waiting), ("running", running), ("due", due)]
        for place, each in (("line", lines), ("held", held), ("hand", hand)):
            lists += [(place, there) for there in each.values()]
        for place, there in lists:
            for name in there:
                assert place not in places[name], f"{name} is twice in {place}"
                places[name].add(place)
        found = dict(zip(names, map(State, states), strict=True))
        return cls(states=found, places=places, round={*map(int, people)}, lines=lines, held=held, hand=hand)


class Service(RuleBasedStateMachine):
    """People, workers and clerks at one Redis, none of which knows what the others do."""

    def __init__(self, redis: Redis) -> None:
        super().__init__()
        self.redis = redis
        self.store = Store(redis)
        self.decisions = Decisions(redis)
        self.jobs: dict[str, Told] = {}
        #: What worker processes believe to own.
        self.claims: list[tuple[str, Claim]] = []
        #: What is being delivered, by whom it may.
        self.deliveries: list[tuple[str, int]] = []
        self.refused: list[Job] = []
        #: How often others were served since somebody came who never was.
        self.overtaken: dict[int, dict[int, int]] = defaultdict(lambda: defaultdict(int))

    @initialize()
    def begin(self) -> None:
        self.redis.flushall()
        self.redis.zadd(keys.workers(LANE), dict.fromkeys(WORKERS, 4e9))

    # People.

    @rule(
        orders=st.lists(st.tuples(PEOPLE, st.sampled_from(["wave", "wave", "candy"])), min_size=1, max_size=4)
    )
    def order(self, orders: list[tuple[int, str]]) -> None:
        for person, style in orders:
            self._accept(job(person, styles=(StylePart(gallery=style, weight=1),)))

    @precondition(lambda self: self.refused)
    @rule(data=st.data())
    def insist(self, data: st.DataObject) -> None:
        wanted = data.draw(st.sampled_from(self.refused), label="refused")
        self.refused.remove(wanted)
        self._accept(wanted)

    def _accept(self, wanted: Job) -> None:
        expected = self.store.outlook(LANE, wanted.person, LIMITS)
        answer = self.store.accept(wanted, allowed=60, limits=LIMITS)

        assert answer is expected
        if answer in (Accepted.QUEUED, Accepted.HELD):
            self.jobs[wanted.id] = Told(wanted)
        else:
            self.refused.append(wanted)

    @precondition(lambda self: self.jobs)
    @rule(data=st.data())
    def repeat(self, data: st.DataObject) -> None:
        before = self._dump()
        again = self.store.accept(self._any(data).job, allowed=60, limits=LIMITS)

        assert again is Accepted.KNOWN
        assert self._dump() == before

    @precondition(lambda self: self.jobs)
    @rule(data=st.data(), wish=st.sampled_from(["drop", "keep", "ask"]), stranger=st.booleans())
    def cancel(self, data: st.DataObject, wish: str, stranger: bool) -> None:
        told, keep = self._any(data), wish == "keep"
        before, held = self._state(told), self._dump()
        person = told.job.person + 9 * stranger
        what, fence = self.store.cancel(told.job.id, person, keep=keep, ask=wish == "ask")
        if stranger or before not in (State.RUNNING, State.QUEUED, State.HELD, State.POSTPONED):
            assert what is (Cancel.NOT_YOURS if stranger else Cancel.TOO_LATE)
            assert self._dump() == held
        elif before is State.RUNNING:
            assert what is Cancel.STOPPING
        else:
            assert what is (Cancel.NOT_BEGUN if keep else Cancel.CANCELLED)
        if what is Cancel.CANCELLED:
            self._let_at(told, fence)
            self.deliveries.append((told.job.id, fence))

    @precondition(lambda self: self.jobs)
    @rule(data=st.data(), keep=st.booleans(), stranger=st.booleans())
    def decide(self, data: st.DataObject, keep: bool, stranger: bool) -> None:
        told = self._any(data)
        asked = self.redis.hget(keys.job(told.job.id), "outcome") == State.STOPPED
        before = self._dump()
        what, fence = self.decisions.decide(told.job.id, told.job.person + 9 * stranger, keep=keep)
        if stranger or not asked:
            assert (what is Decision.NOT_YOURS) == stranger
            assert self._dump() == before
        else:
            assert what is Decision.DECIDED
            self._let_at(told, fence)
        if what is Decision.DECIDED:
            self.deliveries.append((told.job.id, fence))

    @rule(person=PEOPLE)
    def block_the_bot(self, person: int) -> None:
        ended = Deserted(self.redis).end(person, person)
        for name in ended:
            assert self.jobs[name].job.person == person
            self.jobs[name].ends += 1

        waits = (State.QUEUED, State.HELD, State.POSTPONED)
        assert not [told for told in self._of(person) if self._state(told) in waits]

    # Workers.

    @rule(workers=st.lists(st.sampled_from(sorted(WORKERS)), min_size=1, max_size=3))
    def claim(self, workers: list[str]) -> None:
        for worker in workers:
            self._claim(worker)

    def _claim(self, worker: str) -> None:
        waiting = self._suitable(worker)
        claim = self.store.claim(LANE, worker, WORKERS[worker])
        assert (claim is None) == (not waiting)
        if claim is None:
            return
        told = self.jobs[claim.job.id]
        assert claim.job.id in waiting
        assert claim.attempt <= MOST_ATTEMPTS
        self._let_at(told, claim.fence)
        self._serve(told, {self.jobs[each].job.person for each in waiting})
        self.claims.append((worker, claim))

    def _suitable(self, worker: str) -> list[str]:
        """Ids of the waiting jobs that a worker may take."""
        waiting = self.store.waiting(LANE)
        with self.redis.pipeline() as pipe:
            for name in waiting:
                pipe.hget(keys.job(name), "lost_by")
            lost = pipe.execute()
        pairs = zip(waiting, lost, strict=True)
        return [name for name, by in pairs if by != worker and self.jobs[name].job.needs <= WORKERS[worker]]

    def _serve(self, told: Told, waiting: set[int]) -> None:
        """Note who was served, and who was overtaken by that."""
        person, told.served = told.job.person, told.served + 1
        again = sum(each.came_back for each in self._of(person))
        new = [other for other in waiting - {person} if not any(each.served for each in self._of(other))]
        for other in new if told.served == 1 else ():
            self.overtaken[other][person] += 1
            # A job that came back does not count: another of its person's may take its turn.
            assert self.overtaken[other][person] <= 1 + again, "served twice before a newcomer"

    def _of(self, person: int) -> list[Told]:
        return [told for told in self.jobs.values() if told.job.person == person]

    @precondition(lambda self: self.claims)
    @rule(data=st.data(), progress=st.sampled_from([None, 0.5]))
    def renew(self, data: st.DataObject, progress: float | None) -> None:
        _, claim = self._claimed(data)
        answer = self.store.renew(claim, progress)

        assert (answer is not Lease.LOST) == self._owns(claim)

    @precondition(lambda self: self.claims)
    @rule(data=st.data(), outcome=st.sampled_from([State.DONE, State.STOPPED, State.FAILED]))
    def conclude(self, data: st.DataObject, outcome: State) -> None:
        _, claim = self._claimed(data, leave=True)
        owns = self._owns(claim)
        told = None if outcome is State.FAILED else result()

        assert self.store.conclude(claim, outcome, reason="broken", result=told) == owns
        if owns:
            self.deliveries.append((claim.job.id, claim.fence))

    @precondition(lambda self: self.claims)
    @rule(data=st.data(), how=st.sampled_from(["hand_back", "retry", "postpone"]))
    def give_back(self, data: st.DataObject, how: str) -> None:
        _, claim = self._claimed(data, leave=True)
        owns, before = self._owns(claim), self._dump()
        if how == "hand_back":
            self.store.hand_back(claim)
        elif how == "retry":
            assert (self.store.retry(claim, "broken") is not None) == owns
        else:
            assert (self.store.postpone(claim, "away") is not None) == owns

        assert owns or self._dump() == before

    @rule(worker=st.sampled_from(sorted(WORKERS)))
    def kill(self, worker: str) -> None:
        self.claims = [claim for claim in self.claims if claim[0] != worker]

    # Clerks, and time.

    @precondition(lambda self: self.redis.zcard(keys.DUE))
    @rule(data=st.data())
    def wait(self, data: st.DataObject) -> None:
        """A lease runs out, or a pause is over."""
        for name in data.draw(st.lists(st.sampled_from(self.redis.zrange(keys.DUE, 0, -1)), min_size=1)):
            self._lapse(name)
        self.store.redrive()

    @rule(long=st.booleans())
    def give_up_orphans(self, long: bool) -> None:
        """Look at a moment at which nobody can paint one of the styles."""
        lacking = [name for name in self.store.waiting(LANE) if "candy" in self.jobs[name].job.needs]
        for name in lacking if long else ():
            self.redis.hset(keys.job(name), "lacking", 0)
        given_up = self.store.give_up_orphans(LANE, {"wave"})

        assert sorted(given_up) == sorted(lacking if long else ())
        self.store.give_up_orphans(LANE, {"wave", "candy"})

    @precondition(lambda self: self.jobs)
    @rule(data=st.data())
    def take_delivery(self, data: st.DataObject) -> None:
        told = self._any(data)
        lease = float(self.redis.hget(keys.job(told.job.id), "lease_until") or 0)
        free = self._state(told) is State.DELIVERING and lease < time() + keys.FIRST_DELIVERY_LEASE / 2
        fence = self.store.claim_delivery(told.job.id)

        assert (fence is not None) == free
        if fence is not None:
            self._let_at(told, fence)
            self.deliveries.append((told.job.id, fence))

    @precondition(lambda self: self.deliveries)
    @rule(data=st.data(), told=st.booleans())
    def deliver(self, data: st.DataObject, told: bool) -> None:
        name, fence = data.draw(st.sampled_from(self.deliveries), label="delivery")
        mine = self._owner(name) == (State.DELIVERING, fence)
        if told:
            asked = self.redis.hget(keys.job(name), "outcome") == State.STOPPED
            finished = self.store.finish(name, fence)
            self.jobs[name].ends += finished and not asked  # a question is no end
            assert finished == mine
        else:
            self.store.deliver_later(name, fence, 60)

    # Redis.

    @rule()
    def restart(self) -> None:
        """All that is in memory is read from the disk again, and the scripts are gone."""
        self.redis.script_flush()
        self.redis.execute_command("DEBUG", "RELOAD")

    # What is true at any time.

    @invariant()
    def the_promises_hold(self) -> None:
        found = Look.at(self.redis, list(self.jobs))
        for name, told in self.jobs.items():
            state = found.states[name]
            assert found.places.pop(name, set()) == _PLACES[state], (name, state)
            assert told.ends == (state in OVER)
            told.came_back |= bool(told.served) and state in (State.QUEUED, State.POSTPONED)
        assert not found.places
        for person in EVERYBODY:
            hand, held = len(found.hand[person]), len(found.held[person])
            assert hand <= LIMITS.hand
            assert held <= LIMITS.held
            assert not held or hand == LIMITS.hand, "held for nothing"
        assert found.round == {person for person in EVERYBODY if found.lines[person]}

    def teardown(self) -> None:
        """Everything is driven to rest: every job that was taken comes to its end."""
        for _ in range(3 * len(self.jobs) + 3):
            self._answer_all()
            if not (due := self.redis.zrange(keys.DUE, 0, -1)) and not self.store.waiting(LANE):
                break
            for name in due:
                self._lapse(name)
            self.store.redrive()
            while claim := self.store.claim(LANE, "w3", WORKERS["w1"]):
                self.store.conclude(claim, State.DONE, result=result())
                self._lapse(claim.job.id)
            for name in self.redis.zrange(keys.DUE, 0, -1):
                if fence := self.store.claim_delivery(name):
                    asked = self.redis.hget(keys.job(name), "outcome") == State.STOPPED
                    self.jobs[name].ends += self.store.finish(name, fence) and not asked
            self._answer_all()
        places = ("due", "waiting:", "running:", "people:", "queue:", "hand:", "held:")

        left = [key for key in self.redis.scan_iter() if key.startswith(places)]
        assert not [key for key in left if not key.startswith("hand:of:")]  # these expire
        assert all(self._state(told) in OVER and told.ends == 1 for told in self.jobs.values())

    def _answer_all(self) -> None:
        """Every question gets its answer."""
        for told in self.jobs.values():
            if self._state(told) is State.STOPPED:
                self.decisions.decide(told.job.id, told.job.person, keep=True)

    # Looks.

    def _any(self, data: st.DataObject) -> Told:
        return data.draw(st.sampled_from(list(self.jobs.values())), label="job")

    def _claimed(self, data: st.DataObject, *, leave: bool = False) -> tuple[str, Claim]:
        found = data.draw(st.sampled_from(self.claims), label="claim")
        if leave:
            self.claims.remove(found)
        return found

    def _state(self, told: Told) -> State:
        return State(self.redis.hget(keys.job(told.job.id), "state"))

    def _owner(self, name: str) -> tuple[State, int]:
        state, fence = self.redis.hmget(keys.job(name), ["state", "fence"])
        return State(state), int(fence)

    def _owns(self, claim: Claim) -> bool:
        return self._owner(claim.job.id) == (State.RUNNING, claim.fence)

    def _let_at(self, told: Told, fence: int) -> None:
        """Somebody else's fence locks all earlier owners out."""
        assert all(fence > earlier for earlier in told.fences)
        assert self._owner(told.job.id)[1] == fence
        told.fences.append(fence)

    def _lapse(self, name: str) -> None:
        self.redis.zadd(keys.DUE, {name: 0})
        if self.redis.hget(keys.job(name), "state") == State.DELIVERING:
            self.redis.hset(keys.job(name), "lease_until", 0)

    def _dump(self) -> dict[str, Any]:
        """What Redis says of every job, and in which order they wait."""
        found = Look.at(self.redis, list(self.jobs))
        with self.redis.pipeline() as pipe:
            for name in self.jobs:
                pipe.hgetall(keys.job(name))
            return {"records": pipe.execute(), "lines": found.lines, "held": found.held, "due": found.places}


_PLACES = {
    State.HELD: {"held"},
    State.QUEUED: {"hand", "line", "waiting"},
    State.POSTPONED: {"hand", "due"},
    State.RUNNING: {"hand", "running", "due"},
    State.DELIVERING: {"due"},
    State.DONE: set(),
    State.FAILED: set(),
    State.CANCELLED: set(),
    State.STOPPED: set(),
}


def run(redis: Redis, examples: int, steps: int) -> None:
    """Let things happen."""
    profile = settings(
        max_examples=examples,
        stateful_step_count=steps,
        deadline=None,
        suppress_health_check=list(HealthCheck),
        derandomize=True,
    )
    run_state_machine_as_test(lambda: Service(redis), settings=profile)


def test_any_order_of_events_keeps_the_promises(redis: Redis):
    run(redis, 60, 30)


@pytest.mark.slow
def test_any_order_of_very_many_events_keeps_the_promises(redis: Redis):
    run(redis, 120, 60)

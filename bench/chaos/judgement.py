"""What came of a run: the verdicts, the figures, and all that must not be."""

from collections import Counter
from dataclasses import dataclass
from pathlib import Path

from bench.chaos import rest, story, table
from bench.chaos.crowd import Wish
from bench.chaos.referee import BAD, End, Referee, Sent, Verdict
from bench.chaos.run import Run

#: Share of the pictures whose persons may be told that it did not work, besides the poisoned ones.
TOLD = 0.01
#: Stories written at most.
STORIES = 5


@dataclass(frozen=True, kw_only=True)
class Judgement:
    """What a run gave."""

    lines: list[str]
    last: str
    #: Everything that must not be, in words.
    faults: list[str]
    stories: list[Path]


def judge(run: Run) -> Judgement:
    """Judge a run that is over, while its fleet still answers."""
    wishes = run.crowd.wishes
    referee = Referee(
        run.feed.states, [_as_sent(wish) for wish in wishes], lambda message: message.download()
    )
    verdicts, strays, left = referee.judge(), referee.strays(), run.left()
    ends = Counter(verdict.end for verdict in verdicts)
    told = ends[End.FAILED] + ends[End.CANCELLED]
    doubled, stuck = ends[End.DOUBLED] + len(strays), ends[End.STUCK] + len(left)
    faults = [f"{v.end}: message {v.sent.message}: {v.why}" for v in verdicts if v.end in BAD]
    faults += [f"doubled: message {stray.id} answers no photo" for stray in strays]
    faults += [f"stuck: {what} in Redis" for what in left]
    figures = _figures(run, referee, verdicts)
    story.tell_recovery(run)
    return Judgement(
        lines=table.lines(figures, ends, wishes, run.feed.states),
        last=f"chaos: sent={len(wishes)} painted={ends[End.PAINTED]} told={told}"
        f" lost={ends[End.LOST]} doubled={doubled} stuck={stuck}",
        faults=[*faults, *_told_too_often(figures), *_poisoned_but_not_told(wishes, verdicts)],
        stories=_stories(run, verdicts),
    )


def _as_sent(wish: Wish) -> Sent:
    pressed = wish.when("v1|cancel") is not None
    return Sent(chat=wish.chat, message=wish.photo, photo=wish.plan.photo, cancels=pressed)


def _figures(run: Run, referee: Referee, verdicts: list[Verdict]) -> table.Figures:
    return table.Figures(
        sent=len(run.crowd.wishes),
        kills=run.murderer.kills,
        fallen=run.murderer.fallen,
        taken=run.taken,
        repeated=rest.repeated(run.fleet.store),
        unacknowledged=rest.unacknowledged(run.fleet.store),
        recovery=run.watch.recovery(),
        poisoned=[run.watch.poisoned.get(photo, 0) for photo in sorted(run.poison)],
        told=_told(run.crowd.wishes, verdicts),
        spare_cards=referee.spare_cards(),
        seconds=run.seconds,
        quiet=run.size.quiet,
    )


def _told(wishes: list[Wish], verdicts: list[Verdict]) -> list[str]:
    """What those were told whose picture failed though it was not poisoned."""
    both = zip(wishes, verdicts, strict=True)
    return [v.why for wish, v in both if v.end is End.FAILED and not wish.plan.poisoned]


def _told_too_often(figures: table.Figures) -> list[str]:
    if len(figures.told) <= TOLD * figures.sent:
        return []
    return [f"{len(figures.told)} of {figures.sent} were told that it failed, such as {figures.told[0]!r}"]


def _poisoned_but_not_told(wishes: list[Wish], verdicts: list[Verdict]) -> list[str]:
    return [
        f"poisoned picture of message {wish.photo} was not told but {verdict.end}"
        for wish, verdict in zip(wishes, verdicts, strict=True)
        if wish.plan.poisoned and verdict.end is not End.FAILED
    ]


def _stories(run: Run, verdicts: list[Verdict]) -> list[Path]:
    both = zip(run.crowd.wishes, verdicts, strict=True)
    bad = [(wish, verdict.why) for wish, verdict in both if verdict.end in BAD]
    return [story.tell(run, wish, why) for wish, why in bad[:STORIES]]

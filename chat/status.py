"""The words of a job's status message, from the queue to the result."""

from chat.texts import has, say
from chat.times import spell, spell_estimate
from jobs.catalogue import STYLES, Method
from jobs.estimates import Estimate
from jobs.job import Job, StylePart
from jobs.record import Record
from jobs.store import Place

#: Cells of the progress bar.
CELLS = 10


def name_of(part: StylePart, language: str, number: int, own: int) -> str:
    """Name one style of a mix.

    Args:
        number: which of the person's own pictures it is, from 1.
        own: how many of them there are.
    """
    if part.gallery:
        style = STYLES.get(part.gallery)
        return style.title if style else part.title or part.gallery
    return say(language, "own-picture") if own == 1 else say(language, "own-picture-numbered", number=number)


def styles_in_words(parts: tuple[StylePart, ...], language: str) -> str:
    """Name a mix: "Wave 60 % + your picture 40 %"; one style goes without its share."""
    own = sum(part.picture is not None for part in parts)
    numbers = (sum(p.picture is not None for p in parts[: i + 1]) for i in range(len(parts)))
    names = [name_of(part, language, number, own) for part, number in zip(parts, numbers, strict=True)]
    if len(names) == 1:
        return names[0]
    return " + ".join(f"{name} {share} %" for name, share in zip(names, shares(parts), strict=True))


def shares(parts: tuple[StylePart, ...]) -> list[int]:
    """Whole per cents of each style that add up to 100."""
    whole = sum(part.weight for part in parts)
    exact = [100 * part.weight / whole for part in parts]
    result = [int(share) for share in exact]
    by_rest = sorted(range(len(parts)), key=lambda i: result[i] - exact[i])
    for i in by_rest[: 100 - sum(result)]:
        result[i] += 1
    return result


def _about(job: Job) -> dict[str, str]:
    return {"styles": styles_in_words(job.styles, job.language), "label": job.label}


def queued(job: Job, place: Place, until_done: Estimate) -> str:
    """Say where a job stands and when it will be ready."""
    time = spell_estimate(job.language, until_done)
    return say(job.language, "queued", place=place.place, of=place.of, time=time, **_about(job))


def held(job: Job, limit: int) -> str:
    """Say that a job waits for its person's others."""
    return say(job.language, "held", limit=limit, **_about(job))


def painting(job: Job, progress: float, seconds_left: float | None) -> str:
    """Say how far a painting is.

    Args:
        progress: 0 to 1.
        seconds_left: None where that cannot be said yet.
    """
    full = round(progress * CELLS)
    words: dict[str, str | int] = {"bar": "▓" * full + "░" * (CELLS - full), "percent": int(100 * progress)}
    if seconds_left is None:
        return say(job.language, "painting", **words, **_about(job))
    left = spell(job.language, max(1, round(seconds_left)))
    return say(job.language, "painting-left", time=left, **words, **_about(job))


def done(record: Record) -> str:
    """Say what a finished picture is: the caption of the result."""
    job, result = record.job, record.result
    if result is None:
        raise ValueError("a job without a result is not done")
    plain = job.strength == 1
    text = say(
        job.language,
        "done" if plain else "done-strength",
        painter=result.painter,
        percent=round(100 * job.strength),
        size=f"{result.width}×{result.height}",
        painted=spell(job.language, result.seconds),
        waited=spell(job.language, record.waited),
        styles=styles_in_words(job.styles, job.language),
    )
    if result.share < 1:
        text += "\n" + say(job.language, "stopped-early", percent=int(100 * result.share))
    if result.painted_side and job.method is not Method.GATYS:
        text += "\n" + say(job.language, "enlarged", side=str(result.painted_side))  # text: no "2,048"
    return text


def failed(record: Record) -> str:
    """Say why a job failed, without a word of machinery."""
    language = record.job.language
    key = f"reason-{record.reason}"
    reason = say(language, key if has(key) else "reason-broken")
    return say(language, "failed", reason=reason, label=record.job.label)


def cancelled(job: Job) -> str:
    """Say that a job was cancelled."""
    return say(job.language, "cancelled", label=job.label)

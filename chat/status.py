"""The words of a job's status message, from the queue to the result."""

from babel import Locale

from chat.texts import has, say
from chat.times import spell, spell_estimate
from chat.titles import title_of
from jobs.catalogue import STYLES, Method
from jobs.estimates import Estimate
from jobs.job import Job, StylePart
from jobs.record import Record, Result
from jobs.store import Place

#: Cells of the progress bar.
CELLS = 10
_COLOURS = {"luminance": "done-own-colours", "matched": "done-matched-colours"}
#: What is said of a picture's original, by what it came as; all else is a photo.
_ORIGINALS = {"animation": "clip", "video": "clip", "sticker": "sticker"}
#: Seconds of waiting below which they are not worth a word.
WORTH_SAYING = 1
#: As many times as large as it was painted, a painting by Gatys shows it.
GATYS_TIMES = 2


def name_of(part: StylePart, language: str, number: int, own: int) -> str:
    """Name one style of a mix.

    Args:
        number: which of the person's own pictures it is, from 1.
        own: how many of them there are.
    """
    if part.gallery:
        style = STYLES.get(part.gallery)
        return title_of(style, language) if style else part.title or part.gallery
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


def wish_in_words(job: Job) -> str:
    """Name what a job makes: its styles, or the sheet, or the enlargement of what was painted in these."""
    if job.purpose == "enlargement":
        larger = say(job.language, "wish-enlargement")
        return f"{styles_in_words(job.styles, job.language)} · {larger}" if job.styles else larger
    if job.purpose == "previews":
        return say(job.language, "wish-previews", count=len(job.styles))
    return styles_in_words(job.styles, job.language)


def _about(job: Job) -> dict[str, str]:
    return {"styles": wish_in_words(job), "label": job.label}


def queued(job: Job, place: Place, until_done: Estimate, *, paused: bool = False) -> str:
    """Say where a job stands and when it will be ready.

    Args:
        paused: the operator lets nobody paint in its lane.
    """
    words = say(
        job.language,
        "queued",
        place=place.place,
        order=Locale(job.language).ordinal_form(place.place),  # Fluent's runtime knows no ordinals
        of=place.of,
        time=spell_estimate(job.language, until_done),
        **_about(job),
    )
    return f"{words}\n{say(job.language, 'paused-now')}" if paused else words


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
    if record.result is None:
        raise ValueError("a job without a result is not done")
    return caption(record.job, record.result, record.waited)


def caption(job: Job, result: Result, waited: float = 0) -> str:
    """Say what a picture is, in one line and what is special about it.

    Args:
        waited: seconds in the queue.
    """
    if job.purpose == "previews":
        return say(job.language, "previews-done")
    first = say(job.language, "done", styles=wish_in_words(job), painter=result.painter)
    parts = [first, *_choices(job), _size(job, result), _times(job, result, waited)]
    return "\n".join([" · ".join(parts), *_remarks(job, result)])


def _choices(job: Job) -> list[str]:
    """What was chosen otherwise than it is by itself."""
    told, language = [], job.language
    if job.strength != 1:
        told.append(say(language, "done-strength", percent=round(100 * job.strength)))
    if job.colours != "style":
        told.append(say(language, _COLOURS[job.colours], of=_original(job)))
    if job.arrangement == "split" and len(job.styles) > 1:
        told.append(say(language, "done-split"))
    return told


def _size(job: Job, result: Result) -> str:
    """Its pixels, and that they are the original's where that is so."""
    content, size = job.content, f"{result.width}×{result.height}"
    # Where Telegram did not say how large a file is, it has its own size unless another was chosen.
    known, painted = (content.width, content.height), (result.width, result.height)
    same = known == painted if content.width else not job.longest
    if same and job.purpose == "picture":
        return say(job.language, "done-same-size", size=size, of=_original(job))
    return say(job.language, "done-size", size=size)


def _original(job: Job) -> str:
    """What was painted, as texts choose their words by: in a group it often is somebody else's photo."""
    return _ORIGINALS.get(job.content.kind) or ("yours" if job.chat > 0 else "photo")


def _times(job: Job, result: Result, waited: float) -> str:
    language = job.language
    if result.before:
        return say(language, "done-before")
    painted = spell(language, result.seconds)
    if waited < WORTH_SAYING:
        return say(language, "done-painted", painted=painted)
    return say(language, "done-painted-waited", painted=painted, waited=spell(language, waited))


def _remarks(job: Job, result: Result) -> list[str]:
    told = []
    if result.share < 1:
        told.append(say(job.language, "stopped-early", percent=_percent(result.share)))
    if _was_enlarged(job, result):
        told.append(say(job.language, "enlarged", side=str(result.painted_side)))  # text: no "2,048"
    return told


def _was_enlarged(job: Job, result: Result) -> bool:
    """Is it worth a word? Gatys always begins small; what was enlarged twice as much can be seen to be."""
    times = max(result.width, result.height) / result.painted_side if result.painted_side else 1
    return job.purpose == "picture" and times > (1 if job.method is not Method.GATYS else GATYS_TIMES)


def _percent(share: float) -> int:
    """Whole per cents that are done; 0.58 is 58 of them, though a little less in binary."""
    return int(100 * share + 1e-6)


def stopped(record: Record) -> str:
    """Say that a painting was stopped, and ask whether it is to be kept."""
    share, job = record.result.share if record.result else 0, record.job
    if share == 1:  # pressed in the last moment
        return say(job.language, "stopped-ready", **_about(job))
    return say(job.language, "stopped", percent=_percent(share), **_about(job))


def failed(record: Record) -> str:
    """Say why a job failed, without a word of machinery."""
    job, key = record.job, f"reason-{record.reason}"
    why = say(job.language, key if has(key) else "reason-broken")
    return say(job.language, "failed", reason=why, label=job.label)


def cancelled(job: Job) -> str:
    """Say that a job was cancelled."""
    return say(job.language, "cancelled", label=job.label)

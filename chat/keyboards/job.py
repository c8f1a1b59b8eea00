"""Buttons under a job: while it waits, is painted, and is over."""

from telegram import InlineKeyboardButton, InlineKeyboardMarkup

from chat.buttons import button, in_rows
from chat.media import Kind
from chat.status import name_of
from chat.texts import say
from jobs.catalogue import STYLES, Lane
from jobs.job import MOST_STYLES, Job

#: A press of − or + changes the strength by this much.
STEP = 0.2


def status(job: Job, *, painting: bool = False) -> InlineKeyboardMarkup:
    """Offer to cancel a job and, where there is something to keep while it is painted, to stop it."""
    row = [button(say(job.language, "button-cancel"), "cancel", job.id)]
    if painting and job.lane is Lane.SLOW:
        row.insert(0, button(say(job.language, "button-stop"), "stop", job.id))
    return InlineKeyboardMarkup([row])


def result(
    job: Job, *, kind: Kind = "photo", larger: bool = False, share: bool = True
) -> InlineKeyboardMarkup:
    """Offer what people want next.

    Args:
        kind: what it came as; a document is the very file that else could be asked for.
        larger: the picture can be painted twice as large.
        share: Telegram takes buttons that share; not where the bot has no inline mode.
    """
    if job.purpose == "previews":
        return previews(job)
    language = job.language
    other = button(say(language, "button-other"), "other", job.id)
    rows: list[list[InlineKeyboardButton]] = [[]]
    if kind != "document" and not job.goes_as_file:
        rows[0].append(button(say(language, "button-file"), "file", job.id))
    if job.purpose == "picture":
        rows[0].append(button(say(language, "button-again"), "again", job.id))
        rows.append(_changes(job))
        rows.append([other])
        if can_be_mixed(job) and len(job.styles) < MOST_STYLES:
            rows[-1].append(button(say(language, "button-add-style"), "addstyle", job.id))
        if larger:
            rows[-1].append(button(say(language, "button-larger"), "larger", job.id))
    else:
        rows[0].append(other)
    rows.append(_last_row(job, share=share))
    return InlineKeyboardMarkup(rows)


def _changes(job: Job) -> list[InlineKeyboardButton]:
    """The same once more, with one thing changed."""
    language, row = job.language, []
    percent = round(100 * STEP)
    if job.strength > 0:
        row.append(button(say(language, "button-weaker", percent=percent), "weaker", job.id))
    if job.strength < 1:
        row.append(button(say(language, "button-stronger", percent=percent), "stronger", job.id))
    key = "button-keep-colours" if job.colours == "style" else "button-take-colours"
    return [*row, button(say(language, key), "recolour", job.id)]


def can_be_mixed(job: Job) -> bool:
    """Are all styles pictures? Nets that learnt one style each take no other beside it."""
    known = (STYLES.get(part.gallery or "") for part in job.styles if part.title is None and part.gallery)
    return all(style is not None and style.by_picture for style in known)


def _last_row(job: Job, *, share: bool) -> list[InlineKeyboardButton]:
    language, row = job.language, []
    if job.styles:
        row.append(button(say(language, "button-save-style"), "savestyle", job.id))
    if share:
        text = say(language, "button-share")
        row.append(InlineKeyboardButton(text, switch_inline_query=f"#{job.label}"))
    return [*row, button(say(language, "button-delete"), "delete", job.id)]


def previews(job: Job) -> InlineKeyboardMarkup:
    """Offer each tile of a sheet of previews at full size; a style is named in the data, never counted."""
    language, tiles = job.language, []
    for number, part in enumerate(job.styles, start=1):
        name = f"{number} {name_of(part, language, 1, 1)}"
        tiles.append(button(name, "redo", f"{part.gallery}:{job.id}"))
    last = [
        button(say(language, "button-others"), "others", job.id),
        button(say(language, "button-send-all"), "sendall", job.id),
    ]
    return InlineKeyboardMarkup([*in_rows(tiles, 2), last])


def keep_or_drop(job: Job) -> InlineKeyboardMarkup:
    """Ask what becomes of a painting that its person stopped."""
    return InlineKeyboardMarkup(
        [
            [
                button(say(job.language, "button-keep"), "keep", job.id),
                button(say(job.language, "button-drop"), "drop", job.id),
            ]
        ]
    )


def surely_delete(language: str, job_id: str) -> InlineKeyboardMarkup:
    """Ask once whether a picture is to be deleted."""
    return InlineKeyboardMarkup(
        [
            [button(say(language, "button-erase"), "erase", job_id)],
            [button(say(language, "button-spare"), "spare", job_id)],
        ]
    )


def send_again(job: Job) -> InlineKeyboardMarkup:
    """Offer a result that may not have arrived."""
    return InlineKeyboardMarkup([[button(say(job.language, "button-send-again"), "resend", job.id)]])


def try_again(job: Job) -> InlineKeyboardMarkup:
    """Offer to repeat what failed or was cancelled."""
    return InlineKeyboardMarkup(
        [
            [
                button(say(job.language, "button-try-again"), "again", job.id),
                button(say(job.language, "button-other"), "other", job.id),
            ]
        ]
    )


def new_from_photo(language: str, job_id: str) -> InlineKeyboardMarkup:
    """Offer the way on where a button is older than what it belongs to."""
    return InlineKeyboardMarkup([[button(say(language, "button-new-from-photo"), "other", job_id)]])

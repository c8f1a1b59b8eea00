"""A day as one HTML page and its pictures beside it: no script, and nothing from the network."""

from collections.abc import Iterator
from dataclasses import dataclass
from html import escape
from importlib.resources import files
from pathlib import Path

from local.story.teller import Scene, Step
from sandbox.person import Button, Message

#: What Telegram's entities are in HTML.
TAGS = {
    "bold": "b",
    "italic": "i",
    "underline": "u",
    "strikethrough": "s",
    "code": "code",
    "pre": "pre",
    "blockquote": "blockquote",
}
#: Endings of the pictures' files by their kind.
ENDINGS = {"image/png": "png", "image/webp": "webp", "image/gif": "gif", "video/mp4": "mp4"}


@dataclass(frozen=True)
class Page:
    """A folder with a page."""

    folder: Path

    def write(self, title: str, introduction: str, scenes: list[Scene]) -> Path:
        """Write the page; returns its file."""
        (self.folder / "pictures").mkdir(parents=True, exist_ok=True)
        look = (files("local.story") / "page.css").read_text("utf-8")
        contents = "".join(f'<li><a href="#{i}">{escape(s.title)}</a></li>' for i, s in enumerate(scenes, 1))
        told = "\n".join(self._scene(number, scene) for number, scene in enumerate(scenes, 1))
        page = self.folder / "index.html"
        page.write_text(
            f'<!doctype html>\n<html lang="en">\n<meta charset="utf-8">\n'
            f'<meta name="viewport" content="width=device-width, initial-scale=1">\n'
            f"<title>{escape(title)}</title>\n<style>\n{look}</style>\n<body>\n<header><h1>{escape(title)}</h1>\n"
            f"<p>{escape(introduction)}</p>\n<nav><ol>{contents}</ol></nav></header>\n<main>\n{told}\n</main>\n"
            "</body>\n</html>\n",
            "utf-8",
        )
        return page

    def _scene(self, number: int, scene: Scene) -> str:
        steps = "\n".join(self._step(step) for step in scene.steps)
        heading = f"<h2>{number}. {escape(scene.title)}</h2>"
        return f'<section id="{number}" lang="{scene.language}">\n{heading}\n{steps}\n</section>'

    def _step(self, step: Step) -> str:
        pressed = f" <kbd>{escape(step.pressed)}</kbd>" if step.pressed else ""
        answer = f'<p class="answer" role="note">{escape(step.answer)}</p>\n' if step.answer else ""
        shown = "\n".join(self._message(states) for states in step.shown)
        return f'<p class="step">{escape(step.narration)}{pressed}</p>\n{answer}{shown}'

    def _message(self, states: tuple[Message, ...]) -> str:
        side = "bot" if states[-1].from_bot else "person"
        bubbles = '<span class="becomes" aria-label="becomes">→</span>'.join(
            self._bubble(state) for state in states
        )
        return f'<div class="message {side}">{bubbles}</div>'

    def _bubble(self, message: Message) -> str:
        picture, words = self._picture(message), marked_up(message)
        rows = "".join(f'<div class="row">{"".join(_buttons(row))}</div>' for row in message.buttons)
        reactions = (
            f'<span class="reaction">{escape("".join(message.reactions))}</span>' if message.reactions else ""
        )
        text = f'<div class="words">{words}</div>' if words else ""
        return f"<article>{picture}{text}{rows}{reactions}</article>"

    def _picture(self, message: Message) -> str:
        if not message.content:
            return ""
        name = f"pictures/{message.content}.{ENDINGS.get(message.mime or '', 'jpg')}"
        if not message.size:
            return f'<div class="file">📄 {escape(message.file_name or "")}</div>'
        if not (self.folder / name).exists():
            (self.folder / name).write_bytes(message.as_shown())
        width, height = message.size
        what = escape(message.file_name or f"{width} by {height} pixels")
        if name.endswith("mp4"):
            shown = f'<video src="{name}" muted loop controls width="{width}" height="{height}"></video>'
        else:
            shown = f'<img src="{name}" alt="{what}" width="{width}" height="{height}">'
        note = f"<figcaption>📄 {what}, {width}×{height}</figcaption>" if message.media == "document" else ""
        return f'<figure><a href="{name}">{shown}</a>{note}</figure>'


def _buttons(row: list[Button]) -> Iterator[str]:
    for text, *_ in row:
        yield f'<span class="button">{escape(text)}</span>'


def marked_up(message: Message) -> str:
    """A message's words as HTML, its entities as tags."""
    units = message.words.encode("utf-16-le")  # entities count in units of UTF-16
    ends: dict[int, list[str]] = {}
    for entity in sorted(message.entities, key=lambda one: (one["offset"], -one["length"])):
        tag = TAGS.get(entity["type"])
        if tag:
            first, last = entity["offset"], entity["offset"] + entity["length"]
            ends.setdefault(first, []).append(f"<{tag}>")
            ends.setdefault(last, []).insert(0, f"</{tag}>")
    cuts = sorted({0, len(units) // 2, *ends})
    parts = []
    for cut, following in zip(cuts, [*cuts[1:], cuts[-1]], strict=True):
        parts += ends.get(cut, [])
        parts.append(escape(units[2 * cut : 2 * following].decode("utf-16-le")))
    return "".join(parts).replace("\n", "<br>")

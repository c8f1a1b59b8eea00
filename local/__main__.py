"""``python -m local run``, ``demo``, ``story`` and ``gallery``: what the Makefile calls."""

import argparse
import signal
import sys
from pathlib import Path

from rich.console import Console

from jobs.settings import settings
from local import service
from local.redis import NoRedis
from local.surroundings import Surroundings, choose
from weights import FileError

OUT = Console(highlight=False)


def main() -> None:
    """Do what was asked."""
    parser = argparse.ArgumentParser(prog="python -m local", description=__doc__)
    verbs = parser.add_subparsers(dest="verb", required=True)
    run_parser = verbs.add_parser("run", help="start everything and stay")
    run_parser.add_argument("--folder", type=Path, default=Path(".atelier"))
    demo_parser = verbs.add_parser("demo", help="paint three photos through the sandbox and judge them")
    demo_parser.add_argument("--folder", type=Path, default=Path(".atelier/demo"))
    demo_parser.add_argument("--out", type=Path, default=Path("out"))
    demo_parser.add_argument("--referee", type=Path, help="a file of VGG-19's weights that judges the style")
    demo_parser.add_argument("--wave", type=Path, help="Hokusai's wave, which the fast style learnt")
    story_parser = verbs.add_parser("story", help="play a day in the bot and write it down as a page")
    story_parser.add_argument("--folder", type=Path, default=Path(".atelier/story"))
    story_parser.add_argument("--out", type=Path, default=Path("out/story"))
    gallery_parser = verbs.add_parser("gallery", help="paint three photos in every installed style")
    gallery_parser.add_argument("--page", type=Path, default=Path("docs/gallery.md"))
    arguments = parser.parse_args()
    try:
        if arguments.verb == "demo":
            from local.demo import demo
            from local.judging import Judge

            judge = Judge(referee=arguments.referee, wave=arguments.wave)
            sys.exit(demo(arguments.folder, arguments.out, judge))
        if arguments.verb == "story":
            from local.story.day import tell

            OUT.print(f"{tell(arguments.folder, arguments.out, OUT.print)}: a day in the bot")
        elif arguments.verb == "gallery":
            from local.gallery import gallery

            shown = gallery(arguments.page, settings(), OUT.print)
            OUT.print(f"{arguments.page}: {shown} styles")
        else:
            run(arguments.folder)
    except (NoRedis, service.NotReady, FileError) as error:
        sys.exit(f"atelier: {error}")
    except BlockingIOError:
        sys.exit(f"atelier: another run uses {arguments.folder}: stop it first")


def run(folder: Path) -> None:
    """Start everything, say where it is, and stay until Ctrl-C."""
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(0))
    surroundings = choose(folder, settings())
    with service.running(surroundings) as redis:
        try:
            service.wait_until_ready(redis, surroundings)
            OUT.print("\n[bold]Atelier is ready.[/]")
            where = surroundings.sandbox_url or "your bot in Telegram"
            # Soft-wrapped: a link that is broken by a line end cannot be clicked.
            OUT.print(f"  Chat:   {where}\n  Flower: {way_to_flower(surroundings, OUT)}\n", soft_wrap=True)
            OUT.print("  Ctrl-C stops everything.\n")
            signal.pause()
        except KeyboardInterrupt:
            OUT.print("\nstopping …")


def way_to_flower(surroundings: Surroundings, console: Console) -> str:
    """The link, with its password where a person reads it and not a file that is kept."""
    if console.is_terminal:
        return surroundings.flower_link
    return f"{surroundings.flower_url} (user:password is ATELIER_FLOWER_AUTH, or is shown in a terminal only)"


if __name__ == "__main__":
    main()

"""``python -m sandbox``: a Bot API on this machine, with a chat page."""

import argparse
import logging
import os
import signal
import sys
from pathlib import Path

from sandbox.serving import DEFAULT_TOKEN, Options, prepared


def main() -> None:
    """Run the sandbox until it is interrupted."""
    arguments = _arguments()
    logging.basicConfig(level=logging.WARNING, format="sandbox: %(levelname)s %(name)s: %(message)s")
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, _leave)
    options = Options(
        host=arguments.host,
        port=arguments.port,
        token=arguments.token,
        flood=arguments.flood,
        capacity=arguments.capacity_mb * 1024**2,
        press_lifetime=arguments.press_lifetime,
    )
    with prepared(options) as (server, listening, address):
        listening.listen()
        _announce(address, arguments.address_file)
        server.run(sockets=[listening])


def _leave(*_: object) -> None:
    """Exit as if all was said: the server has stopped by now, and the folder with the files has to go."""
    sys.exit(0)


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m sandbox", description=__doc__)
    parser.add_argument("--host", default="127.0.0.1")
    parser.add_argument("--port", type=int, default=0, help="0 takes a free one")
    parser.add_argument(
        "--token",
        default=os.environ.get("SANDBOX_TOKEN", DEFAULT_TOKEN),
        help="the bot's; also from SANDBOX_TOKEN, which other users of the machine cannot read",
    )
    parser.add_argument("--address-file", type=Path, help="write the address here, too")
    parser.add_argument("--flood", action="store_true", help="limit messages as Telegram does")
    parser.add_argument("--capacity-mb", type=int, default=2048, help="files kept at most")
    parser.add_argument("--press-lifetime", type=float, default=900.0, help="seconds to answer a press")
    return parser.parse_args()


def _announce(address: str, file: Path | None) -> None:
    sys.stdout.write(f"sandbox: {address}\n")
    sys.stdout.flush()
    if file is not None:
        partial = file.with_name(file.name + ".part")
        partial.write_text(address + "\n")
        partial.replace(file)  # whoever waits for the file never reads half an address


if __name__ == "__main__":
    main()

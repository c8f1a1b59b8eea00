"""A web server in a thread, with byte ranges and with the faults that real ones have."""

import re
import threading
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from types import TracebackType
from typing import Self


@dataclass
class Site:
    """Serves ``files``; each fault is a field."""

    files: dict[str, bytes] = field(default_factory=dict)
    #: path → the status answered instead
    statuses: dict[str, int] = field(default_factory=dict)
    #: path → where it redirects to
    redirects: dict[str, str] = field(default_factory=dict)
    #: bytes after which each answer breaks off
    breaks_after: int | None = None
    #: bytes after which an answer stops and waits for ``go_on``
    stalls_after: int | None = None
    ranges: bool = True
    announces_length: bool = True
    #: (path, Range header or "")
    asked: list[tuple[str, str]] = field(default_factory=list)
    stalled: threading.Event = field(default_factory=threading.Event)
    go_on: threading.Event = field(default_factory=threading.Event)

    def __enter__(self) -> Self:
        site = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                site.answer(self)

            def log_message(self, *_: object) -> None:
                pass

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.server.daemon_threads = True
        self.thread = threading.Thread(target=self.server.serve_forever, args=(0.02,))
        self.thread.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.go_on.set()
        self.server.shutdown()
        self.server.server_close()
        self.thread.join()

    def address(self, path: str = "") -> str:
        return f"http://127.0.0.1:{self.server.server_port}{path}"

    def answer(self, request: BaseHTTPRequestHandler) -> None:
        self.asked.append((request.path, request.headers.get("Range", "")))
        if request.path in self.redirects:
            request.send_response(302)
            request.send_header("Location", self.redirects[request.path])
            request.end_headers()
        elif request.path in self.statuses or request.path not in self.files:
            request.send_error(self.statuses.get(request.path, 404))
        else:
            self.serve(request, self.files[request.path])

    def serve(self, request: BaseHTTPRequestHandler, content: bytes) -> None:
        wanted = re.fullmatch(r"bytes=(\d+)-", request.headers.get("Range", "")) if self.ranges else None
        start = int(wanted[1]) if wanted else 0
        if wanted and start >= len(content):
            request.send_response(416)
            request.send_header("Content-Range", f"bytes */{len(content)}")
            request.end_headers()
            return
        request.send_response(206 if wanted else 200)
        if wanted:
            request.send_header("Content-Range", f"bytes {start}-{len(content) - 1}/{len(content)}")
        if self.announces_length:
            request.send_header("Content-Length", str(len(content) - start))
        request.end_headers()
        self.send(request, content[start:])

    def send(self, request: BaseHTTPRequestHandler, content: bytes) -> None:
        if self.stalls_after is not None:
            request.wfile.write(content[: self.stalls_after])
            request.wfile.flush()
            content, self.stalls_after = content[self.stalls_after :], None
            self.stalled.set()
            self.go_on.wait()
        try:
            request.wfile.write(content[: self.breaks_after])
        except OSError:
            request.close_connection = True  # the other side is gone

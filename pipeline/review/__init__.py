"""The page on which an analyst says yes or no to each mention, and what follows from it."""

from __future__ import annotations

import getpass
import secrets
from collections.abc import Callable
from pathlib import Path

from pipeline.errors import UsageError
from pipeline.review.outcome import open_worklist, samples

__all__ = ["open_worklist", "samples", "serve"]


def serve(folder: Path, *, host: str, port: int, announce: Callable[[str], None]) -> None:
    """Serve the review page of a run's folder until interrupted.

    Args:
        folder: what `communiques run` wrote.
        host: address to listen on; any but loopback asks every visitor for a token.
        port: 0 takes a free one.
        announce: told the address to open.

    Raises:
        UsageError: the folder is not one that a run wrote, or the address cannot be had.
    """
    import socket

    import uvicorn

    from pipeline.review.app import create
    from pipeline.review.security import is_loopback

    work = open_worklist(folder)
    token = None if is_loopback(host) else secrets.token_urlsafe(24)
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    try:
        listener = socket.create_server((host, port), family=family)
    except OSError as error:
        work.store.close()
        message = f"cannot listen on {host}, port {port} ({error.strerror}); give another --host or --port"
        raise UsageError(message) from error
    shown = f"[{host}]" if ":" in host else host
    announce(f"http://{shown}:{listener.getsockname()[1]}/" + (f"?token={token}" if token else ""))
    config = uvicorn.Config(create(work, reviewer=getpass.getuser(), token=token), log_level="warning")
    try:
        uvicorn.Server(config).run(sockets=[listener])
    finally:
        listener.close()
        work.store.close()

"""Serves the web pages in a thread of the service's own process, by waitress."""

import threading
from typing import Any

from django.core.handlers.wsgi import WSGIHandler
from waitress.server import BaseWSGIServer, create_server


class WebServer:
    """Listens from construction on; `start` answers, `stop` ends. Port 0 takes a free one."""

    def __init__(self, *, host: str, port: int) -> None:
        """Raises OSError when the port is taken."""
        self._channels: dict[int, Any] = {}
        server = create_server(WSGIHandler(), map=self._channels, host=host, port=port, threads=4, ident="publisher")
        assert isinstance(server, BaseWSGIServer), "one address, one socket"
        self._server = server
        self._thread = threading.Thread(target=self._server.run, name="web", daemon=True)

    @property
    def url(self) -> str:
        """Where it answers."""
        assert self._server.socket
        host, port = self._server.socket.getsockname()[:2]
        return f"http://{f'[{host}]' if ':' in host else host}:{port}"

    def start(self) -> None:
        """Answer requests."""
        self._thread.start()

    def stop(self) -> None:
        """Close the port and every connection, and end the threads."""
        # Workers end first: at the end of an answer each wakes the loop through a descriptor that closing takes away.
        self._server.task_dispatcher.shutdown()
        # Closed by the loop's own thread: it may be waiting on these very sockets.
        trigger: Any = self._server.trigger  # the stubs take it for a number
        trigger.pull_trigger(self._close)
        self._thread.join()

    def _close(self) -> None:
        for channel in list(self._channels.values()):
            channel.close()

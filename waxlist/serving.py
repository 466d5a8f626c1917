"""Serve the site until interrupted."""

from __future__ import annotations

import socket

from domain.errors import ConfigurationError
from waxlist.services import Services


def check_port(host: str, port: int) -> None:
    """See to it that the address is free, before long work is done for nothing.

    Raises:
        ConfigurationError: it is taken or may not be used.
    """
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family, socket.SOCK_STREAM) as probe:
        # As gunicorn does: an address whose last user has just left counts as free.
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError as error:
            raise ConfigurationError(
                f"cannot listen on {host} port {port} ({error.strerror});"
                " choose another with --port or --host"
            ) from error


def serve(services: Services, host: str, port: int, announce: str) -> None:
    """Run the web server; returns by SystemExit when it is told to stop."""
    # The web server takes a quarter of a second to import, which no other command should pay.
    from waxlist.wsgi import Server

    check_port(host, port)
    Server(services, host, port, on_ready=lambda: print(announce, flush=True)).run()

"""Headers of every answer: what the browser may load, run and tell others."""

from __future__ import annotations

from flask import Flask, Response

from website.player import THUMBNAILS, PlayerPlace


def install(app: Flask, player: PlayerPlace) -> None:
    """Send the headers with everything the app answers."""
    headers = {
        "Content-Security-Policy": content_security_policy(player),
        # Without a referrer YouTube's player refuses with error 153.
        "Referrer-Policy": "strict-origin-when-cross-origin",
        "X-Content-Type-Options": "nosniff",
        "Cross-Origin-Opener-Policy": "same-origin",
        "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
    }

    @app.after_request
    def send(response: Response) -> Response:
        for name, value in headers.items():
            response.headers.setdefault(name, value)
        return response


def content_security_policy(player: PlayerPlace) -> str:
    """Nothing inline, nothing from elsewhere but the player."""
    rules = {
        "default-src": ["'none'"],
        "script-src": ["'self'", *player.script_sources],
        "style-src": ["'self'"],
        "img-src": ["'self'", THUMBNAILS],
        "connect-src": ["'self'"],
        "frame-src": player.frame_sources,
        "base-uri": ["'none'"],
        "form-action": ["'self'"],
        "frame-ancestors": ["'none'"],
    }
    return "; ".join(f"{name} {' '.join(sources)}" for name, sources in rules.items())

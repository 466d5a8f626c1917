"""Our own styles and scripts, under addresses that change when they do.

The version is part of the path, so a module's relative imports carry it along, and browsers may
keep everything for good.
"""

from __future__ import annotations

import hashlib
from pathlib import Path

from flask import Blueprint, Response, send_from_directory, url_for

FOLDER = Path(__file__).parent / "static"
_FOR_GOOD = 365 * 24 * 3600


def assets_blueprint() -> Blueprint:
    """The files, and ``asset(name)`` for templates."""
    blueprint = Blueprint("assets", __name__)
    current = version(FOLDER)

    @blueprint.get("/static/<wanted>/<path:name>")
    def file(wanted: str, name: str) -> Response:
        response = send_from_directory(FOLDER, name)
        response.cache_control.public = True
        response.cache_control.no_cache = None
        if wanted == current:
            response.cache_control.max_age = _FOR_GOOD
            response.cache_control.immutable = True
        else:
            # An address from before an update: answered, but not kept.
            response.cache_control.max_age = 60
        return response

    @blueprint.get("/favicon.ico")
    def favicon() -> Response:
        return file(current, "favicon.svg")

    @blueprint.app_template_global()
    def asset(name: str) -> str:
        return url_for("assets.file", wanted=current, name=name)

    return blueprint


def version(folder: Path) -> str:
    """A name for the contents of a folder."""
    digest = hashlib.sha256()
    for path in sorted(folder.rglob("*")):
        if path.is_file():
            digest.update(path.relative_to(folder).as_posix().encode() + b"\0")
            digest.update(path.read_bytes() + b"\0")
    return digest.hexdigest()[:12]

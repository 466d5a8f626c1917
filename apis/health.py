"""``GET /livez`` and ``/readyz``: is the process up, can it answer?"""

from __future__ import annotations

from flask import Blueprint, Response

from apis.catalogue import Catalogue
from apis.reply import json_response
from domain.query import Query


def health_blueprint(catalogue: Catalogue) -> Blueprint:
    """Both checks; they stand at the root, where supervisors look for them."""
    blueprint = Blueprint("health", __name__)

    @blueprint.get("/livez")
    def livez() -> Response:
        return json_response({"status": "up"})

    @blueprint.get("/readyz")
    def readyz() -> Response:
        # One record read through index and store proves both.
        page = catalogue.search(Query(), limit=1, fields=["title"])
        return json_response(
            {"status": "ready", "dump": page.dump, "kind": page.kind.value, "total": page.total}
        )

    return blueprint

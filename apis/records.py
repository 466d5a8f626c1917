"""``GET /releases/{id}`` and its like: one document of the live dump, whole."""

from __future__ import annotations

from flask import Blueprint, Response

from apis.catalogue import Catalogue
from apis.reply import DUMP_HEADER, json_response, tag, tagged, unchanged
from domain.documents import Kind
from domain.errors import UnknownRecord
from domain.grammar import MAX_ID


def add_routes(blueprint: Blueprint, catalogue: Catalogue) -> None:
    """Put the four kinds of record into a blueprint."""
    for kind in Kind:
        blueprint.add_url_rule(
            f"/{kind.value}/<int:record>",
            endpoint=kind.value,
            view_func=_DocumentView(catalogue, kind),
            methods=["GET"],
        )


class _DocumentView:
    """Answers with one document of a kind."""

    def __init__(self, catalogue: Catalogue, kind: Kind) -> None:
        self._catalogue = catalogue
        self._kind = kind

    def __call__(self, record: int) -> Response:
        if record > MAX_ID:
            raise UnknownRecord(self._kind.value, record)
        standing = self._catalogue.standing()
        etag = tag(standing.generation, self._kind, record)
        response = unchanged(etag) or json_response(self._catalogue.document(self._kind, record))
        response.headers[DUMP_HEADER] = standing.dump
        return tagged(response, etag)

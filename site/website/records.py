"""``/releases/{id}`` and ``/masters/{id}``: one record, whole."""

from __future__ import annotations

from flask import Blueprint, render_template, url_for

from apis.catalogue import Catalogue
from apis.summary import summarise
from domain.documents import Kind
from domain.errors import UnknownRecord
from domain.grammar import MAX_ID
from domain.query import Query
from website.cards import card
from website.links import Links


def records_blueprint(catalogue: Catalogue) -> Blueprint:
    """Pages of releases and masters."""
    blueprint = Blueprint("records", __name__)

    def show(kind: Kind, record: int) -> str:
        if record > MAX_ID:
            raise UnknownRecord(kind.value, record)
        document = catalogue.document(kind, record)
        return render_template(
            "record.html",
            card=card(summarise(kind, document)),
            document=document,
            kind=kind,
            dump=catalogue.standing().dump,
            links=Links(url_for("dig.page"), Query(video=True)),
        )

    @blueprint.get("/releases/<int:record>")
    def release(record: int) -> str:
        return show(Kind.RELEASES, record)

    @blueprint.get("/masters/<int:record>")
    def master(record: int) -> str:
        return show(Kind.MASTERS, record)

    return blueprint

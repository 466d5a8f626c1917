"""``/about``: where the data come from, what they may be used for, who is not behind this."""

from __future__ import annotations

from flask import Blueprint, render_template

from apis.catalogue import Catalogue
from domain.query import Query


def about_blueprint(catalogue: Catalogue) -> Blueprint:
    """The page about the data."""
    blueprint = Blueprint("about", __name__)

    @blueprint.get("/about")
    def page() -> str:
        with_videos = catalogue.search(Query(video=True), limit=0).total
        return render_template("about.html", standing=catalogue.standing(), with_videos=with_videos)

    return blueprint

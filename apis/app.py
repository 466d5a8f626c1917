"""The REST API as a Flask app of its own, or as a blueprint of the site's."""

from __future__ import annotations

from flask import Blueprint, Flask

from apis import index, problem, records, request_id, search
from apis.catalogue import Catalogue
from apis.health import health_blueprint

#: Where the API stands.
PREFIX = "/api/v1"


def blueprint(catalogue: Catalogue) -> Blueprint:
    """The API's routes, without a prefix."""
    api = Blueprint("api", __name__)
    index.add_routes(api)
    search.add_routes(api, catalogue)
    records.add_routes(api, catalogue)
    return api


def create_app(catalogue: Catalogue) -> Flask:
    """The API and its health checks, without the site."""
    app = Flask(__name__, static_folder=None)
    app.register_blueprint(blueprint(catalogue), url_prefix=PREFIX)
    app.register_blueprint(health_blueprint(catalogue))
    request_id.install(app)
    problem.install(app)
    return app

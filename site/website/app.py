"""The site as a Flask app, with the API beside its pages."""

from __future__ import annotations

from flask import Flask

from apis import app as api
from apis import request_id
from apis.catalogue import Catalogue
from apis.health import health_blueprint
from domain.videos import watch_address
from website import compression, errors, security, wording
from website.about import about_blueprint
from website.assets import assets_blueprint
from website.dig import dig_blueprint
from website.player import YOUTUBE_API, PlayerPlace
from website.records import records_blueprint


def create_app(
    catalogue: Catalogue,
    secret_key: str | bytes | None = None,
    player_api_url: str = YOUTUBE_API,
) -> Flask:
    """The whole site.

    Args:
        catalogue: what it shows.
        secret_key: signs what the site hands out; nothing of today's pages needs it.
        player_api_url: where the player's script comes from once somebody presses Play.
    """
    app = Flask(__name__, static_folder=None)
    app.secret_key = secret_key
    player = PlayerPlace(player_api_url)
    _teach_templates(app, player)
    app.register_blueprint(assets_blueprint())
    app.register_blueprint(dig_blueprint(catalogue))
    app.register_blueprint(records_blueprint(catalogue))
    app.register_blueprint(about_blueprint(catalogue))
    app.register_blueprint(api.blueprint(catalogue), url_prefix=api.PREFIX)
    app.register_blueprint(health_blueprint(catalogue))
    request_id.install(app)
    compression.install(app)
    security.install(app, player)
    errors.install(app)
    return app


def _teach_templates(app: Flask, player: PlayerPlace) -> None:
    app.jinja_env.trim_blocks = app.jinja_env.lstrip_blocks = True
    app.jinja_env.filters.update(
        dump_date=wording.dump_date,
        moment=wording.moment,
        thousands=wording.thousands,
        clock=wording.clock,
        sentence=wording.sentence,
    )
    app.jinja_env.globals.update(counted=wording.counted, watch_url=watch_address, player=player)

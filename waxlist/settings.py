"""Every setting, read once from the environment (and a ``.env`` file) when the program starts."""

from __future__ import annotations

import os
import secrets
import tempfile
from contextlib import suppress
from pathlib import Path
from typing import Self
from urllib.parse import quote

from pydantic import Field, SecretStr, ValidationError, field_validator
from pydantic_settings import BaseSettings, SettingsConfigDict

from domain.errors import ConfigurationError

_PREFIX = "WAXLIST_"


def _default_data() -> Path:
    base = os.environ.get("XDG_DATA_HOME") or Path.home() / ".local" / "share"
    return Path(base) / "waxlist"


class Settings(BaseSettings):
    """What an installation may choose; each field is the variable ``WAXLIST_<NAME>``."""

    model_config = SettingsConfigDict(
        env_prefix=_PREFIX, env_file=".env", env_ignore_empty=True, frozen=True, extra="ignore"
    )

    data: Path = Field(
        default_factory=_default_data,
        description="Folder for documents, index, reports and the secret key.",
    )
    store_url: SecretStr | None = Field(
        None,
        description="Document store: sqlite:///FOLDER or mongodb://…; default SQLite in the data"
        " folder.",
    )
    redis_url: SecretStr | None = Field(
        None,
        description="Redis for the index: redis://…, rediss://… or unix://…; default a private"
        " server in the data folder.",
    )
    public_url: str = Field(
        "http://localhost:8080",
        description="The address people open, without a trailing slash.",
    )
    secret_key: SecretStr | None = Field(
        None,
        description="Signs what the site hands out; default generated at the first start and kept"
        " in the data folder.",
    )
    player_api_url: str = Field(
        "https://www.youtube.com/iframe_api",
        description="Where the player's script comes from, once somebody presses Play.",
    )
    dumps_url: str = Field(
        "https://data.discogs.com/",
        description="Where the monthly dumps are listed and fetched.",
    )
    contact: str | None = Field(
        None,
        description="An address or URL the host of the dumps can reach you at; sent with every"
        " request there.",
    )
    dumps_gap: float = Field(
        5.0, ge=0, description="Seconds between two requests to the host of the dumps."
    )
    failure_command: str | None = Field(
        None,
        description="A shell command run when `waxlist refresh` fails, with what went wrong on its"
        " standard input: mail, or curl to a webhook.",
    )
    web_workers: int = Field(2, ge=1, le=64, description="Processes that answer requests.")

    @field_validator("data")
    @classmethod
    def _wherever_we_are(cls, folder: Path) -> Path:
        return folder.expanduser().absolute()

    @field_validator("public_url")
    @classmethod
    def _without_slash(cls, address: str) -> str:
        if not address.startswith(("http://", "https://")):
            raise ValueError("must start with http:// or https://")
        return address.rstrip("/")

    @classmethod
    def read(cls) -> Self:
        """Read the environment.

        Raises:
            ConfigurationError: naming the first variable that cannot be used, and why.
        """
        try:
            return cls()
        except ValidationError as error:
            first = error.errors(include_input=False)[0]
            name = _PREFIX + "_".join(str(part) for part in first["loc"]).upper()
            raise ConfigurationError(f"{name}: {first['msg']}") from error

    @property
    def effective_store_url(self) -> str:
        """The document store's address."""
        if self.store_url is not None:
            return self.store_url.get_secret_value()
        return f"sqlite://{quote(str(self.data / 'documents'))}"

    @property
    def reports(self) -> Path:
        """Where load reports are written."""
        return self.data / "reports"

    def signing_key(self) -> str:
        """The secret key: the configured one, else the one kept in the data folder.

        Raises:
            ConfigurationError: it cannot be read or, at the first start, written.
        """
        if self.secret_key is not None:
            return self.secret_key.get_secret_value()
        path = self.data / "secret_key"
        try:
            if not path.exists():
                _create_whole(path, secrets.token_urlsafe(32))
            return path.read_text()
        except OSError as error:
            raise ConfigurationError(
                f"{path}: cannot keep the secret key here ({error.strerror});"
                " set WAXLIST_DATA to a folder that can be written, or WAXLIST_SECRET_KEY"
            ) from error


def _create_whole(path: Path, text: str) -> None:
    """Create a file for its owner only; of two processes that try, one wins, none sees half."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.NamedTemporaryFile("w", dir=path.parent, delete=True) as draft:
        draft.write(text)
        draft.flush()
        with suppress(FileExistsError):
            os.link(draft.name, path)

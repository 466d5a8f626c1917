"""Settings: read once from the environment, errors name the variable."""

from __future__ import annotations

import re
import stat
from pathlib import Path

import pytest

from domain.errors import ConfigurationError
from waxlist.settings import Settings


@pytest.fixture(autouse=True)
def clean_environment(monkeypatch, tmp_path):
    for name in Settings.model_fields:
        monkeypatch.delenv(f"WAXLIST_{name.upper()}", raising=False)
    monkeypatch.chdir(tmp_path)


def test_everything_has_a_working_default(monkeypatch, tmp_path):
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path))
    settings = Settings.read()
    assert settings.data == tmp_path / "waxlist"
    assert settings.effective_store_url == f"sqlite://{tmp_path}/waxlist/documents"


def test_an_odd_folder_name_survives_the_store_url(monkeypatch):
    monkeypatch.setenv("WAXLIST_DATA", "/srv/50% off?/#1")
    assert Settings.read().effective_store_url == "sqlite:///srv/50%25%20off%3F/%231/documents"


def test_a_relative_data_folder_is_meant_from_where_the_program_starts(monkeypatch, tmp_path):
    monkeypatch.setenv("WAXLIST_DATA", "here/data")
    assert Settings.read().data == tmp_path / "here" / "data"
    monkeypatch.setenv("WAXLIST_DATA", "~/data")
    assert Settings.read().data == Path.home() / "data"


def test_an_error_names_the_variable_and_never_its_value(monkeypatch):
    monkeypatch.setenv("WAXLIST_PUBLIC_URL", "ftp://secret-place")
    with pytest.raises(ConfigurationError, match="WAXLIST_PUBLIC_URL") as caught:
        Settings.read()
    assert "secret-place" not in str(caught.value)


def test_secrets_are_hidden_when_settings_are_printed(monkeypatch):
    monkeypatch.setenv("WAXLIST_STORE_URL", "mongodb://user:hunter2@host")
    assert "hunter2" not in repr(Settings.read())


def test_the_signing_key_is_made_once_for_its_owner_only(monkeypatch, tmp_path):
    monkeypatch.setenv("WAXLIST_DATA", str(tmp_path / "data"))
    first = Settings.read().signing_key()
    assert len(first) >= 32
    assert Settings.read().signing_key() == first
    assert stat.S_IMODE((tmp_path / "data" / "secret_key").stat().st_mode) == 0o600


def test_a_signing_key_that_cannot_be_kept_is_a_matter_of_configuration(monkeypatch):
    monkeypatch.setenv("WAXLIST_DATA", "/proc/waxlist")
    with pytest.raises(ConfigurationError, match="WAXLIST_DATA"):
        Settings.read().signing_key()


def test_the_example_file_lists_every_setting_and_no_other():
    example = Path(__file__).parents[2] / ".env.example"
    stated = set(re.findall(r"^#?WAXLIST_([A-Z_]+)=", example.read_text(), re.MULTILINE))
    assert stated == {name.upper() for name in Settings.model_fields}

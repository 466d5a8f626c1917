"""Rooms, ground to roof: no room imports one above it, and none hides the standard library's."""

from __future__ import annotations

import ast
import subprocess
import sys
from collections.abc import Iterator
from importlib.util import find_spec
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
#: From the ground up. `website` is the import package inside the folder `site`.
ROOMS = ("domain", "dataget", "storage", "redis_etl", "apis", "website", "waxlist")
FOLDERS = {room: ROOT / ("site/website" if room == "website" else room) for room in ROOMS}
MODULES = [(room, path) for room in ROOMS for path in sorted(FOLDERS[room].rglob("*.py"))]
MOST_LINES = 400


def _imported(path: Path) -> Iterator[str]:
    """The top-level packages a module imports anywhere in it."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (name.name.partition(".")[0] for name in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path}: relative import"
            yield (node.module or "").partition(".")[0]


@pytest.mark.parametrize(
    ("room", "path"), MODULES, ids=[str(path.relative_to(ROOT)) for _, path in MODULES]
)
def test_imports_point_downward(room: str, path: Path) -> None:
    above = ROOMS[ROOMS.index(room) + 1 :]
    assert set(_imported(path)).isdisjoint(above)


def test_the_domain_needs_the_standard_library_only() -> None:
    allowed = {"domain", *sys.stdlib_module_names}
    for path in FOLDERS["domain"].rglob("*.py"):
        assert set(_imported(path)) <= allowed, path


@pytest.mark.parametrize("room", ROOMS)
def test_each_package_is_the_one_of_this_checkout(room: str) -> None:
    """Their names are general: an installed package of the same name must not stand in."""
    spec = find_spec(room)
    assert spec is not None
    assert spec.origin is not None
    assert Path(spec.origin).resolve() == (FOLDERS[room] / "__init__.py").resolve()


def test_the_folder_site_is_no_package() -> None:
    assert not (ROOT / "site" / "__init__.py").exists()
    printed = subprocess.run(
        [sys.executable, "-c", "import site; print(site.__file__); site.getsitepackages()"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    ).stdout
    assert ROOT not in Path(printed.strip()).parents


@pytest.mark.parametrize("room", ["dataget", "storage", "redis_etl", "apis", "site"])
def test_each_numbered_room_says_what_comes_in_and_what_goes_out(room: str) -> None:
    assert len((ROOT / room / "README.md").read_text(encoding="utf-8").split()) > 20


def test_modules_have_one_subject_each() -> None:
    lines = {path: path.read_text(encoding="utf-8").count("\n") for _, path in MODULES}
    assert {path for path, count in lines.items() if count > MOST_LINES} == set()

"""What an installation holds, for ``waxlist status``."""

from __future__ import annotations

from typing import Any

from redis_etl import generations
from redis_etl.connection import translated_errors
from waxlist.services import Services


def status(services: Services) -> dict[str, Any]:
    """Dumps in the store with their kinds, and the generations of the index; JSON-able."""
    store = services.store
    dumps = {
        dump: {
            kind.value: {"documents": loaded.count, **loaded.summary}
            for kind, loaded in store.loaded(dump).items()
        }
        for dump in store.dumps()
    }
    with translated_errors(services.redis_url):
        live = generations.live_generation(services.redis)
        manifest = generations.read_manifest(services.redis, live) if live else None
        previous = generations.previous_generation(services.redis)
    index: dict[str, Any] = {"live": live, "previous": previous}
    if manifest is not None:
        index |= {
            "dump": manifest.dump,
            "kind": manifest.kind.value,
            "records": manifest.total,
            "built_at": manifest.built_at,
        }
    changes = {changed.dump: changed.numbers() for changed in services.changes.kept()}
    return {"data": str(services.settings.data), "dumps": dumps, "changes": changes, "index": index}


def as_text(state: dict[str, Any]) -> str:
    """The status as a person reads it."""
    lines = [f"data folder  {state['data']}"]
    for dump, kinds in state["dumps"].items():
        lines.append(f"dump {dump}")
        lines += [
            f"  {kind:<9} {facts['documents']:>11,} documents" for kind, facts in kinds.items()
        ]
        if dump in state["changes"]:
            numbers = state["changes"][dump]
            counts = ", ".join(
                f"{numbers[name]:,} {name}" for name in ("new", "changed", "vanished")
            )
            lines.append(f"  since {numbers['since']}: {counts}")
    if not state["dumps"]:
        lines.append("no dump is loaded; run `waxlist load PATH`")
    index = state["index"]
    if index["live"] is None:
        lines.append("no index is live; run `waxlist index`")
    else:
        lines.append(
            f"index {index['live']}: {index['records']:,} {index['kind']} of dump {index['dump']},"
            f" built {index['built_at']}"
        )
    if index["previous"]:
        lines.append(f"previous index {index['previous']}")
    return "\n".join(lines)

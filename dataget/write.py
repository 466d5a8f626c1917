"""Clean documents back into records, in the very form the dumps have in 2026.

No XML declaration, no white space between elements, carriage returns as ``&#13;`` and line feeds
raw. What a clean document left out because it was empty (a master 0, a format without text) is
printed as the dumps print it, so reading a printed record gives the same document again. Text must
hold only characters that XML allows; ``derived`` and keys nobody has described are not printed.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from typing import Any

from domain.documents import Document, Kind

_special_in_text = re.compile("[&<>\r]").search
_special_in_attribute = re.compile('[&<>"\r\n\t]').search
_TEXT_ENTITIES = str.maketrans({"&": "&amp;", "<": "&lt;", ">": "&gt;", "\r": "&#13;"})
# A reader turns raw white space in an attribute into spaces, so it needs references there.
_ATTRIBUTE_ENTITIES = _TEXT_ENTITIES | str.maketrans({'"': "&quot;", "\n": "&#10;", "\t": "&#9;"})


def root_open(kind: Kind) -> bytes:
    """The first line of a file, ``<releases>``, with its line feed."""
    return f"<{kind}>\n".encode()


def root_close(kind: Kind) -> bytes:
    """The last line of a file, ``</releases>``, with its line feed."""
    return f"</{kind}>\n".encode()


def record_xml(kind: Kind, document: Document) -> bytes:
    """One record with its line feed: ``<release id="1">…</release>``."""
    return _PRINTERS[kind](document).encode()


def _text(value: Any) -> Any:
    if value.__class__ is not str:
        value = str(value)
    return value.translate(_TEXT_ENTITIES) if _special_in_text(value) else value


def _quoted(value: Any) -> str:
    if value.__class__ is str and _special_in_attribute(value):
        value = value.translate(_ATTRIBUTE_ENTITIES)
    return f'"{value}"'


def _element(document: Mapping[str, Any], tag: str) -> str:
    return f"<{tag}>{_text(document[tag])}</{tag}>" if tag in document else ""


def _elements(document: Mapping[str, Any], tags: Iterable[str]) -> str:
    return "".join([f"<{tag}>{_text(document[tag])}</{tag}>" for tag in tags if tag in document])


def _listed(document: Mapping[str, Any], tag: str, item: Callable[[Any], str]) -> str:
    """A list element with its items; nothing where the document has no such list."""
    items = document.get(tag)
    return f"<{tag}>{''.join(map(item, items))}</{tag}>" if items else ""


def _release(release: Document) -> str:
    main = "true" if release.get("is_main_release") else "false"
    return (
        f'<release id="{release["_id"]}">'
        f"{_listed(release, 'artists', _credit)}"
        f"{_element(release, 'title')}"
        f"{_listed(release, 'labels', _label_entry)}"
        f"{_listed(release, 'series', _series_entry)}"
        f"{_listed(release, 'extraartists', _credit)}"
        f"{_listed(release, 'formats', _format)}"
        f"{_listed(release, 'genres', _genre)}"
        f"{_listed(release, 'styles', _style)}"
        f"{_elements(release, ('country', 'released', 'notes', 'data_quality'))}"
        f'<master_id is_main_release="{main}">{release.get("master_id", 0)}</master_id>'
        f"{_listed(release, 'tracklist', _track)}"
        f"{_listed(release, 'identifiers', _identifier)}"
        f"{_listed(release, 'videos', _video)}"
        f"{_listed(release, 'companies', _company)}"
        "</release>\n"
    )


def _master(master: Document) -> str:
    return (
        f'<master id="{master["_id"]}">'
        f"{_element(master, 'main_release')}"
        f"{_listed(master, 'artists', _credit)}"
        f"{_listed(master, 'genres', _genre)}"
        f"{_listed(master, 'styles', _style)}"
        f"{_element(master, 'notes')}"
        f"<year>{master.get('year', 0)}</year>"
        f"{_elements(master, ('title', 'data_quality'))}"
        f"{_listed(master, 'videos', _video)}"
        "</master>\n"
    )


def _artist(artist: Document) -> str:
    return (
        f"<artist><id>{artist['_id']}</id>"
        f"{_elements(artist, ('name', 'realname', 'profile', 'data_quality'))}"
        f"{_listed(artist, 'urls', _url)}"
        f"{_listed(artist, 'namevariations', _name)}"
        f"{_listed(artist, 'aliases', _linked_name)}"
        f"{_listed(artist, 'members', _linked_name)}"
        f"{_listed(artist, 'groups', _linked_name)}"
        "</artist>\n"
    )


def _label(label: Document) -> str:
    parent = label.get("parentLabel")
    return (
        f"<label><id>{label['_id']}</id>"
        f"{_elements(label, ('name', 'contactinfo', 'profile', 'data_quality'))}"
        f"{_linked('parentLabel', parent) if parent else ''}"
        f"{_listed(label, 'urls', _url)}"
        f"{_listed(label, 'sublabels', _sublabel)}"
        "</label>\n"
    )


def _credit(credit: Mapping[str, Any]) -> str:
    # Credits and tracks are most of a dump, so they are printed without a loop.
    name = credit.get("name")
    role = credit.get("role")
    number = f"<id>{credit['id']}</id>" if "id" in credit else ""
    named = f"<name>{_text(name)}</name>" if name is not None else ""
    played = f"<role>{_text(role)}</role>" if role is not None else ""
    if len(credit) <= 3 and number and named:
        return f"<artist>{number}{named}{played or _elements(credit, _RARE_PARTS)}</artist>"
    return (
        f"<artist>{number}{named}{_elements(credit, ('anv', 'join'))}{played}"
        f"{_element(credit, 'tracks')}</artist>"
    )


def _company(company: Mapping[str, Any]) -> str:
    return f"<company>{_elements(company, _COMPANY_PARTS)}</company>"


def _label_entry(entry: Mapping[str, Any]) -> str:
    return f"<label{_entry_attributes(entry)}/>"


def _series_entry(entry: Mapping[str, Any]) -> str:
    return f"<series{_entry_attributes(entry)}/>"


def _entry_attributes(entry: Mapping[str, Any]) -> str:
    name = f" name={_quoted(entry['name'])}" if "name" in entry else ""
    number = f' id="{entry["id"]}"' if "id" in entry else ""
    return f"{name} catno={_quoted(entry.get('catno', ''))}{number}"


def _format(carrier: Mapping[str, Any]) -> str:
    name = f" name={_quoted(carrier['name'])}" if "name" in carrier else ""
    qty = f" qty={_quoted(carrier['qty'])}" if "qty" in carrier else ""
    start = f"<format{name}{qty} text={_quoted(carrier.get('text', ''))}"
    descriptions = _listed(carrier, "descriptions", _description)
    return f"{start}>{descriptions}</format>" if descriptions else f"{start}/>"


def _track(track: Mapping[str, Any]) -> str:
    position, title, duration = track.get("position"), track.get("title"), track.get("duration")
    printed = "<track>"
    if position is not None:
        printed += f"<position>{_text(position)}</position>"
    if title is not None:
        printed += f"<title>{_text(title)}</title>"
    if duration is not None:
        printed += f"<duration>{_text(duration)}</duration>"
    if "artists" in track or "extraartists" in track or "sub_tracks" in track:
        printed += _listed(track, "artists", _credit)
        printed += _listed(track, "extraartists", _credit)
        printed += _listed(track, "sub_tracks", _track)
    return printed + "</track>"


def _identifier(identifier: Mapping[str, Any]) -> str:
    kind = f" type={_quoted(identifier['type'])}" if "type" in identifier else ""
    value = f" value={_quoted(identifier['value'])}" if "value" in identifier else ""
    return f"<identifier{kind} description={_quoted(identifier.get('description', ''))}{value}/>"


def _video(video: Mapping[str, Any]) -> str:
    source = f" src={_quoted(video['src'])}" if "src" in video else ""
    duration = f" duration={_quoted(video['duration'])}" if "duration" in video else ""
    embed = f" embed={_quoted(_flag(video['embed']))}" if "embed" in video else ""
    inner = _element(video, "title") + _element(video, "description")
    attributes = source + duration + embed
    return f"<video{attributes}>{inner}</video>" if inner else f"<video{attributes}/>"


def _flag(value: Any) -> Any:
    return str(value).lower() if isinstance(value, bool) else value


def _simple(tag: str) -> Callable[[str], str]:
    return lambda text: f"<{tag}>{_text(text)}</{tag}>"


def _linked(tag: str, reference: Mapping[str, Any]) -> str:
    number = f' id="{reference["id"]}"' if "id" in reference else ""
    return f"<{tag}{number}>{_text(reference.get('name', ''))}</{tag}>"


def _linked_name(reference: Mapping[str, Any]) -> str:
    return _linked("name", reference)


def _sublabel(reference: Mapping[str, Any]) -> str:
    return _linked("label", reference)


_genre = _simple("genre")
_style = _simple("style")
_description = _simple("description")
_url = _simple("url")
_name = _simple("name")

_RARE_PARTS = ("anv", "join", "tracks")
_COMPANY_PARTS = ("id", "name", "catno", "entity_type", "entity_type_name")
_PRINTERS: dict[Kind, Callable[[Document], str]] = {
    Kind.ARTISTS: _artist,
    Kind.LABELS: _label,
    Kind.MASTERS: _master,
    Kind.RELEASES: _release,
}

"""What nobody has described: how it is found, counted and kept."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterator
from typing import Any, TypeAlias

#: An lxml element. The stubs know neither its slices nor that names are text, so Any it is.
Element: TypeAlias = Any


class Oddities:
    """What a record holds that its shape does not describe.

    ``unknown`` counts it by path: ``release/notes/b``, ``release@foo``, ``release/tracklist/#text``
    for a text where none should be. Each find is loose until the dict that is being built around
    it takes it in under the rest of its path; so what stands in an element that becomes a bare
    text or list, which has no place for it, is kept beside that:
    ``{"title": "Stockholm", "title@lang": "sv"}``.
    """

    def __init__(self, unknown: Counter[str]) -> None:
        self.unknown = unknown
        self.loose: list[tuple[str, Any]] = []

    def find(
        self,
        element: Element,
        attributes: Collection[str] = (),
        tags: Collection[str] = (),
        *,
        may_have_text: bool = False,
    ) -> None:
        """Count and set loose what an element holds besides these attributes and children."""
        path = path_of(element)
        for suffix, value in _others(element, attributes, tags, may_have_text):
            self.unknown[path + suffix] += 1
            self.loose.append((path + suffix, value))

    def keep(self, parts: dict[str, Any], element: Element, taken: Collection[str]) -> None:
        """Take what is loose in an element into its dict, where ``taken`` are keys in use."""
        path = path_of(element)
        theirs = []
        for found, value in self.loose:
            rest = found.removeprefix(path)
            if rest != found and rest[0] in "/@":
                _add(parts, rest if rest[1:] in taken else rest[1:], value)
            else:
                theirs.append((found, value))
        self.loose = theirs


def path_of(element: Element) -> str:
    """The path of an element from its record down: ``release/tracklist/track``."""
    names = [element.tag, *(ancestor.tag for ancestor in element.iterancestors())]
    # The last is the root that the record was wrapped in.
    return "/".join(reversed(names[:-1]))


def leaf_text(element: Element, oddities: Oddities) -> str | None:
    """The text of an element that should hold nothing else."""
    if not len(element) and not element.keys():
        text: str | None = element.text
        return text
    oddities.find(element, may_have_text=True)
    return own_text(element)


def own_text(element: Element) -> str | None:
    """The text of an element, also where children interrupt it; white space around them is none."""
    text: str | None = element.text
    if not len(element):
        return text
    text = (text or "") + "".join(child.tail or "" for child in element)
    return None if text.isspace() else text or None


def _others(
    element: Element, attributes: Collection[str], tags: Collection[str], may_have_text: bool
) -> Iterator[tuple[str, Any]]:
    for name, value in element.items():
        if name not in attributes:
            yield f"@{name}", value
    for child in element:
        if child.tag not in tags:
            yield f"/{child.tag}", _anything(child)
    if not may_have_text:
        text = own_text(element)
        if text and not text.isspace():
            yield "/#text", text


def _anything(element: Element) -> Any:
    """An element as it is: its text if it has nothing else, else a dict of its parts."""
    parts: dict[str, Any] = {}
    for name, value in element.items():
        _add(parts, name, value)
    for child in element:
        _add(parts, child.tag, _anything(child))
    text = own_text(element)
    if not parts:
        return text
    if text and not text.isspace():
        parts["#text"] = text
    return parts


def _add(parts: dict[str, Any], key: str, value: Any) -> None:
    """Put a value in, making a list of several; empty ones are left out."""
    if value is None or value == "":
        return
    if key not in parts:
        parts[key] = value
    elif isinstance(parts[key], list):
        parts[key].append(value)
    else:
        parts[key] = [parts[key], value]

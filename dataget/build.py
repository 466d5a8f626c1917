"""Elements to documents: the shapes, compiled once into functions that walk a record."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping
from typing import Any, TypeAlias

from dataget.oddities import Element, Oddities, leaf_text, own_text, path_of
from dataget.shapes import RECORDS, REFERENCE, ListOf, Parts, Scalar, Shape, TextWith, number
from domain.documents import Document, Kind

#: Builds the value of an element: None if there is nothing in it.
Build: TypeAlias = Callable[[Element, Oddities], Any]
#: Makes a text what it stands for; None stands for the text itself, which needs no call.
Convert: TypeAlias = Callable[[str], Any] | None
#: By tag: the key in the document, what builds the value, and, where that is None because the
#: element is but a text, what converts the text.
_Children: TypeAlias = dict[str, tuple[str, Build | None, Convert]]


def build_document(record: Element, kind: Kind, unknown: Counter[str]) -> Document:
    """The clean document of a record, an element inside a root; ``domain.documents`` describes it.

    What nobody has described is kept, and counted in ``unknown`` by its path.
    """
    document: Document = _RECORDS[kind](record, Oddities(unknown))
    return document


def _flag(text: str) -> bool | str:
    return text == "true" if text in ("true", "false") else text


def _nonzero(text: str) -> int | str | None:
    return number(text) or None


def _nothing(_: str) -> None:
    return None


_CONVERT: Mapping[Scalar, Convert] = {
    Scalar.TEXT: None,
    Scalar.NUMBER: number,
    Scalar.NONZERO: _nonzero,
    Scalar.FLAG: _flag,
    Scalar.DROPPED: _nothing,
}


class _Compiler:
    """Compiles shapes, each once, because tracks hold tracks."""

    def __init__(self) -> None:
        self._built: dict[Shape, Build] = {}

    def compile(self, shape: Shape) -> Build | None:
        """The function that builds a shape's value; None where that is a converted text."""
        if shape is Scalar.DROPPED:
            return _drop
        if isinstance(shape, Scalar):
            return None
        if shape not in self._built:
            if isinstance(shape, Parts):
                self._compile_parts(shape)
            elif isinstance(shape, ListOf):
                build_item = self.compile(shape.shape)
                self._built[shape] = _list_of(shape.item, build_item or leaf_text)
            elif isinstance(shape, TextWith):
                self._built[shape] = _text_with(shape)
            else:
                self._built[shape] = _references(shape.item)
        return self._built[shape]

    def _compile_parts(self, shape: Parts) -> None:
        children: _Children = {}
        # Entered before its children are compiled, because they may hold it again.
        self._built[shape] = _parts(shape, children)
        for tag, child in shape.children.items():
            convert = _CONVERT[child] if isinstance(child, Scalar) else None
            children[tag] = (shape.renamed.get(tag, tag), self.compile(child), convert)


def _drop(_element: Element, _oddities: Oddities) -> None:
    return None


def _list_of(item: str, build_item: Build) -> Build:
    def build(element: Element, oddities: Oddities) -> list[Any] | None:
        items: list[Any] = []
        odd = element.text is not None or element.keys()
        for child in element[:]:
            if child.tail is not None:
                odd = True
            if child.tag == item:
                value = build_item(child, oddities)
                if value:
                    items.append(value)
            else:
                odd = True
        if odd:
            oddities.find(element, tags={item})
        return items or None

    return build


def _references(item: str) -> Build:
    build_any = {item: _text_with(REFERENCE), "id": _text_with(TextWith("id", {}, Scalar.NONZERO))}

    def build(element: Element, oddities: Oddities) -> list[Any] | None:
        entries: list[dict[str, Any]] = []
        odd = element.text is not None or element.keys()
        for child in element[:]:
            if child.tail is not None:
                odd = True
            build_entry = build_any.get(child.tag)
            if build_entry is None:
                odd = True
            elif entry := build_entry(child, oddities):
                entries.append(entry)
        if odd:
            oddities.find(element, tags=build_any)
        named = {entry.get("id") for entry in entries if "name" in entry}
        return [e for e in entries if e.keys() != {"id"} or e["id"] not in named] or None

    return build


def _text_with(shape: TextWith) -> Build:
    key_of_text, convert_text = shape.key, _CONVERT[shape.scalar]
    attributes = {name: _CONVERT[scalar] for name, scalar in shape.attributes.items()}
    taken = {key_of_text, *attributes}

    def build(element: Element, oddities: Oddities) -> dict[str, Any] | None:
        parts: dict[str, Any] = {}
        odd = len(element) > 0
        for name, value in element.items():
            if name not in attributes:
                odd = True
                continue
            convert = attributes[name]
            converted = value if convert is None else convert(value)
            if converted is not None and converted != "":
                parts[name] = converted
        text: Any = own_text(element)
        if text and convert_text is not None:
            text = convert_text(text)
        if text:
            parts[key_of_text] = text
        if odd:
            oddities.find(element, attributes, may_have_text=True)
        if shape.spread:
            # What is loose here is left to the parent, as the parts are.
            return parts if text else None
        if odd:
            oddities.keep(parts, element, taken)
        return parts or None

    return build


def _parts(shape: Parts, children: _Children) -> Build:
    renamed = shape.renamed
    attributes = {
        n: (renamed.get(n, n), _CONVERT[scalar]) for n, scalar in shape.attributes.items()
    }
    spread = [tag for tag, child in shape.children.items() if _is_spread(child)]
    taken = _keys(shape)

    def build(element: Element, oddities: Oddities) -> dict[str, Any] | None:
        parts: dict[str, Any] = {}
        value: Any
        odd = element.text is not None
        for name, text in element.items():
            known = attributes.get(name)
            if known is None:
                odd = True
            elif text:
                key, convert = known
                value = text if convert is None else convert(text)
                if value is not None:
                    parts[key] = value
        # Iterating over the slice is five times faster than over the element.
        for child in element[:]:
            if child.tail is not None:
                odd = True
            entry = children.get(child.tag)
            if entry is None:
                odd = True
                continue
            key, build_child, convert = entry
            if build_child is not None:
                value = build_child(child, oddities)
            else:
                # As leaf_text, which is spared a call here because most elements are leaves.
                odd_leaf = len(child) or child.keys()
                value = leaf_text(child, oddities) if odd_leaf else child.text
                if not value:
                    continue
                if convert is not None:
                    value = convert(value)
            if value is None:
                continue
            if key in parts:
                oddities.unknown[f"{path_of(child)} (repeated)"] += 1
                if isinstance(value, list):
                    value = parts[key] + value
            parts[key] = value
        for tag in spread:
            parts.update(parts.pop(tag, {}))
        if odd:
            oddities.find(element, attributes, children)
        if oddities.loose:
            oddities.keep(parts, element, taken)
        return parts or None

    return build


def _is_spread(shape: Shape) -> bool:
    return isinstance(shape, TextWith) and shape.spread


def _keys(shape: Parts) -> set[str]:
    """The keys that described parts may use, which an unknown one must not take."""
    names = {*shape.attributes, *shape.children}
    for child in shape.children.values():
        if isinstance(child, TextWith) and child.spread:
            names |= {child.key, *child.attributes}
    return {shape.renamed.get(name, name) for name in names} | {"_id", "derived"}


_compiler = _Compiler()
_RECORDS: Mapping[Kind, Build] = {
    kind: _compiler.compile(shape) or _drop for kind, shape in RECORDS.items()
}

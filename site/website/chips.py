"""The active filters as chips: each says what is asked for and knows the query without it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace

from apis.catalogue import Catalogue
from domain.documents import Document, Kind
from domain.facets import BY_NAME, ENTITIES
from domain.query import Query, Term
from website import edits
from website.wording import spell

#: Names of labels, artists and credited artists, by facet and id.
Names = Mapping[tuple[str, int], str]

_KINDS = {"label": Kind.LABELS, "artist": Kind.ARTISTS, "credit": Kind.ARTISTS}


@dataclass(frozen=True)
class Chip:
    """An active filter. ``group`` says how it is meant; ``without`` is the query less this."""

    facet: str
    text: str
    group: str
    without: Query

    @property
    def meant(self) -> str:
        """How it is meant, as a word or two before the text."""
        return {"none_of": "not ", "all_of": "must have "}.get(self.group, "")


def entity_names(catalogue: Catalogue, query: Query, shown: Iterable[Document]) -> Names:
    """Names for the ids that the query holds; ids unknown to the dump are left out.

    Some ids have no record of their own (Various, for one) and some dumps no file of labels: then
    the records shown tell the name.
    """
    names = dict(_names_on(shown))
    for facet in ENTITIES:
        clause = query.clause(facet.name)
        ids = [int(str(term)) for _, terms in clause.groups() for term in terms]
        if ids:
            found = catalogue.names(_KINDS[facet.name], ids)
            names |= {(facet.name, id_): name for id_, name in found.items()}
    return names


def _names_on(documents: Iterable[Document]) -> Iterator[tuple[tuple[str, int], str]]:
    for document in documents:
        for facet, key in (("label", "labels"), ("artist", "artists")):
            for entity in document.get(key, []):
                if "id" in entity and "name" in entity:
                    yield (facet, entity["id"]), entity["name"]


def chips(query: Query, names: Names) -> list[Chip]:
    """One chip for each term and option of the query, in canonical order."""
    return [*_term_chips(query, names), *_option_chips(query)]


def _term_chips(query: Query, names: Names) -> Iterator[Chip]:
    for facet, clause in query.clauses:
        for group in edits.GROUPS:
            for term in getattr(clause, group):
                text = _text(facet, term, names)
                yield Chip(facet, text, group, edits.drop(query, facet, term))


def _text(facet: str, term: Term, names: Names) -> str:
    if not isinstance(term, int):
        return spell(facet, term)
    title = BY_NAME[facet].title
    name = names.get((facet, term))
    if name is None:
        return f"{title} {term}"
    return f"{name} (credit)" if facet == "credit" else name


def _option_chips(query: Query) -> Iterator[Chip]:
    if query.words:
        words = " ".join(query.words)
        yield Chip("q", f"“{words}”", "any_of", replace(query, words=()))
    if query.video is not True:
        text = "with or without videos" if query.video is None else "without videos"
        yield Chip("video", text, "any_of", replace(query, video=True))
    if query.dedupe:
        yield Chip("dedupe", "one per master", "any_of", replace(query, dedupe=False))

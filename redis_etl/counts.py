"""Facet counts: how many of a query's records have each value of a facet.

Counts are exact and disjunctive: what a query asks of a facet as alternatives is ignored while
that facet is counted, so its other alternatives show what they would add.
"""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from domain.facets import DECADE, YEAR
from domain.query import Decade, Query
from redis_etl.facets import Value
from redis_etl.index import FacetIndex, Hits

#: Up to so many hits, walking forward columns beats intersecting every value's set.
COLUMN_HITS = 50_000

Counts = dict[Value, int]


class FacetCounter:
    """Counts facets of one query; sets of hits that several facets share are evaluated once.

    Up to ``column_hits`` hits are counted by columns, more by sets; the counts are the same.
    """

    def __init__(self, index: FacetIndex, query: Query, column_hits: int = COLUMN_HITS) -> None:
        self._index = index
        self._query = query
        self._column_hits = column_hits
        self._hits: dict[Query, Hits] = {}

    def count(self, facet: str) -> Counts:
        """Every value of a counted facet with its number of records, zeros included.

        Decades are texts such as ``1970s``, years ints, other values texts.
        """
        hits = self._hits_without_alternatives(facet)
        if facet != DECADE.name:
            return self._count(hits, facet)
        decades: Counts = {}
        for year, count in self._count(hits, YEAR.name).items():
            decade = str(Decade(int(year) // 10 * 10))
            decades[decade] = decades.get(decade, 0) + count
        return decades

    def _hits_without_alternatives(self, facet: str) -> Hits:
        clause = replace(self._query.clause(facet), any_of=())
        query = self._query.with_clause(facet, clause)
        if query not in self._hits:
            self._hits[query] = self._index.hits(query)
        return self._hits[query]

    def _count(self, hits: Hits, facet: str) -> Counts:
        values = self._index.manifest.values[facet]
        by_columns = hits.total <= self._column_hits
        counted = (_by_columns if by_columns else _by_intersection)(
            self._index, hits, facet, len(values)
        )
        return {value: count for (value, _), count in zip(values, counted, strict=True)}


def _by_columns(index: FacetIndex, hits: Hits, facet: str, distinct: int) -> list[int]:
    counted = np.zeros(distinct, dtype=np.int64)
    for shard, (found, column) in enumerate(zip(hits.shards, index.columns(facet), strict=True)):
        if found:
            local = np.asarray(found.to_array()) - (shard << index.manifest.shard_bits)
            counted += column.count(local, distinct)
    return [int(count) for count in counted]


def _by_intersection(index: FacetIndex, hits: Hits, facet: str, distinct: int) -> list[int]:
    return [
        sum(
            found.intersection_cardinality(having)
            for found, having in zip(hits.shards, index.head_sets(facet, number), strict=True)
        )
        for number in range(distinct)
    ]

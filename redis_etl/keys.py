"""Every Redis key the facet index uses is named here.

A generation's keys carry its name (``g20261101.1``). Keys of one shard share a hash tag
(``{07}``), so that on a Redis Cluster the sets a query intersects lie in one slot.

========================================  ====================================================
``waxlist:live``                          name of the generation that answers queries
``waxlist:previous``                      name of the one before it
``waxlist:building``                      JSON: how far the build under way has come
``waxlist:generations``                   set of all generations that may have keys
``waxlist:last-number``                   number in the name of the generation named last
``g…:manifest``                           JSON: what the generation holds
``{07}:g…:ids``                           u32 array: ordinal in the shard → Discogs id
``{07}:g…:masters``                       u32 array: ordinal in the shard → master id, 0 if none
``{07}:g…:style:12``                      roaring set of ordinals: records with style number 12
``{07}:g…:style:column``                  forward column: each record's style numbers
``g…:label:bucket:5``                     hash: label id → ordinals (delta varints)
``g…:label:set:1866``                     roaring set of ordinals, for a label on many records
========================================  ====================================================
"""

from __future__ import annotations

from dataclasses import dataclass

#: Names of the arrays that every shard has.
IDS = "ids"
MASTERS = "masters"


def column(facet: str) -> str:
    """The name of a facet's forward column."""
    return f"{facet}:column"


LIVE = "waxlist:live"
PREVIOUS = "waxlist:previous"
BUILDING = "waxlist:building"
GENERATIONS = "waxlist:generations"
LAST_NUMBER = "waxlist:last-number"


@dataclass(frozen=True)
class GenerationKeys:
    """The keys of one generation."""

    generation: str

    @property
    def manifest(self) -> str:
        """What the generation holds."""
        return f"g{self.generation}:manifest"

    @property
    def pattern(self) -> str:
        """A SCAN pattern that matches all keys of this generation and no others."""
        return f"*g{self.generation}:*"

    def in_shard(self, shard: int, name: str) -> str:
        """A key of a shard."""
        return f"{{{shard:02d}}}:g{self.generation}:{name}"

    def posting(self, shard: int, facet: str, number: int) -> str:
        """The records of a shard that have a facet's value."""
        return self.in_shard(shard, f"{facet}:{number}")

    def bucket(self, facet: str, bucket: int) -> str:
        """The hash that holds the short lists of many long-tail values."""
        return f"g{self.generation}:{facet}:bucket:{bucket}"

    def long_tail_set(self, facet: str, value: int) -> str:
        """The set of one long-tail value that is on many records."""
        return f"g{self.generation}:{facet}:set:{value}"

"""Releases and masters of a sample, as clean documents."""

from __future__ import annotations

from random import Random
from typing import Any

from dataget.sample.carriers import (
    catalogue_number,
    draw_carrier,
    draw_formats,
    draw_identifiers,
    positions,
)
from dataget.sample.mixing import Chance, deck, pick
from dataget.sample.names import credited_name, printed_otherwise
from dataget.sample.plan import NOT_ON_LABEL, VARIOUS, Name, Performer, Plan
from dataget.sample.titles import track_title
from dataget.sample.videos import VideoIds, draw_videos
from dataget.sample.vocabulary import (
    CLASSICAL_ROLES,
    COMPANY_WORK,
    ELECTRONIC_ROLES,
    MASTER_QUALITY,
    RELEASE_QUALITY,
    ROLES,
)
from dataget.sample.works import Work, draw_work
from domain.documents import Document

_RELEASE_QUALITY = deck(RELEASE_QUALITY)
_MASTER_QUALITY = deck(MASTER_QUALITY)
_ODD_DATES = ("?", "0000", "{0}0312", "197", "Not Known", "{0}-??-??", "0{1}-00-00")
_COMPANIES = deck({"studio": 26, "plant": 20, "publisher": 24, "owner": 21, "distributor": 9}, 100)
_ROLES_OF: dict[str, tuple[str, ...]] = {
    "Classical": CLASSICAL_ROLES,
    "Electronic": ELECTRONIC_ROLES,
}
_HEADINGS = ("Side One", "Bonus Tracks", "Live At The Harbour Hall", "First Set", "Part Two")
_NOTES = (
    "Recorded at the old school house in {year}.",
    "℗ & © {year} {label}.\n\nAll rights reserved.",
    'First pressing comes with a "thank you" card.\r\n\r\nMade in {country}.',
    "Track titles are printed on the sleeve only.\nTrack durations not listed on release.",
    "Released in a plain white sleeve; <hand stamped> labels.",
    "[b]Tracklist:[/b]\r\nThe B-side plays from the inside out & ends in a locked groove.",
    "Also available as a limited run of 300 copies.",
    "Published by the authors.\r\nPhotographs: {artist}.",
)


class ReleaseWriter:
    """Draws releases and masters by number; holds nothing but a source of chance."""

    def __init__(self, plan: Plan, videos: VideoIds) -> None:
        self._plan = plan
        self._videos = videos
        self._rng = Random()

    def release(self, number: int) -> Document:
        """The release with this number."""
        plan, rng = self._plan, self._rng
        place = plan.place(number)
        work = draw_work(plan, rng, place)
        videos = draw_videos(plan, rng, place, work, self._videos)
        chance = rng.random  # seeded for this release with its videos
        year = work.year
        if place.edition and chance() < 0.6:
            year += int(chance() * chance() * min(40, plan.year - year + 1))
        carrier = draw_carrier(chance, work, year)
        document: Document = {"_id": plan.release_id(number), "artists": _artists(chance, work)}
        document["title"] = work.title
        labels, label, country = self._labels(chance, work, place.edition, carrier, year)
        document["labels"] = labels
        if chance() < 0.04:
            document["series"] = [self._series(chance)]
        credits = self._credits(chance, work)
        if credits:
            document["extraartists"] = credits
        formats = draw_formats(chance, work, carrier, year, number)
        document["formats"] = formats
        document["genres"] = work.genres
        if work.styles:
            document["styles"] = work.styles
        if chance() < 0.967:
            document["country"] = country
        released = _released(chance, year)
        if released:
            document["released"] = released
        if chance() < 0.5:
            document["notes"] = pick(chance, _NOTES).format(
                year=year, label=label, country=country, artist=credited_name(work.performer.name)
            )
        document["data_quality"] = pick(chance, _RELEASE_QUALITY)
        if place.master is not None:
            document["master_id"] = plan.master_id(place.master)
            document["is_main_release"] = not place.edition
        discs = formats[len(formats) // 2]["qty"]
        document["tracklist"] = self._tracklist(chance, work, carrier, discs, year)
        identifiers = draw_identifiers(chance, carrier, year, [labels[0]["catno"]])
        if identifiers:
            document["identifiers"] = identifiers
        if videos:
            document["videos"] = videos
        companies = self._companies(chance)
        if companies:
            document["companies"] = companies
        return document

    def master(self, number: int) -> Document:
        """The master with this number: what its main release says, and videos gathered."""
        plan, rng = self._plan, self._rng
        place = plan.master_place(number)
        work = draw_work(plan, rng, place)
        videos = draw_videos(plan, rng, place, work, self._videos)
        rng.seed(plan.bits(number, 35))
        chance = rng.random
        artists = _artists(chance, work)
        if len(artists) == 1 and chance() < 0.8:
            artists[0]["join"] = ","
        document: Document = {
            "_id": plan.master_id(number),
            "main_release": plan.release_id(place.number),
            "artists": artists,
            "genres": work.genres,
        }
        if work.styles:
            document["styles"] = work.styles
        if chance() < 0.08:
            document["notes"] = "First released in the same year in several countries."
        if chance() < 0.985:
            document["year"] = work.year
        document["title"] = work.title
        document["data_quality"] = pick(chance, _MASTER_QUALITY)
        if videos:
            if chance() < 0.13:
                videos.append(videos[int(chance() * len(videos))])
            document["videos"] = videos
        return document

    def _labels(
        self, chance: Chance, work: Work, edition: int, carrier: str, year: int
    ) -> tuple[list[dict[str, Any]], str, str]:
        """The label entries, the first one's name and the country of the edition."""
        plan = self._plan
        performer = work.performer
        home = carrier in {"CDr", "File"} or year > 2005
        if chance() < (0.14 if home else 0.015):
            entry = {"name": "Not On Label", "catno": "none", "id": NOT_ON_LABEL}
            return [entry], "Not On Label", performer.country
        if edition and chance() < 0.5:
            number = plan.label_of(performer.genre, chance(), chance())
        else:
            number = pick(chance, performer.labels)
        imprint = plan.imprint(number)
        entries = [_label_entry(plan, chance, number, carrier, year)]
        draw = chance()
        if draw < 0.05:  # one more number on the same label
            entries.append(_label_entry(plan, chance, number, carrier, year))
        elif draw < 0.125:
            other = plan.label_of(performer.genre, chance(), chance())
            entries.append(_label_entry(plan, chance, other, carrier, year))
        country = imprint.country if chance() < 0.7 else plan.export_country(chance())
        return entries, imprint.name, country

    def _series(self, chance: Chance) -> dict[str, Any]:
        number = self._plan.label_of("series", chance(), chance())
        entry = {"name": self._plan.label_name(number), "id": self._plan.label_id(number)}
        if chance() < 0.7:
            entry["catno"] = f"Vol. {int(chance() * 30) + 1}"
        return entry

    def _credits(self, chance: Chance, work: Work) -> list[dict[str, Any]]:
        draw = chance()
        if draw < 0.42:
            return []
        roles = _ROLES_OF.get(work.performer.genre, ROLES)
        count = 1 + int((draw - 0.42) ** 3 * 75)
        credits = [self._credit(chance, work.performer, roles) for _ in range(count)]
        if draw > 0.9:
            credits[0]["tracks"] = f"1 to {len(work.pieces)}"
        return credits

    def _credit(
        self, chance: Chance, performer: Performer, roles: tuple[str, ...]
    ) -> dict[str, Any]:
        plan = self._plan
        number = plan.staff_of(performer, chance(), chance())
        name = plan.artist_name(number)
        draw = chance()
        if draw < 0.008:
            return {"name": credited_name(name), "role": pick(chance, roles)}
        credit: dict[str, Any] = {"id": plan.artist_id(number), "name": name}
        if draw > 0.85:
            credit["anv"] = printed_otherwise(name)
        credit["role"] = pick(chance, roles)
        return credit

    def _companies(self, chance: Chance) -> list[dict[str, Any]]:
        plan = self._plan
        draw = chance()
        if draw < 0.5:
            return []
        companies = []
        for _ in range(1 + int((draw - 0.5) * 9)):
            trade = pick(chance, _COMPANIES)
            number = plan.label_of(trade, chance(), chance())
            code, words = pick(chance, COMPANY_WORK[trade])
            company: dict[str, Any] = {"id": plan.label_id(number), "name": plan.label_name(number)}
            if trade == "plant" and chance() < 0.3:
                company["catno"] = f"{int(chance() * 90000) + 10000}"
            company["entity_type"] = code
            company["entity_type_name"] = words
            companies.append(company)
        return companies

    def _tracklist(
        self, chance: Chance, work: Work, carrier: str, discs: int | str, year: int
    ) -> list[dict[str, Any]]:
        performer = work.performer
        timed = chance() < (0.35 if year < 1980 else 0.7)
        credited = chance() < 0.13
        tracks: list[dict[str, Any]] = []
        for position, piece in zip(
            positions(carrier, len(work.pieces), discs), work.pieces, strict=True
        ):
            track: dict[str, Any] = {"position": position, "title": piece.title}
            if timed:
                minutes, seconds = divmod(piece.seconds, 60)
                track["duration"] = f"{minutes}:{seconds:02d}"
            if piece.credited:
                track["artists"] = [_credited(chance, piece.credited)]
            if credited:
                track["extraartists"] = [self._credit(chance, performer, ROLES)]
            tracks.append(track)
        draw = chance()
        if draw < 0.04 and len(tracks) > 4:
            tracks.insert(len(tracks) // 2, {"title": pick(chance, _HEADINGS)})
        if draw > 0.97 and len(tracks) > 3:
            self._divide(chance, work, tracks)
        return tracks

    def _divide(self, chance: Chance, work: Work, tracks: list[dict[str, Any]]) -> None:
        """Turn a track into an index track with parts."""
        at = int(chance() * len(tracks))
        whole = tracks[at]
        if "position" not in whole:
            return
        genre = "Classical" if "Classical" in work.genres else ""
        position = whole.pop("position")
        whole.pop("duration", None)
        whole["sub_tracks"] = [
            {
                "position": f"{position}.{part + 1}",
                "title": track_title(chance, genre, work.performer.nation),
            }
            for part in range(2 + int(chance() * 3))
        ]


def _label_entry(
    plan: Plan, chance: Chance, number: int, carrier: str, year: int
) -> dict[str, Any]:
    imprint = plan.imprint(number)
    catno = "none" if chance() < 0.02 else catalogue_number(chance, imprint, carrier, year)
    return {"name": imprint.name, "catno": catno, "id": imprint.id}


def _artists(chance: Chance, work: Work) -> list[dict[str, Any]]:
    if work.various:
        return [{"id": VARIOUS, "name": "Various"}]
    everyone: list[Name | Performer] = [work.performer, *work.partners]
    credits = [_credited(chance, performer) for performer in everyone]
    for credit in credits[:-1]:
        credit["join"] = work.join
    return credits


def _credited(chance: Chance, performer: Name | Performer) -> dict[str, Any]:
    credit: dict[str, Any] = {"id": performer.id, "name": performer.name}
    if chance() < 0.09:
        credit["anv"] = printed_otherwise(performer.name)
    return credit


def _released(chance: Chance, year: int) -> str | None:
    draw = chance()
    if draw < 0.12:
        return None
    if draw < 0.693:
        return str(year)
    month, day = int(chance() * 12) + 1, int(chance() * 28) + 1
    if draw < 0.925:
        return f"{year}-{month:02d}-{day:02d}"
    if draw < 0.995:
        return f"{year}-{month:02d}-00"
    return pick(chance, _ODD_DATES).format(year, year % 1000)

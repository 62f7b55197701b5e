"""The merge of all sources into one record per settlement."""

from __future__ import annotations

import logging
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from statistics import median

from gazetteer.draft import Draft, add_all
from gazetteer.join import (
    Joinable,
    SettlementJoin,
    distance_km,
    find_by_area,
    find_by_name,
    join_key,
    likeness,
)
from gazetteer.model import NameKind, PlaceName
from gazetteer.romanise import romanise
from gazetteer.sources import katottg
from gazetteer.sources.former_names import FormerName
from gazetteer.sources.geonames import TOWN_PART
from gazetteer.sources.record import RegisterEntry, SourceRecord
from gazetteer.sources.renames import SOURCE as RENAMES
from gazetteer.sources.renames import Renaming

log = logging.getLogger(__name__)

ROMANISATION = "kmu2010"  # the "source" of names that the official rule makes

# A name unlike every name of its own place is dropped when a settlement this near bears it: the
# source has confused the two.
_CONFUSION_KM = 40.0
_OWN_LIKENESS = 0.7
# A settlement lies this near the middle of its raion: 19 of 20 raions reach less far.
_RAION_REACH_KM = 80.0


@dataclass(slots=True)
class Settlements:
    """Drafts by p-code, and the ties from other sources' areas to them."""

    drafts: dict[str, Draft] = field(default_factory=dict)
    members_by_parent: dict[str, set[str]] = field(default_factory=lambda: defaultdict(set))
    town_parts: list[SourceRecord] = field(default_factory=list)
    unmatched: dict[str, int] = field(default_factory=lambda: defaultdict(int))

    def add_register(self, entries: Iterable[RegisterEntry]) -> None:
        """Every settlement of the state register."""
        for entry in entries:
            if entry.category in katottg.SETTLEMENT_TYPES:
                pcode = katottg.pcode(entry.katottg)
                self.drafts[pcode] = Draft(
                    pcode,
                    entry.name_uk,
                    katottg.SOURCE,
                    katottg=entry.katottg,
                    settlement_type=katottg.SETTLEMENT_TYPES[entry.category],
                )

    def add_pcode_records(self, records: Iterable[SourceRecord]) -> None:
        """Records that carry p-codes, with the official Ukrainian name first.

        The p-code list is newer than the register: where the names differ, the register's is
        former.
        """
        for record in records:
            assert record.pcode is not None
            official = record.names[0]
            draft = self.drafts.get(record.pcode)
            if draft is None:
                draft = self.drafts[record.pcode] = Draft(
                    record.pcode, official.text, record.source
                )
            if draft.name_uk != official.text:
                draft.add(PlaceName(draft.name_uk, "uk", NameKind.FORMER, draft.official_source))
                draft.name_uk, draft.official_source = official.text, record.source
            draft.locate(record.source, record.lon, record.lat)
            for name in record.names[1:]:
                draft.add(name)

    def add_curated(self, records: Iterable[SourceRecord]) -> None:
        """Our own rows: dates, aliases, town centres and types; the official name stays."""
        for record in records:
            assert record.pcode is not None
            draft = self.drafts.get(record.pcode)
            if draft is None:
                log.warning("The curated p-code %s is in no register; left out.", record.pcode)
                continue
            draft.locate(record.source, record.lon, record.lat)
            draft.settlement_type = record.settlement_type or draft.settlement_type
            for name in record.names:
                if name.kind is NameKind.FORMER:
                    draft.add(name)
                elif name.text != draft.name_uk or name.language != "uk":
                    draft.add_alternate(replace(name, kind=NameKind.ALTERNATE))

    def add_former_names(self, names: Iterable[FormerName]) -> None:
        """Former official names with the years they held; those already known gain the dates."""
        for former in names:
            draft = self.drafts.get(former.pcode)
            if draft is None:
                log.warning("The p-code %s is in no register; a name left out.", former.pcode)
                continue
            draft.add(former.name)

    def add_renames(self, renamings: Iterable[Renaming]) -> None:
        """Former names with their dates; the last change dates the present name."""
        began: dict[str, str | None] = {}
        for change in renamings:
            draft = self.drafts.get(change.pcode)
            if draft is None:
                continue
            if change.old != draft.name_uk:
                draft.add(
                    PlaceName(
                        change.old,
                        "uk",
                        NameKind.FORMER,
                        RENAMES,
                        began.get(change.pcode),
                        change.old_to,
                    )
                )
            began[change.pcode] = change.new_from
            if change.new == draft.name_uk:
                draft.add(
                    PlaceName(
                        change.new, "uk", NameKind.OFFICIAL, draft.official_source, change.new_from
                    )
                )

    def add_official(self) -> None:
        """The present name and its official romanisation, both with the date they hold from."""
        for draft in self.drafts.values():
            official = PlaceName(draft.name_uk, "uk", NameKind.OFFICIAL, draft.official_source)
            draft.add(official)
            began = draft.names[(draft.name_uk, "uk")].valid_from
            english = draft.names.pop(_english_of(draft), None)
            if english is not None:
                draft.add_english(replace(english, valid_from=None))
            text = romanise(draft.name_uk)
            draft.add(PlaceName(text, "en", NameKind.GENERATED, ROMANISATION, began))
            known = draft.names[(text, "en")]
            draft.names[(text, "en")] = replace(known, valid_from=known.valid_from or began)

    def join(self) -> SettlementJoin:
        """An index of the drafts as they are now."""
        return SettlementJoin([_joinable(draft) for draft in self.drafts.values()])

    def add_located(self, records: Iterable[SourceRecord]) -> None:
        """Records without p-codes, tied by name and distance (or by name, where nothing else)."""
        index = self.join()
        waiting = []
        for record in records:
            assert record.lon is not None
            assert record.lat is not None
            if record.settlement_type == TOWN_PART:
                self.town_parts.append(record)
                continue
            keys = [join_key(name) for name in record.main_names]
            found = index.find(keys, record.lon, record.lat, record.oblast)
            if found is None:
                waiting.append(record)
            else:
                self._merge(record, found, index)
        self._add_by_name(waiting, index)

    def _add_by_name(self, records: Sequence[SourceRecord], everyone: SettlementJoin) -> None:
        """Ties records to settlements that no source has located yet.

        First by names that are unique in their oblast (``everyone`` is asked, so that no located
        settlement bears it either), then homonyms by the areas that those have located.
        """
        unique = {record.ref: self._unique(record, everyone) for record in records}
        plausible = _without_strays(records, unique)
        waiting = self._tied(records, everyone, lambda record, _keys: plausible.get(record.ref))
        unlocated = [_joinable(one) for one in self.drafts.values() if not one.coordinates]
        if unlocated and waiting:
            index, centres = SettlementJoin(unlocated), self._centres()
            waiting = self._tied(
                waiting, everyone, lambda record, keys: find_by_area(index, keys, record, centres)
            )
        for record in waiting:
            self.unmatched[record.source] += 1

    def _tied(
        self,
        records: Iterable[SourceRecord],
        everyone: SettlementJoin,
        find: Callable[[SourceRecord, list[str]], Joinable | None],
    ) -> list[SourceRecord]:
        """Merges the records for which ``find`` has an answer; the others are returned."""
        left = []
        for record in records:
            found = find(record, [join_key(name) for name in record.main_names])
            if found is None:
                left.append(record)
            else:
                self._merge(record, found, everyone)
        return left

    def _unique(self, record: SourceRecord, everyone: SettlementJoin) -> Joinable | None:
        keys = [join_key(name) for name in record.main_names]
        found = find_by_name(everyone, keys, record.oblast or "")
        return found if found and not self.drafts[found.pcode].coordinates else None

    def _centres(self) -> dict[str, tuple[float, float]]:
        points: dict[str, list[tuple[float, float]]] = defaultdict(list)
        for draft in self.drafts.values():
            if (point := draft.point()) is not None:
                for code in filter(None, draft.areas[1:]):
                    points[code].append((point.lon, point.lat))
        return {code: mean_point(members) for code, members in points.items()}

    def _merge(self, record: SourceRecord, target: Joinable, index: SettlementJoin) -> None:
        draft = self.drafts[target.pcode]
        draft.locate(record.source, record.lon, record.lat)
        # Several records of one source may tie to a town; its parts are the smaller ones.
        draft.population = max(filter(None, (record.population, draft.population)), default=None)
        if record.parent:
            self.members_by_parent[f"{record.source}:{record.parent}"].add(draft.pcode)
        add_all(draft, (name for name in record.names if not _confused(name, draft, target, index)))


def _without_strays(
    records: Iterable[SourceRecord], found: Mapping[str, Joinable | None]
) -> dict[str, Joinable]:
    """The ties whose record lies where the others of the same raion lie."""
    points: dict[str, list[tuple[float, float]]] = defaultdict(list)
    tied = []
    for record in records:
        target = found.get(record.ref)
        if target is not None and record.lon is not None and record.lat is not None:
            points[target.pcode[:6]].append((record.lon, record.lat))
            tied.append((record.ref, target, record.lon, record.lat))
    middles = {
        raion: (median(p[0] for p in members), median(p[1] for p in members))
        for raion, members in points.items()
    }
    return {
        ref: target
        for ref, target, lon, lat in tied
        if distance_km(lon, lat, *middles[target.pcode[:6]]) <= _RAION_REACH_KM
    }


def mean_point(points: Sequence[tuple[float, float]]) -> tuple[float, float]:
    """The mean of (lon, lat) points; good enough over the few degrees of a country."""
    return sum(p[0] for p in points) / len(points), sum(p[1] for p in points) / len(points)


def _joinable(draft: Draft) -> Joinable:
    point = draft.point()
    return Joinable(
        draft.pcode,
        draft.join_keys(),
        point.lon if point else None,
        point.lat if point else None,
    )


def _english_of(draft: Draft) -> tuple[str, str]:
    """Key of the p-code list's English name, among the names kept so far."""
    return next(
        (
            key
            for key, name in draft.names.items()
            if name.source == "cod-ab" and name.language == "en"
        ),
        ("", ""),
    )


def _confused(name: PlaceName, draft: Draft, target: Joinable, index: SettlementJoin) -> bool:
    """Whether ``name`` is evidently the name of another settlement.

    That is so when it is unlike every name of its own place, and its bearer either lies near or
    once had a name in common with this place (the source followed the wrong one of two
    namesakes through a renaming).
    """
    key = join_key(name.text)
    if key in target.keys:
        return False
    rivals = [other for other in index.bearers(key) if other.pcode != draft.pcode]
    if not rivals or any(likeness(key, own) >= _OWN_LIKENESS for own in target.keys):
        return False
    return any(not target.keys.isdisjoint(other.keys) or _near(draft, other) for other in rivals)


def _near(draft: Draft, other: Joinable) -> bool:
    point = draft.point()
    return (
        point is not None
        and other.lon is not None
        and other.lat is not None
        and distance_km(point.lon, point.lat, other.lon, other.lat) <= _CONFUSION_KM
    )

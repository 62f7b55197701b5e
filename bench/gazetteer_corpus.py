"""Generated spellings and documents with known answers, to fit and to measure the resolver.

Nothing here comes from a test list. A truth is drawn from the gazetteer, one of its names is
chosen as writers choose (official, Russian, former, another), set in one of the schemes of
``gazetteer_schemes`` or left in Cyrillic, inflected now and then, and damaged by letter edits whose
frequencies are learned from the pairs of main and alternate names that the sources hold.
"""

from __future__ import annotations

import copy
import math
import random
from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np
from rapidfuzz.distance import OSA, Levenshtein

from bench.gazetteer_schemes import SCHEMES, transliterate
from gazetteer.index import is_seat
from gazetteer.model import NameKind, Place, PlaceKind
from gazetteer.names.fold import fold, is_cyrillic
from gazetteer.names.key import name_key
from gazetteer.names.russian import russian_forms

HELD_OUT = ("UA18", "UA51", "UA63", "UA23", "UA74")
"""Zhytomyr, Odesa, Kharkiv, Zaporizhzhia, Chernihiv: never seen in fitting."""


@dataclass(frozen=True, slots=True)
class Sample:
    """One generated spelling; ``truth`` is None where no place of the gazetteer is meant.

    ``base`` is the name of the place that was chosen, before it was romanised and harmed.
    """

    text: str
    truth: str | None
    how: str
    hidden_key: str | None = None
    base: str = ""


@dataclass(slots=True)
class Corpus:
    """Draws samples; deterministic for a seed."""

    places: Sequence[Place]
    seed: int = 1
    rng: random.Random = field(init=False)
    edits: list[tuple[str, str, str]] = field(init=False)
    weights: list[float] = field(init=False)
    official: dict[str, set[str]] = field(init=False)

    def __post_init__(self) -> None:
        self.rng = random.Random(self.seed)
        self.places = [
            place
            for place in self.places
            if place.kind is PlaceKind.SETTLEMENT and place.lon is not None
        ]
        self.official = defaultdict(set)
        for place in self.places:
            for form in (place.name_uk, *russian_forms(place.name_uk)):
                self.official[name_key(form).key].add(place.id)
        counted = learn_edits(self.places)
        self.edits = list(counted)
        self.weights = [float(counted[edit]) for edit in self.edits]

    def with_seed(self, seed: int) -> Corpus:
        """The same corpus with dice of its own."""
        other = copy.copy(self)
        other.seed, other.rng = seed, random.Random(seed)
        return other

    def settlements(self, oblasts: Sequence[str] | None, inside: bool) -> list[Place]:
        """Settlements of Ukraine inside (or outside) ``oblasts``."""
        return [
            place
            for place in self.places
            if place.id.startswith("UA")
            and (oblasts is None or (place.oblast in oblasts) is inside)
        ]

    def draw(self, pool: Sequence[Place], count: int, bounded_prior: bool = True) -> list[Place]:
        """Places as often as reports mention them (see :func:`mention_rate`), or evenly."""
        weights = [mention_rate(place) if bounded_prior else 1.0 for place in pool]
        return self.rng.choices(pool, weights, k=count)

    def spell(self, place: Place, clean: bool = False) -> Sample:
        """One spelling of ``place``."""
        text, how, base = self._written(place)
        if clean:
            return Sample(text, place.id, how, base=base)
        chance = self.rng.random()
        if chance < 0.12:
            text, how = self.inflect(text), how + "+inflected"
        edits = 0 if chance < 0.82 else 1 if chance < 0.96 else 2
        for _ in range(edits):
            text = self.damage(text)
        if edits:
            how += f"+{edits}"
        return Sample(text, place.id, how, base=base)

    def _written(self, place: Place) -> tuple[str, str, str]:
        """A spelling of a place, how it came about, and the name behind it."""
        uk = place.name_uk
        russian = [n.text for n in place.names if n.language == "ru" and is_cyrillic(n.text)
                   and n.kind is NameKind.ALTERNATE]  # fmt: skip
        former = [n for n in place.names if n.kind is NameKind.FORMER and is_cyrillic(n.text)
                  and n.language in ("uk", "ru")]  # fmt: skip
        recent = [n.text for n in former if (n.valid_to or "") >= "1991"]
        older = [n.text for n in former if n.text not in recent]
        # A name that is officially another place's is more often a source's error than a usage,
        # and one that is unlike the official name is mostly long dead.
        own = name_key(uk).stem
        other = [n.text for n in place.names if n.kind is NameKind.ALTERNATE
                 and self.official[name_key(n.text).key] <= {place.id}
                 and (OSA.normalized_similarity(name_key(n.text).stem, own) >= 0.5
                      or self.rng.random() < 0.2)]  # fmt: skip
        if not is_cyrillic(uk):
            return place.name, "foreign", place.name
        chance = self.rng.random()
        if chance < 0.25 and recent:
            base, language, how = self.rng.choice(recent), "any", "former"
        elif chance > 0.97 and older:
            base, language, how = self.rng.choice(older), "any", "obsolete"
        elif chance < 0.10 and other:
            text = self.rng.choice(other)
            return text, "alternate", text
        elif chance < 0.55:
            forms = russian or list(russian_forms(uk))[:2]
            base, language, how = self.rng.choice(forms), "ru", "russian"
        else:
            base, language, how = uk, "uk", "official"
        if self.rng.random() < 0.2:
            return base, how + ":cyrillic", base
        names = [name for name, (of, _) in SCHEMES.items() if language in ("any", of)]
        scheme = self.rng.choice(names)
        return transliterate(base, scheme), f"{how}:{scheme}", base

    def inflect(self, text: str) -> str:
        """A case form, by replacing the last vowel as both languages do."""
        endings = ["ом", "а", "у", "е", "ой", "и", "і"] if is_cyrillic(text) else [
            "a", "u", "om", "y", "e", "i", "oy", "oe", "ogo", "o"]  # fmt: skip
        vowels = "аеиіоуыяюєїьй" if is_cyrillic(text) else "aeiouy’′"
        return text.rstrip(vowels) + self.rng.choice(endings)

    def damage(self, text: str) -> str:
        """One letter edit, as often as the sources show it."""
        if len(text) < 4:
            return text
        if not self.edits or self.rng.random() < 0.12:
            return self._slip(text)
        lower = text.lower()
        for _ in range(12):
            operation, old, new = self.rng.choices(self.edits, self.weights)[0]
            if operation == "insert":
                at = self.rng.randrange(1, len(text))
                return text[:at] + new + text[at:]
            spots = [spot for spot, letter in enumerate(lower) if letter == old and spot > 0]
            if spots:
                at = self.rng.choice(spots)
                return text[:at] + new + text[at + 1 :]
        return self._slip(text)

    def _slip(self, text: str) -> str:
        at = self.rng.randrange(1, len(text) - 1)
        kind = self.rng.randrange(4)
        if kind == 0:
            return text[:at] + text[at + 1] + text[at] + text[at + 2 :]
        if kind == 1:
            return text[:at] + text[at] + text[at:]
        if kind == 2:
            return text[:at] + text[at + 1 :]
        return text.replace(" ", self.rng.choice(["", "-"])) if " " in text else text[:-1]

    def nameless(self, pool: Sequence[Place]) -> Sample:
        """A name that no place bears: two halves of others, a person, or a place taken out."""
        chance = self.rng.random()
        if chance < 0.4:
            place = self.rng.choice(pool)
            # The place itself is struck from the answers, so nothing is the right one.
            return Sample(self.spell(place).text, None, "struck out", hidden_key=place.id)
        first, second = (self._written(self.rng.choice(pool))[0] for _ in range(2))
        if chance < 0.8:
            cut, join = max(2, len(first) // 2), max(2, len(second) // 2)
            return Sample(first[:cut] + second[join:].lower(), None, "made up")
        stem = first.split()[0].rstrip("aeiouy")
        ending = self.rng.choice(["enko", "chuk", "ov", "sky", "ev", "yan", "uk"])
        return Sample(stem + ending, None, "person")


def mention_rate(place: Place) -> float:
    """How often somebody names a place, relative to a hamlet of a hundred.

    Two kinds of text meet here. Reports from the front name villages far oftener than their size
    says: about the power 0.65 of the inhabitants up to 40,000, counted over ``tests/corpus`` and
    ``tests/corpus_open``. Names asked for by themselves are mostly those of larger places. The
    power 0.95 up to 100,000 lies between; it keeps scores true for both within three in a hundred.
    """
    people = min(max(place.population or 300, 100), 100_000)
    return (people / 100) ** 0.95 * (2.0 if is_seat(place) else 1.0)


def learn_edits(places: Sequence[Place]) -> Counter[tuple[str, str, str]]:
    """Letter edits between a place's Latin names and the nearest regular spelling of it."""
    counted: Counter[tuple[str, str, str]] = Counter()
    for place in places[::3]:
        if not place.id.startswith("UA"):
            continue
        regular = {fold(transliterate(place.name_uk, name)) for name in ("kmu2010", "adhoc_uk")}
        for form in russian_forms(place.name_uk)[:2]:
            regular.add(fold(transliterate(form, "bgn_ru")))
        for name in place.names:
            if is_cyrillic(name.text) or name.kind is not NameKind.ALTERNATE:
                continue
            text = fold(name.text)
            nearest = min(sorted(regular), key=lambda form: Levenshtein.distance(form, text))
            operations = Levenshtein.editops(nearest, text)
            if not 1 <= len(operations) <= 2:
                continue
            for operation in operations:
                old = nearest[operation.src_pos] if operation.tag != "insert" else ""
                new = text[operation.dest_pos] if operation.tag != "delete" else ""
                counted[operation.tag, old, new] += 1
    return Counter({edit: number for edit, number in counted.items() if number >= 3})


def neighbourhoods(pool: Sequence[Place]) -> dict[tuple[int, int], list[Place]]:
    """Settlements by half-degree cell."""
    cells: dict[tuple[int, int], list[Place]] = defaultdict(list)
    for place in pool:
        cells[int(np.floor((place.lon or 0) * 2)), int(np.floor((place.lat or 0) * 2))].append(
            place
        )
    return cells


def document(corpus: Corpus, pool: Sequence[Place], cells: dict[tuple[int, int], list[Place]],
             size: int) -> list[Place]:  # fmt: skip
    """Places of one report in the order of its text, as a walk from place to place.

    Most lie near the one before, some in another sector of the same region, a few anywhere. With
    these shares the distance to the place before has the quantiles of the reports in
    ``tests/corpus`` (half within 13 km, three quarters within 35, a tenth beyond 70).
    """
    chosen = corpus.draw(pool, 1)
    while len(chosen) < size:
        chance = corpus.rng.random()
        if chance < 0.05:
            chosen += corpus.draw(pool, 1)
        else:
            reach = 6.0 if chance < 0.75 else 30.0
            chosen.append(_beside(corpus, chosen[-1], cells, reach))
    return list({place.id: place for place in chosen}.values())


def surroundings(corpus: Corpus, place: Place, cells: dict[tuple[int, int], list[Place]],
                 count: int, reach_km: float) -> list[Place]:  # fmt: skip
    """Other places within ``reach_km`` of ``place``; fewer where there are no more."""
    x, y = int(np.floor((place.lon or 0) * 2)), int(np.floor((place.lat or 0) * 2))
    around = [p for dx in (-1, 0, 1) for dy in (-1, 0, 1) for p in cells.get((x + dx, y + dy), [])
              if p.name_uk != place.name_uk and _km(p, place) <= reach_km]  # fmt: skip
    return corpus.rng.sample(around, min(count, len(around)))


def _beside(corpus: Corpus, place: Place, cells: dict[tuple[int, int], list[Place]],
            reach_km: float) -> Place:  # fmt: skip
    """A place around ``place``, the nearer and the better known the likelier."""
    x, y = int(np.floor((place.lon or 0) * 2)), int(np.floor((place.lat or 0) * 2))
    span = range(-2, 3) if reach_km > 20 else range(-1, 2)
    around = [p for dx in span for dy in span for p in cells.get((x + dx, y + dy), [])]
    weights = [math.sqrt(mention_rate(p)) * math.exp(-_km(place, p) / reach_km) for p in around]
    return corpus.rng.choices(around, weights, k=1)[0]


def _km(one: Place, other: Place) -> float:
    east = ((one.lon or 0) - (other.lon or 0)) * 111 * math.cos(math.radians(one.lat or 0))
    return math.hypot(east, ((one.lat or 0) - (other.lat or 0)) * 111)

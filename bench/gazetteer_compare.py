"""The resolver beside other tools: one run, one machine, the same held-out names for all.

Needs ``jellyfish`` (of the development extras) for the phonetic keys and a local PostgreSQL for
trigrams. Nobody gets context.
"""

from __future__ import annotations

import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

import jellyfish
import psycopg
from rapidfuzz import fuzz, process

from app.db.embedded import EmbeddedCluster
from bench.gazetteer_corpus import HELD_OUT, Corpus
from bench.gazetteer_measure import is_hit, share
from bench.gazetteer_page import Section
from bench.gazetteer_quality import is_unique
from gazetteer.model import NameKind, NameQuery, Place
from gazetteer.names.fold import fold, is_cyrillic
from gazetteer.resolver import Gazetteer
from gazetteer.romanise import romanise

Case = tuple[str, Place, bool]
"""A spelling, its truth, and whether letters of it are harmed."""
Choices = dict[str, Place]
Finder = Callable[[str], Place | None]
Rivals = Iterator[tuple[str, Finder]]


def once_borne(gazetteer: Gazetteer, corpus: Corpus, count: int) -> list[Case]:
    """Spellings of held-out names that only one settlement bears."""
    pool = corpus.settlements(HELD_OUT, inside=True)
    cases: list[Case] = []
    for place in corpus.draw(pool, count * 4, bounded_prior=False):
        sample = corpus.spell(place)
        if len(cases) < count and is_unique(gazetteer, sample, place):
            cases.append((sample.text, place, sample.how[-2:] in ("+1", "+2")))
    return cases


def latin(text: str) -> str:
    """A name as the rivals can read it: they know one script only."""
    return fold(romanise(text) if is_cyrillic(text) else text)


def all_names(gazetteer: Gazetteer) -> Choices:
    """Every name romanised; where places share one, whoever bears it officially has it."""
    names = [(name.kind is not NameKind.OFFICIAL, latin(name.text), place)
             for place in gazetteer.places.values() for name in place.names]  # fmt: skip
    choices: Choices = {}
    for _, text, place in sorted(names, key=lambda row: row[0]):
        choices.setdefault(text, place)
    return choices


def by_scorer(choices: Choices, scorer: Callable[..., float]) -> Finder:
    """The best name by a rapidfuzz scorer."""
    names = list(choices)

    def find(text: str) -> Place | None:
        found = process.extractOne(latin(text), names, scorer=scorer)
        return choices[found[0]] if found else None

    return find


def by_sound(choices: Choices) -> Rivals:
    """The best name by plain ratio among those of equal phonetic key."""
    for label in ("metaphone", "soundex", "nysiis", "match_rating_codex"):
        encode = getattr(jellyfish, label)
        keys: dict[str, list[str]] = {}
        for name in choices:
            keys.setdefault(_key(encode, name), []).append(name)

        def find(text: str, keys: dict[str, list[str]] = keys,
                 encode: Callable[[str], str] = encode) -> Place | None:  # fmt: skip
            query = latin(text)
            found = process.extractOne(query, keys.get(_key(encode, query), []), scorer=fuzz.ratio)
            return choices[found[0]] if found else None

        yield f"jellyfish {label}, then ratio", find


def _key(encode: Callable[[str], str], text: str) -> str:
    plain = "".join(char for char in text if char.isascii() and char.isalpha())
    return encode(plain)


NEAREST = "SELECT name FROM bench_name ORDER BY name <-> %s LIMIT 1"
SIMILAR = (
    "SELECT name FROM bench_name WHERE name %% %s ORDER BY similarity(name, %s) DESC, name LIMIT 1"
)


def by_trigrams(choices: Choices, connection: psycopg.Connection[tuple[str]]) -> Rivals:
    """The nearest name by pg_trgm through a GiST index, and the most similar through a GIN one."""
    connection.execute("CREATE EXTENSION IF NOT EXISTS pg_trgm")
    connection.execute("CREATE TEMP TABLE bench_name (name text)")
    with connection.cursor() as cursor, cursor.copy("COPY bench_name FROM STDIN") as copy:
        for name in choices:
            copy.write_row((name,))
    for label, query, index in (
        ("PostgreSQL pg_trgm, nearest (GiST)", NEAREST, "gist (name gist_trgm_ops)"),
        ("PostgreSQL pg_trgm, similarity > 0.3 (GIN)", SIMILAR, "gin (name gin_trgm_ops)"),
    ):
        connection.execute("DROP INDEX IF EXISTS bench_trigrams")
        connection.execute(f"CREATE INDEX bench_trigrams ON bench_name USING {index}")
        connection.execute("ANALYZE bench_name")

        def find(text: str, query: str = query) -> Place | None:
            words = (latin(text),) * query.count("%s")
            row = connection.execute(query, words).fetchone()
            return choices[row[0]] if row else None

        yield label, find


def ours(gazetteer: Gazetteer) -> Finder:
    """The resolver's best guess."""

    def find(text: str) -> Place | None:
        found = gazetteer.resolve(NameQuery(text)).candidates
        return found[0].place if found else None

    return find


def _row(label: str, find: Finder, cases: Sequence[Case]) -> tuple[str, ...]:
    print(f"  {label}", file=sys.stderr, flush=True)
    # The server answers in another process; wall time is all that can be had of it.
    clock = time.perf_counter if "PostgreSQL" in label else time.process_time
    start = clock()
    found = [find(text) for text, _, _ in cases]
    each = 1000 * (clock() - start) / len(cases)
    hits = [place is not None and is_hit(place, truth)
            for place, (_, truth, _) in zip(found, cases, strict=True)]  # fmt: skip
    harmed = [hit for hit, (_, _, hurt) in zip(hits, cases, strict=True) if hurt]
    return label, str(share(hits)), str(share(harmed)), f"{each:,.2f}"


def side_by_side(gazetteer: Gazetteer, corpus: Corpus, count: int) -> Section:
    """A table of all rivals over the same names."""
    section = Section("Beside other tools")
    cases = once_borne(gazetteer, corpus, count)
    choices = all_names(gazetteer)
    rows = [_row("claimatlas", ours(gazetteer), cases),
            _row("rapidfuzz WRatio", by_scorer(choices, fuzz.WRatio), cases),
            _row("rapidfuzz ratio", by_scorer(choices, fuzz.ratio), cases)]  # fmt: skip
    rows += [_row(label, find, cases) for label, find in by_sound(choices)]
    # The server's own user must be able to reach the directory.
    with tempfile.TemporaryDirectory(prefix="claimatlas-bench-") as scratch:
        Path(scratch).chmod(0o755)
        with EmbeddedCluster(Path(scratch)) as cluster:
            url = cluster.url.replace("postgresql+psycopg://", "postgresql://")
            with psycopg.connect(url) as connection:
                trigrams = by_trigrams(choices, connection)
                rows += [_row(label, find, cases) for label, find in trigrams]
    section.say(
        f"{len(cases)} unique held-out names as generated, each alone, against {len(choices):,} "
        "spellings. Rivals see every name of the gazetteer, the queries too, in Latin letters. "
        "Time is that of the process (the server's is wall time)."
    )
    section.table(("tool", "rank 1", "rank 1, letters harmed", "ms a name"), rows)
    return section

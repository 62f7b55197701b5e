"""The resolver beside other tools, with parts of it switched off, and as the gazetteer grows.

    python -m bench.gazetteer_compare --index DIR [--write] [--sizes 3000 30000 300000]

One run, one machine, the same held-out names for all. Needs ``jellyfish`` (of the development
extras) for the phonetic keys and a local PostgreSQL for trigrams.
"""

from __future__ import annotations

import argparse
import random
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path

import jellyfish
import psycopg
from rapidfuzz import fuzz, process

from app.db.embedded import EmbeddedCluster
from bench.gazetteer_corpus import HELD_OUT, Corpus, document, neighbourhoods
from bench.gazetteer_quality import DOCS, is_hit, name_bearers
from gazetteer.model import NameKind, NameQuery, Place, PlaceKind, PlaceName
from gazetteer.names.fold import fold, is_cyrillic
from gazetteer.resolver import Gazetteer
from gazetteer.romanise import romanise

Case = tuple[str, Place]
Choices = dict[str, Place]
Finder = Callable[[str], Place | None]


def once_borne(corpus: Corpus, pool: Sequence[Place], count: int) -> list[Case]:
    """Harmed and unharmed spellings of held-out names that only one settlement bears."""
    bearers = name_bearers(corpus.places)
    drawn = corpus.draw(pool, count * 4, bounded_prior=False)
    alone = [place for place in drawn if bearers[fold(place.name_uk)] == 1][:count]
    return [(corpus.spell(place).text, place) for place in alone]


def latin(text: str) -> str:
    """A name as the rivals can read it: they know one script only."""
    return fold(romanise(text) if is_cyrillic(text) else text)


def by_scorer(choices: Choices, scorer: Callable[..., float]) -> Finder:
    """The best name by a rapidfuzz scorer."""
    names = list(choices)

    def find(text: str) -> Place | None:
        found = process.extractOne(latin(text), names, scorer=scorer)
        return choices[found[0]] if found else None

    return find


def by_sound(choices: Choices) -> Iterator[tuple[str, Finder]]:
    """The best name by plain ratio among those of equal phonetic key."""
    for label in ("metaphone", "soundex", "match_rating_codex", "nysiis"):
        encode = getattr(jellyfish, label)
        keys: dict[str, list[str]] = {}
        for name in choices:
            keys.setdefault(_key(encode, name), []).append(name)

        def find(text: str, keys: dict[str, list[str]] = keys,
                 encode: Callable[[str], str] = encode) -> Place | None:  # fmt: skip
            found = process.extractOne(latin(text), keys.get(_key(encode, latin(text)), []),
                                       scorer=fuzz.ratio)  # fmt: skip
            return choices[found[0]] if found else None

        yield f"jellyfish {label}, then ratio", find


def _key(encode: Callable[[str], str], text: str) -> str:
    plain = "".join(char for char in text if char.isascii() and char.isalpha())
    return encode(plain)


def by_trigrams(choices: Choices, connection: psycopg.Connection[tuple[str]]) -> Finder:
    """The nearest name by pg_trgm, through its GiST index."""
    connection.execute("CREATE EXTENSION IF NOT EXISTS pg_trgm")
    connection.execute("CREATE TEMP TABLE bench_name (name text)")
    with connection.cursor() as cursor, cursor.copy("COPY bench_name FROM STDIN") as copy:
        for name in choices:
            copy.write_row((name,))
    connection.execute("CREATE INDEX ON bench_name USING gist (name gist_trgm_ops)")
    connection.execute("ANALYZE bench_name")

    def find(text: str) -> Place | None:
        row = connection.execute(
            "SELECT name FROM bench_name ORDER BY name <-> %s LIMIT 1", (latin(text),)
        ).fetchone()
        return choices[row[0]] if row else None

    return find


def ours(gazetteer: Gazetteer) -> Finder:
    """The resolver's best guess."""

    def find(text: str) -> Place | None:
        found = gazetteer.resolve(NameQuery(text)).candidates
        return found[0].place if found else None

    return find


def _line(label: str, find: Finder, cases: Sequence[Case]) -> str:
    hits = 0
    for text, truth in cases:
        place = find(text)
        hits += place is not None and is_hit(place, truth)
    print(f"  {label}: {hits / len(cases):.1%}", flush=True)
    return f"| {label} | {hits / len(cases):.1%} |"


def side_by_side(gazetteer: Gazetteer, cases: Sequence[Case]) -> list[str]:
    """A table of all rivals over the same names."""
    choices: Choices = {}
    for place in gazetteer.places.values():
        for name in place.names:
            choices.setdefault(latin(name.text), place)
    lines = [f"| {len(cases)} names borne once, alone | rank 1 |", "|---|---:|",
             _line("claimatlas", ours(gazetteer), cases),
             _line("rapidfuzz WRatio", by_scorer(choices, fuzz.WRatio), cases),
             _line("rapidfuzz ratio", by_scorer(choices, fuzz.ratio), cases)]  # fmt: skip
    lines += [_line(label, find, cases) for label, find in by_sound(choices)]
    # The server's own user must be able to reach the directory.
    scratch = tempfile.mkdtemp(prefix="claimatlas-bench-")
    Path(scratch).chmod(0o755)
    with EmbeddedCluster(Path(scratch)) as cluster:
        url = cluster.url.replace("postgresql+psycopg://", "postgresql://")
        with psycopg.connect(url) as connection:
            lines.append(_line("PostgreSQL pg_trgm", by_trigrams(choices, connection), cases))
    return lines


def without_aliases(gazetteer: Gazetteer) -> Gazetteer:
    """The gazetteer with official names and those made of them by rule, and no others."""
    return Gazetteer.from_places(
        replace(place, names=tuple(n for n in place.names if n.kind is NameKind.OFFICIAL)
                or (PlaceName(place.name_uk, "uk", NameKind.OFFICIAL, "bench"),))
        for place in gazetteer.places.values()
    )  # fmt: skip


def ablation(gazetteer: Gazetteer, corpus: Corpus, pool: Sequence[Place], count: int) -> list[str]:
    """Settlements of generated documents at rank 1 and wrong, with parts switched off."""
    cells = neighbourhoods(pool)
    documents = [[(corpus.spell(place).text, place)
                  for place in document(corpus, pool, cells, corpus.rng.randrange(3, 9))]
                 for _ in range(count)]  # fmt: skip
    bare = without_aliases(gazetteer)
    lines = [f"| {count} held-out documents | rank 1 | resolved right | resolved wrong "
             "| wrong at 0.9 |", "|---|---:|---:|---:|---:|"]  # fmt: skip
    for label, used, jointly in (
        ("everything", gazetteer, True),
        ("context off", gazetteer, False),
        ("aliases off", bare, True),
        ("both off", bare, False),
    ):
        total = first = right = wrong = sure = 0
        for cases in documents:
            queries = [NameQuery(text, kind=PlaceKind.SETTLEMENT) for text, _ in cases]
            answers = (used.resolve_document(queries) if jointly
                       else [used.resolve(query) for query in queries])  # fmt: skip
            for answer, (_, truth) in zip(answers, cases, strict=True):
                hit = bool(answer.candidates) and is_hit(answer.candidates[0].place, truth)
                given = answer.place is not None
                total, first = total + 1, first + hit
                right, wrong = right + (hit and given), wrong + (given and not hit)
                sure += given and not hit and answer.score >= 0.9
        lines.append(f"| {label} | {first / total:.1%} | {right / total:.1%} "
                     f"| {wrong / total:.1%} | {sure / total:.1%} |")  # fmt: skip
    return lines


def invented(places: Sequence[Place], count: int, seed: int = 3) -> Iterator[Place]:
    """``count`` places: those of the register, then ones named by halves of their names."""
    rng = random.Random(seed)
    yield from places[:count]
    for number in range(count - len(places)):
        one, other = rng.choice(places), rng.choice(places)
        cut, join = max(2, len(one.name_uk) // 2), len(other.name_uk) // 2
        text = one.name_uk[:cut] + other.name_uk[join:].lower()
        name = PlaceName(text, "uk", NameKind.OFFICIAL, "bench")
        yield replace(one, id=f"UX{number:010}", name_uk=text, name=text, names=(name,))


def growth(corpus: Corpus, sizes: Sequence[int], count: int) -> list[str]:
    """Time per damaged name as the number of places grows; processor time."""
    pool = [replace(place, names=(PlaceName(place.name_uk, "uk", NameKind.OFFICIAL, "bench"),))
            for place in corpus.places if place.id.startswith("UA")]  # fmt: skip
    corpus.rng.shuffle(pool)
    lines = ["| places | median | p95 |", "|---:|---:|---:|"]
    texts = [corpus.spell(place).text for place in corpus.rng.sample(pool[:3000], count)]
    for size in sizes:
        gazetteer = Gazetteer.from_places(invented(pool, size))
        taken = []
        for text in texts:
            start = time.process_time()
            gazetteer.resolve(NameQuery(text))
            taken.append((time.process_time() - start) * 1000)
        taken.sort()
        median, late = taken[len(taken) // 2], taken[int(len(taken) * 0.95)]
        lines.append(f"| {size:,} | {median:.2f} ms | {late:.2f} ms |")
        print(lines[-1], flush=True)
    return lines


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.split("\n", maxsplit=1)[0])
    parser.add_argument("--index", type=Path, required=True, help="a saved index")
    parser.add_argument("--count", type=int, default=300)
    parser.add_argument("--sizes", type=int, nargs="*", default=[3_000, 30_000, 300_000])
    parser.add_argument("--write", action="store_true", help="write docs/quality-names-compared.md")
    options = parser.parse_args()
    gazetteer = Gazetteer.load(options.index)
    corpus = Corpus(list(gazetteer.places.values()), 2025)
    pool = corpus.settlements(HELD_OUT, inside=True)
    parts = [
        side_by_side(gazetteer, once_borne(corpus, pool, options.count)),
        ablation(gazetteer, corpus, pool, options.count),
        growth(corpus, options.sizes, options.count),
    ]
    page = (
        "# Names: beside other tools, with parts off, and as the gazetteer grows\n\nMade by "
        "`python -m bench.gazetteer_compare --write`; held-out oblasts, one machine, one run. "
        "Rivals see every name of the gazetteer romanised; they get no context and neither do we "
        "in the first table.\n\n"
    ) + "\n\n".join("\n".join(part) for part in parts)
    print(page)
    if options.write:
        (DOCS / "quality-names-compared.md").write_text(page + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()

"""The benchmark of names: its counting, and a quick run over a country of a few places."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path
from xml.etree import ElementTree

import pytest

from bench.gazetteer_compare import latin
from bench.gazetteer_corpus import Corpus
from bench.gazetteer_measure import calibration_error, growth_exponent, reliability, share
from bench.gazetteer_page import MARKS, Section, with_summary
from bench.gazetteer_picture import draw_reliability, spread
from gazetteer.resolver import Gazetteer
from tests.gazetteer.country import PLACES

ROOT = Path(__file__).resolve().parent.parent.parent


def test_shares_of_groups_are_less_certain_than_shares_of_single_names() -> None:
    hits = [True] * 80 + [False] * 20
    alone = share(hits)
    grouped = share(hits, [str(number // 20) for number in range(100)])
    assert (alone.value, alone.count) == (grouped.value, grouped.count) == (0.8, 100)
    assert grouped.low < alone.low < 0.8 < alone.high < grouped.high
    assert str(share([])) == "-"


@pytest.mark.parametrize(
    ("judged", "error"),
    [
        ([], 0.0),
        ([(1.0, True)] * 4, 0.0),
        ([(0.75, True)] * 3 + [(0.75, False)], 0.0),
        ([(0.95, False)] * 2, 0.95),
        # Two bins that err by 0.5 and 0.1 and hold one and three of four answers.
        ([(0.5, True)] + [(0.9, True)] * 3, 0.25 * 0.5 + 0.75 * 0.1),
    ],
)
def test_calibration_error(judged: list[tuple[float, bool]], error: float) -> None:
    assert calibration_error(judged) == pytest.approx(error)


def test_the_last_bin_holds_certainty() -> None:
    assert reliability([(0.9, True), (1.0, False)]) == [(2, pytest.approx(0.95), 0.5)]


@pytest.mark.parametrize("exponent", [0.0, 0.5, 1.0])
def test_growth_exponent(exponent: float) -> None:
    sizes = [10.0, 1000.0, 50_000.0]
    costs = [3 * size**exponent for size in sizes]
    assert growth_exponent(sizes, costs) == pytest.approx(exponent)


def test_targets_say_what_was_missed_and_stand_in_the_summary() -> None:
    section = Section("Names")
    section.ask("reached", 0.98, least=0.97)
    section.ask("missed", 4.0, most=3.5, unit="ms")
    section.ask("at the bound", 1.0, below=1, unit="")
    text = f"before\n\n{MARKS[0]}\nold\n{MARKS[1]}\n\nafter\n"
    made = with_summary(text, [section])
    assert "| reached | ≥ 97.0% | 98.0% | yes |" in made
    assert "| missed | ≤ 3.5 ms | 4 ms | **no** |" in made
    assert "| at the bound | < 1 | 1 | **no** |" in made
    assert "old" not in made
    assert made.startswith("before")
    assert made.endswith("after\n")
    assert with_summary(made, [section]) == made
    with pytest.raises(ValueError, match="substring"):
        with_summary("no marks", [section])


def test_the_picture_shows_every_series() -> None:
    series = {"names": [(0.95, True), (0.55, False)], "a < b": [(0.75, True)]}
    picture = ElementTree.fromstring(draw_reliability(series))
    texts = [node.text or "" for node in picture.iter() if node.tag.endswith("text")]
    assert "names (n = 2, ECE 0.300)" in texts
    assert "a < b (n = 1, ECE 0.250)" in texts
    low, high = spread(0.5, 100)
    assert (low, high) == (pytest.approx(0.4038, abs=1e-4), pytest.approx(0.5962, abs=1e-4))


@pytest.mark.parametrize(
    ("written", "read"), [("Часів Яр", "chasiv yar"), ("Kostiantynivka", "kostiantynivka")]
)
def test_rivals_get_latin_letters(written: str, read: str) -> None:
    assert latin(written) == read


def test_a_seed_gives_the_same_spellings_again() -> None:
    corpus = Corpus(PLACES, 1)

    def drawn(seed: int) -> list[str]:
        dice = corpus.with_seed(seed)
        pool = dice.settlements(None, inside=True)
        return [dice.spell(place).text for place in dice.draw(pool, 40)]

    assert drawn(5) == drawn(5) != drawn(6)


def test_a_quick_run_measures_every_part(tmp_path: Path) -> None:
    Gazetteer.from_places(PLACES).save(tmp_path / "index")
    done = subprocess.run(
        [sys.executable, "-m", "bench.gazetteer", "--quick", "--index", tmp_path / "index"],
        cwd=ROOT, env={"PATH": "/usr/bin:/bin"}, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    for title in ("Reports end to end", "Names of held-out oblasts", "Calibration",
                  "Speed and memory", "Growth", "Beside other tools"):  # fmt: skip
        assert f"## {title}" in done.stdout
    assert "| target | asked | reached | met |" in done.stdout
    assert "failed" not in done.stdout
    assert "nan" not in done.stdout

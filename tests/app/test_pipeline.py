"""Ingest from files to layers on real PostGIS, with the real gazetteer and extraction."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path
from typing import Any

import psycopg
import pytest
from sqlalchemy import Engine, text

from app.articles.model import Article
from app.errors import UnavailableError
from app.pipeline import IngestReport, ingest, read_files
from gazetteer.resolver import Gazetteer
from tests.app.handmade import article

REPORT = (
    "The Russian Ministry of Defence said on 3 May that its troops captured Pokrovsk. "
    "According to DeepState, fighting continues near Myrnohrad. "
    "The ministry also named the village of Qxzvyhorodske."
)


def _all(engine: Engine, query: str) -> list[tuple[Any, ...]]:
    with engine.connect() as connection:
        return [tuple(row) for row in connection.execute(text(query))]


def _count(engine: Engine, table: str) -> int:
    return int(_all(engine, f"SELECT count(*) FROM {table}")[0][0])


def _report(number: int = 0, **changes: Any) -> Article:
    return article(
        f"{REPORT} It was report {number}.", id=f"r{number}", published=date(2025, 5, 4), **changes
    )


def test_a_report_becomes_claims_on_a_map(engine: Engine, installed_gazetteer: Gazetteer) -> None:
    done: list[tuple[str, str]] = []
    report = ingest(
        engine,
        installed_gazetteer,
        [_report()],
        on_done=lambda made, outcome: done.append((made.id, outcome)),
    )
    assert done == [("r0", "added")]
    assert (report.added, report.ok) == (1, True)
    rows = _all(
        engine,
        "SELECT place_name, place_id, claimant, publisher, statement_date, ST_X(geom)"
        " FROM claim_feature WHERE claim_type = 'control_change'",
    )
    assert [row[0] for row in rows] == ["Pokrovsk"]
    [(_, place_id, claimant, publisher, day, lon)] = rows
    assert place_id.startswith("UA14")
    assert claimant == "Russian Ministry of Defence"
    assert (publisher, day) == ("The Portal", date(2025, 5, 3))
    assert lon == pytest.approx(37.18, abs=0.1)
    assert _count(engine, "claim_feature") == report.counts["features"] > 1


def test_what_was_not_placed_is_kept_and_queued(
    engine: Engine, installed_gazetteer: Gazetteer
) -> None:
    report = ingest(engine, installed_gazetteer, [_report()])
    unknown = _all(engine, "SELECT place_id, geometry_kind FROM mention WHERE status = 'unknown'")
    assert len(unknown) == report.counts["mentions_unknown"] >= 1
    assert set(unknown) == {(None, "none")}
    queued = _all(engine, "SELECT subject FROM review_item WHERE kind = 'unknown_name'")
    assert ("Qxzvyhorodske",) in queued


def test_ingest_again_changes_nothing(engine: Engine, installed_gazetteer: Gazetteer) -> None:
    articles = [_report(number) for number in range(3)]
    ingest(engine, installed_gazetteer, articles)
    before = [_count(engine, t) for t in ("document", "mention", "claim_feature", "document_copy")]
    version = _all(engine, "SELECT version FROM data_version")
    again = ingest(engine, installed_gazetteer, [*articles, articles[0]])
    assert (again.added, again.copies, again.known, again.ok) == (0, 0, 4, True)
    after = [_count(engine, t) for t in ("document", "mention", "claim_feature", "document_copy")]
    assert after == before
    assert _all(engine, "SELECT version FROM data_version") == version


def test_a_copy_counts_as_a_document_and_not_as_an_origin(
    engine: Engine, installed_gazetteer: Gazetteer
) -> None:
    """The same text twice in one run and once in a later one."""
    copies = [_report(publisher=f"Portal {n}", url=f"https://p{n}.example/") for n in range(3)]
    first = ingest(engine, installed_gazetteer, copies[:2])
    later = ingest(engine, installed_gazetteer, copies[2:])
    assert (first.added, first.copies, later.copies) == (1, 1, 1)
    assert _count(engine, "document") == 1
    assert set(_all(engine, "SELECT document_count, origin_count FROM claim_feature")) == {(3, 1)}
    names = _all(
        engine,
        "SELECT o.name FROM document_copy JOIN outlet o ON o.id = publisher_id ORDER BY 1",
    )
    assert names == [("Portal 0",), ("Portal 1",), ("Portal 2",)]


def test_workers_and_one_process_store_the_same(
    engine: Engine, installed_gazetteer: Gazetteer
) -> None:
    articles = [_report(number) for number in range(40)]
    done: list[str] = []
    report = ingest(
        engine,
        installed_gazetteer,
        articles,
        workers=2,
        on_done=lambda made, _: done.append(made.id),
    )
    assert (report.added, report.ok) == (40, True)
    assert done == [made.id for made in articles]
    shapes = _all(
        engine,
        "SELECT count(*), min(claim_type), max(claim_type) FROM claim_feature GROUP BY document_id",
    )
    assert len(shapes) == 40
    assert len(set(shapes)) == 1


def test_one_bad_report_stops_nothing(engine: Engine, installed_gazetteer: Gazetteer) -> None:
    """A null character that no reader took out, between two good reports."""
    bad = article("Troops took Pokrovsk\x00.", id="bad")
    report = ingest(engine, installed_gazetteer, [_report(1), bad, _report(2)])
    assert report.added == 2
    [failure] = report.failures
    assert failure.source == "bad"
    assert "cannot be stored" in failure.error
    assert "\n" not in failure.error
    assert _count(engine, "document") == 2
    assert _all(
        engine, "SELECT count(*) FROM claim WHERE document_id NOT IN (SELECT id FROM document)"
    ) == [(0,)]


def test_every_bad_file_is_named(
    engine: Engine, installed_gazetteer: Gazetteer, tmp_path: Path
) -> None:
    contents = {
        "a_empty.txt": b"",
        "b_binary.txt": bytes(range(256)) * 64,
        "c_good.txt": REPORT.encode(),
        "d_nothing.html": b"<html><body></body></html>",
        "e_rows.jsonl": b'{"text": "cut\n'
        + json.dumps({"id": "row", "text": REPORT + " E."}).encode(),
        "f_legacy.txt": "Войска заняли Покровск, сообщило Минобороны России.".encode("cp1251"),
        "g_wide.txt": "Війська зайняли Покровськ, повідомив речник.".encode("utf-16"),
        "h_null.txt": (REPORT + " F.\x00" + " And so on." * 30).encode(),
        "i_copy.txt": REPORT.encode(),
        "j_rtl.txt": "قال المتحدث إن القوات دخلت Pokrovsk أمس.".encode(),
        "k_long.txt": f"Troops took {'Покровськ' * 1111} and left.".encode(),
    }
    files = []
    for name, content in contents.items():
        files.append(tmp_path / name)
        files[-1].write_bytes(content)
    report = IngestReport()
    ingest(engine, installed_gazetteer, read_files(files, report), report=report)
    assert [Path(f.source.partition(":")[0]).name for f in report.failures] == [
        "a_empty.txt",
        "b_binary.txt",
        "d_nothing.html",
        "e_rows.jsonl",
    ]
    assert (report.added, report.known) == (7, 1)
    assert [note.source for note in report.notes] == ["h_null"]
    stored = {row[0] for row in _all(engine, "SELECT text FROM document")}
    assert "Войска заняли Покровск, сообщило Минобороны России." in stored
    assert "Війська зайняли Покровськ, повідомив речник." in stored
    listed = json.loads(json.dumps(report.as_dict()))
    assert listed["documents"] == {"added": 7, "copies": 0, "known": 1, "failed": 4}


def test_a_lost_database_is_said(
    engine: Engine, installed_gazetteer: Gazetteer, database_url: str
) -> None:
    def cut(_made: Article, _outcome: str) -> None:
        url = database_url.replace("postgresql+psycopg", "postgresql")
        with psycopg.connect(url, autocommit=True) as other:
            other.execute(
                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
                " WHERE datname = current_database() AND pid <> pg_backend_pid()"
            )

    articles = [_report(number) for number in range(3)]
    with pytest.raises(UnavailableError, match="went away while storing r1"):
        ingest(engine, installed_gazetteer, articles, on_done=cut)
    engine.dispose()
    assert _count(engine, "document") == 1


TAKEN = "The Russian Ministry of Defence said that its troops had captured Pokrovsk on 2 May."
DISPUTES = [
    ("Ukraine’s General Staff denied that Russian troops had captured Pokrovsk.", {"denies"}),
    ("Ukraine’s General Staff denied the loss of Pokrovsk.", {"denies"}),
    ("Pokrovsk is under Ukrainian control, the General Staff said.", {"contradicts"}),
    # One side speaks, or of another day, or of what will be.
    ("Pokrovsk is under Russian control, the expert Pavel Ivanov told TASS.", set()),
    ("Pokrovsk was under Ukrainian control on 30 April, the General Staff said.", set()),
    ("The General Staff expects that its forces will recapture Pokrovsk.", set()),
]


@pytest.mark.parametrize("taken_first", [True, False])
@pytest.mark.parametrize(("other", "expected"), DISPUTES)
def test_what_disputes_a_claim_is_found_in_any_order(
    engine: Engine,
    installed_gazetteer: Gazetteer,
    other: str,
    expected: set[str],
    *,
    taken_first: bool,
) -> None:
    reports = [
        article(TAKEN, id="taken", published=date(2025, 5, 3), publisher="One"),
        article(other, id="other", published=date(2025, 5, 4), publisher="Two"),
    ]
    ingest(engine, installed_gazetteer, reports if taken_first else reports[::-1])
    found = _all(
        engine,
        "SELECT r.type, d.source_id FROM claim_relation r JOIN claim c ON c.id = r.from_claim_id"
        " JOIN document d ON d.id = c.document_id WHERE r.type <> 'restates'",
    )
    assert set(found) == {(kind, "other") for kind in expected}
    # Both stay as they were said.
    told = _all(engine, "SELECT count(*) FROM claim_feature WHERE recorded_to IS NULL")
    assert told == [(2,)]

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st
from rapidfuzz.distance import OSA

from gazetteer.deletions import DeletionIndex

words = st.text("abcdv", min_size=2, max_size=9)


@given(st.lists(words, min_size=1, max_size=30, unique=True), words)
def test_every_neighbour_within_reach_is_found(texts: list[str], query: str) -> None:
    index = DeletionIndex.build(texts, distance=2, prefix=12)
    found = set(index.lookup(query).tolist())
    near = {n for n, text in enumerate(texts) if OSA.distance(text, query) <= 2}
    # A pair must keep at least one common letter for a deletion to join it.
    assert {n for n in near if len(texts[n]) > 2 and len(query) > 2} <= found


def test_nothing_is_found_for_a_stranger() -> None:
    index = DeletionIndex.build(["pokrovsk", "toretsk"], distance=1, prefix=8)
    assert index.lookup("xyzxyz").tolist() == []

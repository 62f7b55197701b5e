"""The file of actors: ours is sound, a newsroom's is read and its faults are named."""

from datetime import date

import pytest

from app.articles.model import Article
from app.claims.extract import extract
from app.claims.registry import load_actors, read_actors, use_actors_file
from app.errors import InputError


def test_names_of_our_actors_are_unique():
    names = [actor.name for actor in load_actors()]
    assert len(names) == len(set(names)) >= 90


def test_every_actor_has_an_alias():
    assert [a.name for a in load_actors() if not any(a.aliases.values())] == []


def test_newsroom_file_adds_and_replaces(tmp_path):
    path = tmp_path / "ours.toml"
    path.write_text('[[actor]]\nname = "TASS"\nside = "other"\nrole = "outlet"\nen = ["TASS"]\n')
    listed = {actor.name: actor for actor in load_actors(path)}
    assert listed["TASS"].side == "other"
    assert "DeepState" in listed


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("[[actor]]\nside = 'RU'\n", "has no name"),
        ("[[actor]]\nname = 'X'\nside = 'EU'\n", "side 'EU'"),
        ("[[actor]]\nname = 'X'\nrole = 'king'\n", "role 'king'"),
        ("[[actor]\n", "not TOML"),
    ],
)
def test_fault_is_named(text, says):
    with pytest.raises(InputError, match=says):
        read_actors(text, "ours.toml")


OURS = """
[[actor]]
name = "Steppe Wire"
side = "other"
kind = "news agency"
role = "outlet"
en = ["steppe wire"]
"""


def test_file_in_use_is_known_to_extraction_until_it_is_dropped(tmp_path, small_gazetteer):
    path = tmp_path / "ours.toml"
    path.write_text(OURS)
    text = "Military expert Ivan Petrenko told Steppe Wire that Russian troops entered Pokrovsk."
    article = Article("a", text, published=date(2025, 8, 2))
    use_actors_file(path)
    try:
        (claim,) = extract(article, small_gazetteer).claims
    finally:
        use_actors_file(None)
    chain = {link.role.value: (link.name, link.side) for link in claim.attribution}
    assert chain["outlet"] == ("Steppe Wire", "other")
    (plain,) = extract(article, small_gazetteer).claims
    assert "Steppe Wire" not in {link.name for link in plain.attribution}


def test_missing_file_is_refused_where_settings_are_read(tmp_path):
    with pytest.raises(InputError, match="no such file of actors"):
        use_actors_file(tmp_path / "none.toml")

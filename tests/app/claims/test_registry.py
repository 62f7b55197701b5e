"""The file of actors: ours is sound, a newsroom's is read and its faults are named."""

import pytest

from app.claims.registry import load_actors, read_actors
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

"""Names of a place that no source gives and that our rules make; all marked ``generated``."""

from __future__ import annotations

from gazetteer.model import NameKind, Place, PlaceKind, PlaceName
from gazetteer.names.russian import russian_forms

_GENERATED_FOR = {PlaceKind.SETTLEMENT, PlaceKind.CITY_DISTRICT}


def generated_names(place: Place) -> list[PlaceName]:
    """Russian forms of the official and the former Ukrainian names of a settlement of Ukraine."""
    if place.kind not in _GENERATED_FOR or not place.id.startswith("UA"):
        return []
    known = {name.text for name in place.names}
    made: dict[str, PlaceName] = {}
    for name in place.names:
        if name.language != "uk" or name.kind is NameKind.GENERATED:
            continue
        for form in russian_forms(name.text):
            if form not in known and form not in made:
                made[form] = PlaceName(
                    form, "ru", NameKind.GENERATED, "rule", name.valid_from, name.valid_to
                )
    return list(made.values())

"""The filter of files and projects: all that chooses claims in the layer."""

from __future__ import annotations

from dataclasses import replace

from app.api.layer_model import filter_condition
from app.api.layers import STANDING
from app.api.params import EQUALITIES, Values
from app.claims.filters import ClaimFilter, claim_filter

_QUERYABLES = STANDING[0].queryables


def wanted_features(values: Values) -> ClaimFilter:
    """Return the filter that read parameters make; raises ParameterError."""
    return replace(
        claim_filter(values),
        columns=tuple((p.name, values[p.name]) for p in EQUALITIES if p.name in values),
        condition=filter_condition(values, _QUERYABLES),
    )

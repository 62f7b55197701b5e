"""The filter of files and projects: all that chooses claims in the layer."""

from __future__ import annotations

from dataclasses import replace

from app.api.layer_model import chosen
from app.api.params import EQUALITIES, Values
from app.claims.filters import ClaimFilter, claim_filter
from app.claims.queryables import CLAIM_QUERYABLES


def wanted_features(values: Values) -> ClaimFilter:
    """Return the filter that read parameters make; raises ParameterError."""
    return replace(
        claim_filter(values),
        condition=chosen(values, CLAIM_QUERYABLES, EQUALITIES),
    )

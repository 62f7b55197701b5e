"""Every table in one place: importing this module makes ``metadata`` complete."""

from __future__ import annotations

from app.articles import tables as _articles
from app.claims import layer_tables as _layer
from app.claims import rollup_tables as _rollup
from app.claims import tables as _claims
from app.db.base import Base
from app.origins import tables as _origins
from app.places import tables as _places
from app.review import tables as _review

__all__ = ["metadata"]

metadata = Base.metadata
_TABLE_MODULES = (_articles, _claims, _layer, _origins, _places, _review, _rollup)

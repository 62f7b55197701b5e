"""What the Reconciliation Service API 0.2 requires of answers, as models that refuse all else.

Written from the specification's text and JSON schemas (W3C Entity Reconciliation Community Group).
"""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, RootModel, StrictFloat, StrictInt, StrictStr

Template = Annotated[StrictStr, Field(pattern=r"^https?://.*\{\{id\}\}")]
Address = Annotated[StrictStr, Field(pattern=r"^https?://")]
Number = StrictInt | StrictFloat


class Strict(BaseModel):
    model_config = ConfigDict(extra="forbid")


class Type(Strict):
    id: StrictStr
    name: StrictStr
    description: StrictStr | None = None


class View(Strict):
    url: Template


class Preview(View):
    width: StrictInt
    height: StrictInt


class SuggestService(Strict):
    service_url: Address
    service_path: StrictStr
    flyout_service_url: Address | None = None
    flyout_service_path: Annotated[StrictStr, Field(pattern=r"\$\{id\}")] | None = None


class Suggest(Strict):
    entity: SuggestService
    property: SuggestService
    type: SuggestService


class Proposals(Strict):
    service_url: Address
    service_path: StrictStr


class Extend(Strict):
    propose_properties: Proposals
    property_settings: list[dict[str, object]]


class Manifest(Strict):
    versions: list[Literal["0.2"]] = Field(min_length=1)
    name: StrictStr
    identifierSpace: Address  # noqa: N815
    schemaSpace: Address  # noqa: N815
    defaultTypes: list[Type]  # noqa: N815
    view: View
    preview: Preview
    suggest: Suggest
    extend: Extend


class Feature(Strict):
    id: StrictStr
    value: bool | Number


class Candidate(Strict):
    id: StrictStr
    name: StrictStr
    description: StrictStr
    type: list[Type]
    score: Number
    match: bool
    features: list[Feature]


class Candidates(Strict):
    result: list[Candidate]


Results = RootModel[dict[str, Candidates]]


class SuggestedEntity(Strict):
    id: StrictStr
    name: StrictStr
    description: StrictStr
    notable: list[Type]


class SuggestedEntities(Strict):
    result: list[SuggestedEntity]


class Suggested(Strict):
    result: list[Type]


class EntityCell(Strict):
    id: StrictStr
    name: StrictStr
    description: StrictStr | None = None


class TextCell(Strict):
    str: StrictStr


class FloatCell(Strict):
    float: Number


class IntCell(Strict):
    int: StrictInt


class ExtendedProperty(Strict):
    id: StrictStr
    name: StrictStr
    type: Type | None = None


class Extension(Strict):
    meta: list[ExtendedProperty]
    rows: dict[str, dict[str, list[EntityCell | TextCell | FloatCell | IntCell]]]


class ProposedProperties(Strict):
    type: StrictStr
    limit: StrictInt
    properties: list[ExtendedProperty]


class Flyout(Strict):
    id: StrictStr
    html: StrictStr

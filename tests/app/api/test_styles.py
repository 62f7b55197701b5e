"""MapLibre styles that name our tiles with the filter asked for."""

from __future__ import annotations

import pytest
from fastapi.testclient import TestClient


@pytest.mark.parametrize("name", ["settlements", "claims"])
def test_style_draws_the_tiles(client: TestClient, name: str) -> None:
    found = client.get(f"/styles/{name}?side=RU").json()
    assert found["version"] == 8
    assert found["sources"][name]["tiles"] == [
        f"http://testserver/tiles/{name}/{{z}}/{{x}}/{{y}}?side=RU"
    ]
    tilejson = client.get(f"/tiles/{name}").json()
    layers = {layer["id"] for layer in tilejson["vector_layers"]}
    assert {la["source-layer"] for la in found["layers"] if "source-layer" in la} == layers
    assert "http" not in str(found["layers"])  # nothing from elsewhere, fonts neither


def test_list_and_refusals(client: TestClient) -> None:
    for listed in client.get("/styles").json()["styles"]:
        assert client.get(listed["links"][0]["href"]).status_code == 200
    assert client.get("/styles/nothing").status_code == 404
    assert client.get("/styles/claims?side=blue").json()["parameter"] == "side"

"""Runs in the environment of `./run clients`: what OWSLib sees. Prints one line of JSON."""

import json
import sys

from owslib.ogcapi.features import Features

service = Features(sys.argv[1])


def every(collection, limit, **asked):
    """All ids of a collection, page by page, by the `next` links that OWSLib hands through."""
    found, page = [], service.collection_items(collection, limit=limit, **asked)
    while True:
        found += [feature["id"] for feature in page["features"]]
        following = [link["href"] for link in page["links"] if link["rel"] == "next"]
        if not following:
            return found
        cursor = following[0].split("cursor=")[1].split("&")[0]
        page = service.collection_items(collection, limit=limit, cursor=cursor, **asked)


print(
    json.dumps(
        {
            "collections": service.feature_collections(),
            "conformance": len(service.conformance()["conformsTo"]),
            "paths": len(service.api()["paths"]),
            "queryables": sorted(service.collection_queryables("claims")["properties"]),
            "ids": every("claims", 9),
            "boxed": every("claims", 9, bbox=[36.5, 47.5, 38.5, 49.5]),
            "dated": every("claims", 9, datetime_="2025-06-01/2025-09-12"),
            "filtered": every("claims", 9, filter="source_side = 'RU'"),
        }
    )
)

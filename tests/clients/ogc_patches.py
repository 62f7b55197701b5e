"""What is changed in a copy of ``ogctests`` 0.1.15 where the suite itself cannot hold.

Of each suite: file, line as published, line put in its place, why. A change that finds no such line
ends the run, so that another version of the suite is looked at again.
"""

PARAMETERS, QUERYABLES, FILTER, LINKS = (
    "filtering/test_queryables_query_parameters.py",
    "filtering/test_queryables.py",
    "filtering/test_filter.py",
    "filtering/utils.py",
)
PATCHES = {
    "features/core": [
        # RFC 7946, 3.2: a feature without a place has a geometry of null, which the schema lacks.
        ("schemas/geometryGeoJSON.yaml", "oneOf:\n", "oneOf:\n- type: 'null'\n"),
    ],
    "features/filtering": [
        # The parser keeps a link's address as "iri" and its words in quotes; the tests look for
        # "href" and for words without.
        (LINKS, 'parsed_link["iri"] = part', 'parsed_link["href"] = part.strip("<>")'),
        (LINKS, "= v.strip()\n", "= v.strip().strip('\"')\n"),
        # All found addresses are compared with one.
        (QUERYABLES, '"] = queryables_uri', '"] = queryables_uri[0]'),
        # The sample is whichever property comes last. That of a text is never a wrong value, so a
        # number or a word of a list is taken, and a value of it.
        (
            QUERYABLES,
            "            else:\n                queryable = prop_id\n",
            '            elif not queryable and (prop["type"] == "integer" or "enum" in prop):\n'
            "                queryable = prop_id\n"
            '                resource["valid"] = prop.get("enum", [1])[0]\n',
        ),
        (PARAMETERS, '"valid-value"}', 'resource["valid"]}'),
        # The language is sent as a record of this file, and no expression is written in JSON.
        (
            FILTER,
            '            params = {"filter-lang": lang, "filter": f"{queryable}=valid"}\n',
            '            lang, value = lang["name"], resource["valid"]\n'
            '            said = f"{queryable}={value!r}"\n'
            '            if lang == "cql2-json":\n'
            '                tree = {"op": "=", "args": [{"property": queryable}, value]}\n'
            '                said = __import__("json").dumps(tree)\n'
            '            params = {"filter-lang": lang, "filter": said}\n',
        ),
        # A property is looked for beside "properties", and compared with its own name.
        (
            FILTER,
            'feature.get(queryable, "") == queryable',
            'feature["properties"].get(queryable, value) == value',
        ),
        # The name of a property is taken for a record of its name and a value.
        (
            FILTER,
            """f"{queryable['key']}='{queryable['value']}'\"""",
            "f\"{queryable}={resource['valid']!r}\"",
        ),
        (
            FILTER,
            'feature.get(queryable["key"], "") == queryable["value"]',
            'feature["properties"].get(queryable, resource["valid"]) == resource["valid"]',
        ),
        # The test is of layers that refuse other properties, and took those that do not.
        (
            FILTER,
            '        if resource["additional_properties"]\n',
            '        if not resource["additional_properties"]\n',
        ),
        # The expression cannot be formatted, the language is a name that nothing defines, and no
        # request is sent. What the test says is done: the extent finds all, metres are refused.
        (
            FILTER,
            '        bbox = response.json()["extent"]["spatial"]["bbox"]\n',
            '        extent, name = response.json()["extent"], resource["spatial_queryable"]\n'
            '        boxes = [*extent.get("spatial", {}).get("bbox", []), [1e6, 1e6, 2e6, 2e6]]\n'
            "        for box, status in zip(reversed(boxes), (400, 200)):\n"
            "            said = f\"S_INTERSECTS({name},BBOX({','.join(map(str, box))}))\"\n"
            "            response = http_client.get(url, params={'filter': said})\n"
            "            assert response.status_code == status\n"
            "            located = [\n"
            '                f for f in http_client.get(url).json()["features"] if f["geometry"]\n'
            "            ]\n"
            "            assert status == 400 or len(response.json()['features']) >= len(located)\n"
            "        continue\n",
        ),
    ],
}

-- Places on a loose grid over Ukraine, outlets, and claims at them; :n claims, always the same.
SELECT setseed(0.5);
INSERT INTO outlet (slug, name, side, kind)
SELECT 'outlet_' || n, 'Outlet ' || n, (ARRAY['RU', 'UA', 'other', 'unknown'])[1 + n % 4], 'agency'
FROM generate_series(1, 20) n;
INSERT INTO place (id, kind, name, name_uk, oblast, geom, radius_m, geometry_kind)
SELECT 'UA14' || lpad(n::text, 8, '0'), 'settlement', 'Place ' || n, 'Місце ' || n, 'UA14',
    ST_SetSRID(ST_MakePoint(22.2 + random() * 18, 44.4 + random() * 7.9), 4326), 1500, 'point'
FROM generate_series(1, 20000) n;
INSERT INTO claim_feature (claim_id, geom, claim_type, modality, place_name, place_as_written, place_id,
    katottg, oblast, claimant, outlet, publisher, source_side, actor_side, event_start, event_end,
    date_precision, statement_date, published, place_status, location_precision, radius_m, quote,
    document_url, document_id)
SELECT n, CASE WHEN located THEN place.geom END,
    (ARRAY['advance', 'clash', 'strike', 'attack_repelled', 'positions', 'losses'])[1 + n % 6],
    (ARRAY['claimed', 'asserted', 'denied'])[1 + n % 3], CASE WHEN located THEN place.name END,
    place.name, CASE WHEN located THEN place.id END, NULL, CASE WHEN located THEN 'Donetska' END,
    'Speaker ' || n % 50, 'Outlet ' || outlet, 'Outlet ' || outlet,
    (ARRAY['RU', 'UA', 'other', 'unknown'])[1 + outlet % 4], 'unknown', day, day + n % 3, 'day',
    day + 1, day + 1, CASE WHEN located THEN 'resolved' ELSE 'unknown' END,
    CASE WHEN located THEN 'settlement' ELSE 'none' END, CASE WHEN located THEN 1500 END,
    'Report ' || n || ' says that fighting went on near ' || place.name || ' through the night, '
    || 'that positions north of the road were held, and that losses are being counted.',
    'https://reports.example/' || n, 1 + n / 3
FROM (SELECT n, 1 + floor(20 * random() ^ 2)::int AS outlet, random() > 0.1 AS located,
        date '2024-01-01' + (n / (:n / 900.0) + random() * 5)::int AS day,
        'UA14' || lpad((1 + floor(20000 * random() ^ 2))::int::text, 8, '0') AS place_id
    FROM generate_series(1, :n) n) made
JOIN place ON place.id = made.place_id;
UPDATE data_version SET version = version + 1;

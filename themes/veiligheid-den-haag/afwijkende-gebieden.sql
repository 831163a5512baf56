-- Besloten: welke codes van de bronnen in 2024 ontbreken, en welke nu een andere naam dragen.
WITH buurten_2024 AS (
  SELECT area_code, area_name
  FROM kwb
  WHERE level = 'Buurt'
),
politiebuurten AS (
  SELECT DISTINCT buurt_code, buurt_naam
  FROM politie
),
delictbuurten AS (
  SELECT DISTINCT buurt_delict
  FROM inbrekers
)
SELECT 'politie' AS bron, p.buurt_code AS code, p.buurt_naam AS naam_bron, k.area_name AS naam_2024,
  CASE WHEN k.area_code IS NULL THEN 'ontbreekt' ELSE 'andere naam' END AS verschil
FROM politiebuurten AS p
LEFT JOIN buurten_2024 AS k ON k.area_code = p.buurt_code
WHERE k.area_code IS NULL OR lower(k.area_name) <> lower(p.buurt_naam)
UNION ALL
SELECT 'inbrekers', d.buurt_delict, NULL, NULL, 'ontbreekt'
FROM delictbuurten AS d
WHERE NOT EXISTS (SELECT 1 FROM buurten_2024 AS k WHERE k.area_code = d.buurt_delict)
ORDER BY bron, code

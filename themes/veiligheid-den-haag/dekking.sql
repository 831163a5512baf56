-- Alleen aantallen: de naam van een ontbrekend gebied met weinig inwoners zou zelf al iets onthullen.
WITH codes AS (
  SELECT DISTINCT buurt_code
  FROM politie
),
buurten_2001 AS (
  SELECT DISTINCT buurt_code
  FROM buurten
),
gevonden_2001 AS (
  SELECT count(*) AS aantal
  FROM buurten_2001 AS b
  WHERE EXISTS (SELECT 1 FROM kwb AS k WHERE k.area_code = b.buurt_code AND k.level = 'Buurt')
),
maanden AS (
  SELECT month, count(aantal) AS aantal
  FROM politie
  GROUP BY month
),
gevonden AS (
  SELECT count(*) AS aantal
  FROM codes AS c
  WHERE EXISTS (SELECT 1 FROM kwb AS k WHERE k.area_code = c.buurt_code AND k.level = 'Buurt')
),
tellingen (onderwerp, aantal) AS (
  SELECT 'politiebuurten', count(*) FROM codes
  UNION ALL
  SELECT 'politiebuurten in de indeling van 2024', aantal FROM gevonden
  UNION ALL
  SELECT 'politiebuurten niet in de indeling van 2024', (SELECT count(*) FROM codes) - aantal FROM gevonden
  UNION ALL
  SELECT 'buurten van het inbraakonderzoek', count(*) FROM buurten_2001
  UNION ALL
  SELECT 'buurten van het inbraakonderzoek in de indeling van 2024', aantal FROM gevonden_2001
  UNION ALL
  SELECT 'buurten van het inbraakonderzoek niet in de indeling van 2024',
    (SELECT count(*) FROM buurten_2001) - aantal
  FROM gevonden_2001
  UNION ALL
  SELECT 'maanden verzameld', count_if(aantal > 0) FROM maanden
  UNION ALL
  SELECT 'maanden niet verzameld', count_if(aantal = 0) FROM maanden
)
SELECT onderwerp, CAST(aantal AS INTEGER) AS value, 'published' AS status
FROM tellingen
ORDER BY onderwerp

-- Geregistreerde misdrijven per 1.000 inwoners, per buurt, wijk en gemeente en per soort.
-- Wat niet verzameld is, heeft geen aantal en telt nergens mee.
WITH verzameld AS (
  SELECT buurt_code, offence, month, aantal
  FROM politie
  WHERE aantal IS NOT NULL
),
per_buurt AS (
  SELECT buurt_code, offence, sum(aantal) AS aantal
  FROM verzameld
  GROUP BY buurt_code, offence
),
per_gebied AS (
  SELECT 'Buurt' AS niveau, buurt_code AS gebied, offence, aantal
  FROM per_buurt
  UNION ALL
  SELECT 'Wijk', 'WK' || substr(buurt_code, 3, 6), offence, sum(aantal)
  FROM per_buurt
  GROUP BY 'WK' || substr(buurt_code, 3, 6), offence
  UNION ALL
  SELECT 'Gemeente', 'GM' || substr(buurt_code, 3, 4), offence, sum(aantal)
  FROM per_buurt
  GROUP BY 'GM' || substr(buurt_code, 3, 4), offence
),
soorten (code, delict) AS (
  SELECT code, delict
  FROM (
    VALUES
      ('100', 'diefstal van scooter'),
      ('101', 'diefstal van fiets'),
      ('102', 'straatroof'),
      ('104', 'woninginbraak'),
      ('105', 'diefstal uit voertuig'),
      ('106', 'diefstal van voertuig'),
      ('107', 'winkeldiefstal'),
      ('108', 'zakkenrollerij'),
      ('109', 'bedreiging'),
      ('110', 'mishandeling'),
      ('111', 'vernieling'),
      ('117', 'overval')
  ) AS lijst (code, delict)
),
maanden AS (
  SELECT count(DISTINCT month) AS maanden
  FROM verzameld
)
SELECT
  g.niveau,
  g.gebied,
  k.area_name AS naam,
  s.delict,
  CAST(g.aantal AS INTEGER) AS aantal,
  CAST(m.maanden AS INTEGER) AS maanden,
  CAST(k.inwoners AS INTEGER) AS inwoners,
  CASE
    WHEN k.inwoners > 0 AND k.inwoners >= $minimum_inwoners
      THEN round(CAST(g.aantal AS DOUBLE) * 1000 / nullif(k.inwoners, 0), 1)
  END AS value,
  CASE WHEN k.inwoners > 0 AND k.inwoners >= $minimum_inwoners THEN 'published' ELSE 'empty' END AS status
FROM per_gebied AS g
JOIN kwb AS k ON k.area_code = g.gebied AND k.level = g.niveau
JOIN soorten AS s ON s.code = CAST(g.offence AS VARCHAR)
CROSS JOIN maanden AS m
ORDER BY g.niveau, g.gebied, s.delict

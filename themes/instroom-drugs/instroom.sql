-- Eén regel per persoon: het jaar van de eerste registratie en de wijk waar de persoon toen woonde.
WITH eerste AS (
  SELECT person, min(CAST(jaar AS INTEGER)) AS jaar
  FROM politie_verdachte
  WHERE delictgroep = $delictgroep
  GROUP BY person
),
aanvang AS (
  SELECT min(CAST(jaar AS INTEGER)) AS jaar
  FROM politie_verdachte
)
SELECT DISTINCT
  b.person,
  'WK' || substr(b.buurt_code, 3, 6) AS wijk,
  'GM' || substr(b.buurt_code, 3, 4) AS gemeente,
  CAST(e.jaar AS VARCHAR) AS jaar
FROM eerste AS e
JOIN brp AS b ON b.person = e.person AND b.jaar = e.jaar
CROSS JOIN aanvang AS s
WHERE e.jaar >= s.jaar + $aanlooptijd
  AND e.jaar - b.geboortejaar BETWEEN $leeftijd_van AND $leeftijd_tot_en_met

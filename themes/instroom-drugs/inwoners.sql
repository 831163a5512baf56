-- De noemer: inwoners van dezelfde leeftijd, in dezelfde jaren als de teller.
WITH jaren AS (
  SELECT min(CAST(jaar AS INTEGER)) AS eerste, max(CAST(jaar AS INTEGER)) AS laatste
  FROM politie_verdachte
)
SELECT DISTINCT
  b.person,
  'WK' || substr(b.buurt_code, 3, 6) AS wijk,
  'GM' || substr(b.buurt_code, 3, 4) AS gemeente,
  CAST(b.jaar AS VARCHAR) AS jaar
FROM brp AS b
CROSS JOIN jaren AS j
WHERE b.jaar BETWEEN j.eerste + $aanlooptijd AND j.laatste
  AND b.jaar - b.geboortejaar BETWEEN $leeftijd_van AND $leeftijd_tot_en_met

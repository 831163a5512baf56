-- Eén regel per persoon, woonbuurt en leeftijdsgroep; alleen de beschermde tabel hiervan wordt vrijgegeven.
SELECT DISTINCT
  person,
  buurt_woon AS woonbuurt,
  'WK' || substr(buurt_woon, 3, 6) AS woonwijk,
  CASE WHEN minderjarig = 1 THEN 'minderjarig' ELSE 'meerderjarig' END AS leeftijdsgroep
FROM inbrekers

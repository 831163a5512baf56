-- Eén regel per persoon, woonbuurt en leeftijdsgroep; alleen de beschermde tabellen hiervan worden vrijgegeven. Beide
-- uitkomsten lezen deze regels: een klasse van koopwoningen is een som van woonbuurten, en dus worden zij samen beschermd.
-- eigen_woning is het aandeel koopwoningen in tientallen procenten.
SELECT DISTINCT
  i.person,
  i.buurt_woon AS woonbuurt,
  'WK' || substr(i.buurt_woon, 3, 6) AS woonwijk,
  CASE
    WHEN b.eigen_woning IS NULL THEN 'onbekend'
    WHEN b.eigen_woning < 2.5 THEN 'minder dan een kwart'
    WHEN b.eigen_woning < 5 THEN 'een kwart tot de helft'
    ELSE 'de helft of meer'
  END AS koopwoningen,
  CASE WHEN i.minderjarig = 1 THEN 'minderjarig' ELSE 'meerderjarig' END AS leeftijdsgroep
FROM inbrekers AS i
LEFT JOIN buurten AS b ON b.buurt_code = i.buurt_woon

-- Grof ingedeeld voordat beschermd wordt: drie klassen van woonbuurten in plaats van 61 buurten.
-- eigen_woning is het aandeel koopwoningen in tientallen procenten.
SELECT DISTINCT
  i.person,
  CASE
    WHEN b.eigen_woning IS NULL THEN 'onbekend'
    WHEN b.eigen_woning < 2.5 THEN 'minder dan een kwart'
    WHEN b.eigen_woning < 5 THEN 'een kwart tot de helft'
    ELSE 'de helft of meer'
  END AS koopwoningen,
  CASE WHEN i.minderjarig = 1 THEN 'minderjarig' ELSE 'meerderjarig' END AS leeftijdsgroep
FROM inbrekers AS i
LEFT JOIN buurten AS b ON b.buurt_code = i.buurt_woon

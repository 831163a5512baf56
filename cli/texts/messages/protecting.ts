/** Errors of `sluis protect` and `sluis attack`, which need no server; see dutch-message.ts. */
export const PROTECTING: Readonly<Record<string, string>> = {
  'An earlier table gives another value of a published cell.':
    'Een eerdere tabel geeft een andere waarde van een gepubliceerde cel.',
  'The levels of this table stand in its data: give the data too.':
    'De niveaus van deze tabel staan in haar gegevens: geef ook de gegevens.',
  'The published cells do not add up to any table.': 'De gepubliceerde cellen tellen niet op tot een tabel.',
  'A figure is {}; coarsen the tables or release one of them.':
    'Een cijfer is {1}; maak de tabellen grover of geef er één vrij.',
  'A figure is {}; make both of one statement, so that they are protected as one.':
    'Een cijfer is {1}; maak beide met één opdracht, zodat zij als één worden beschermd.',
  'Tables of one system count the same records by the same rules.':
    'Tabellen van één stelsel tellen dezelfde records volgens dezelfde regels.',
  'A cell that would have to be hidden is public already.':
    'Een cel die verborgen moet zijn, is al openbaar.',
  'The table did not survive its own attack.': 'De tabel doorstond haar eigen aanval niet.',
  'The solver found no exact table for cell {}.': 'De oplosser vond geen exacte tabel voor cel {1}.',
  'The solver could not attack cell {}.': 'De oplosser kon cel {1} niet aanvallen.',
  'Nothing that may be hidden protects cell {}.': 'Niets wat verborgen mag worden beschermt cel {1}.',
  'No table makes a further part of equation {} move.':
    'Geen tabel laat nog een deel van vergelijking {1} bewegen.',
  'No further part of equation {} may be hidden.': 'Van vergelijking {1} mag niets meer worden verborgen.',
  'The solver could not finish this table.': 'De oplosser kwam met deze tabel niet klaar.',
  'No protected table within {} s; allow more time, or take method greedy.':
    'Geen beschermde tabel binnen {1} s; geef meer tijd, of neem de methode greedy.',
  'The file privacy/disclosure/solver/highs-worker.mjs is missing.':
    'Het bestand privacy/disclosure/solver/highs-worker.mjs ontbreekt.',
  'No choice of hidden cells protects all primary cells and unions.':
    'Geen keuze van verborgen cellen beschermt alle primaire cellen en hun sommen.',
  'Primary cell {} is public already and cannot be hidden.':
    'Primaire cel {1} is al openbaar en kan niet worden verborgen.',
  'The known bounds of primary cell {} are too narrow for it.':
    'De bekende grenzen van primaire cel {1} zijn er te nauw voor.',
  'Two attacks on one choice of hidden cells disagree.':
    'Twee aanvallen op één keuze van verborgen cellen zijn het oneens.',
  'The solver found no exact table.': 'De oplosser vond geen exacte tabel.',
  'The attack on the protected table found {} weak places.':
    'De aanval op de beschermde tabel vond {1} zwakke plekken.',
  'Cell {} is no exact value within its own bounds.':
    'Cel {1} is geen exacte waarde binnen haar eigen grenzen.',
  'Equation {} names a cell twice, or one that does not exist.':
    'Vergelijking {1} noemt een cel twee keer, of een die er niet is.',
  'Equation {} does not add up.': 'Vergelijking {1} telt niet op.',
  'Values below 0 need bounds that everybody knows: set bounds.min below 0, and bounds.max.':
    'Waarden onder 0 vragen grenzen die iedereen kent: zet bounds.min onder 0, en bounds.max.',
  'No value is below 0, and everybody may know it: leave bounds.min out.':
    'Geen waarde ligt onder 0, en dat mag iedereen weten: laat bounds.min weg.',
  'A cell that is public already has another value now: what changed may be the data of few.':
    'Een cel die al openbaar is heeft nu een andere waarde: wat veranderde kan van weinigen zijn.',
  'A cell lies outside the bounds of the specification.':
    'Een cel ligt buiten de grenzen van de beschrijving.',
  'The table has {} cells; at most {}. Coarsen it.':
    'De tabel heeft {1} cellen; hoogstens {2}. Maak haar grover.',
  'Dimension {}: a disclosive category is none of its codes.':
    'Dimensie {1}: een onthullende categorie is geen van haar codes.',
  'The {} was not given.': '{1} is niet gegeven.',
  'Earlier tables give two values of one cell.': 'Eerdere tabellen geven twee waarden van één cel.',
  'Ready-made cells have no cost column.': 'Kant-en-klare cellen hebben geen kolom voor kosten.',
  'A weighted table with values below 0 cannot be protected.':
    'Een gewogen tabel met waarden onder 0 kan niet worden beschermd.',
  'Row {} has a value that its status does not allow.':
    'Rij {1} heeft een waarde die haar stand niet toelaat.',
  'Row {} has a text that a spreadsheet would take for a formula (=, +, - or @ in front); name it otherwise.':
    'Rij {1} heeft een tekst die een rekenblad voor een formule zou houden (=, +, - of @ vooraan); noem haar anders.',
  'The data have no column for {}.': 'De gegevens hebben geen kolom voor {1}.',
  'Line {} of the {}: {}.': 'Regel {1} ({2}): {3}.',
  '{} of the data: {}.': '{1} van de gegevens: {2}.',
  'The data have no rows.': 'De gegevens hebben geen rijen.',
  'A sum is beyond 2^53 in units of its last decimal: round the measure.':
    'Een som is groter dan 2^53 in eenheden van haar laatste decimaal: rond de maat af.',
};

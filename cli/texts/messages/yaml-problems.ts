/** What is wrong at one place of a contract, linkage domain, theme or table, and the same in Dutch. */
export const YAML_PROBLEMS: Readonly<Record<string, string>> = {
  // The text as a whole.
  'a key twice': 'een sleutel staat er twee keer',
  'nested too deeply to be read': 'te diep genest om te lezen',
  'not valid YAML ({})': 'geen geldige YAML ({1})',
  empty: 'leeg',
  'a %YAML line, which may change what words mean; leave it out':
    'een %YAML-regel; die kan de betekenis van woorden veranderen: laat hem weg',
  'a second document; one file holds one': 'een tweede document; één bestand bevat er één',
  'more than {} aliases, or an alias without an anchor; write the text out':
    'meer dan {1} aliassen, of een alias zonder anker; schrijf de tekst voluit',
  'larger than 1 MB (1,000,000 bytes); descriptions are read here, data never':
    'groter dan 1 MB (1.000.000 bytes); hier worden beschrijvingen gelezen, nooit gegevens',
  'a NUL character; save the file as UTF-8 text': 'een NUL-teken; sla het bestand op als UTF-8-tekst',
  'a character that is no UTF-8; save the file as UTF-8 text':
    'een teken dat geen UTF-8 is; sla het bestand op als UTF-8-tekst',
  'a line end inside a text; write the text on one line':
    'een regeleinde in een tekst; schrijf de tekst op één regel',
  'a character that no screen shows as itself ({}); leave it out':
    'een teken dat geen scherm als zichzelf toont ({1}); laat het weg',
  'unknown key': 'onbekende sleutel',
  'is missing ({})': 'ontbreekt ({1})',
  'and {} more': 'en nog {1}',
  // Forms.
  'an OIN has 20 digits, between quotes': 'een OIN heeft 20 cijfers, tussen aanhalingstekens',
  'an IRI': 'een IRI',
  'a calendar date, YYYY-MM-DD': 'een datum, JJJJ-MM-DD',
  'a duration of years, months, days: P1Y6M, P14D': 'een duur in jaren, maanden, dagen: P1Y6M, P14D',
  'lower-case words joined by -': 'woorden in kleine letters, verbonden door -',
  'a BWB id: BWBR0005416': 'een BWB-id: BWBR0005416',
  snake_case: 'snake_case',
  'lower case, digits and hyphens': 'kleine letters, cijfers en koppeltekens',
  'lower case, digits and underscores': 'kleine letters, cijfers en liggende streepjes',
  'at least ten characters': 'ten minste tien tekens',
  'never below ten': 'nooit minder dan tien',
  'a file name of this folder that ends in .sql': 'een bestand in deze map waarvan de naam op .sql eindigt',
  'a version of the form 1.0.0': 'een versie van de vorm 1.0.0',
  // Contracts and linkage domains.
  'is no known entity type: bsn, kvk, vbo, person, household, …':
    'is geen bekend soort eenheid: bsn, kvk, vbo, person, household, …',
  'is no id of a theme: lower case, digits and hyphens':
    'is geen id van een thema: kleine letters, cijfers en koppeltekens',
  'is no source, regime ({}) or category (art9, art10, {}, an IRI)':
    'is geen bron, regime ({1}) of categorie (art9, art10, {2}, een IRI)',
  'is no OIN of 20 digits, and no class: {}': 'is geen OIN van 20 cijfers, en geen soort organisatie: {1}',
  'is no purpose that policy knows, an IRI of the Data Privacy Vocabulary':
    'is geen doel dat het beleid kent, een IRI van de Data Privacy Vocabulary',
  'is no level of area: {}': 'is geen gebiedsniveau: {1}',
  'lies before its beginning': 'ligt voor het begin',
  'names a source that is there already': 'noemt een bron die er al staat',
  'names a field that is there already': 'noemt een veld dat er al staat',
  'is the name in the lake of another field; give it its own name with "as"':
    'is de naam in het meer van een ander veld; geef het met "as" een eigen naam',
  'pseudonymise needs an entityType: bsn, kvk, vbo, person, household, …':
    'pseudonymise heeft een entityType nodig: bsn, kvk, vbo, person, household, …',
  'is false, and the field {} is pseudonymised as a citizen service number':
    'is false, terwijl het veld {1} als burgerservicenummer wordt gepseudonimiseerd',
  '{} takes no entityType': '{1} heeft geen entityType',
  '{} takes no param': '{1} heeft geen param',
  '{} takes year, month or pc4': '{1} neemt year, month of pc4',
  '{} takes whole numbers in rising order, separated by commas: "0,12,24,65"':
    '{1} neemt oplopende gehele getallen, gescheiden door komma’s: "0,12,24,65"',
  '{} takes one whole number above zero: "5"': '{1} neemt één geheel getal boven nul: "5"',
  'a field of type {} has no codes: code, text and integer have':
    'een veld van type {1} heeft geen codes: code, text en integer wel',
  'is said of a field that is not kept': 'staat bij een veld dat niet wordt bewaard',
  'is the delivered name of no other field that is kept':
    'is niet de geleverde naam van een ander veld dat wordt bewaard',
  'text/csv needs a delimiter: ";"': 'text/csv heeft een scheidingsteken nodig: ";"',
  'takes ^ and the text with which such a line begins, without other signs of a regular expression: "^Bron:"':
    'krijgt ^ en de tekst waarmee zo’n regel begint, zonder andere tekens van een reguliere expressie: "^Bron:"',
  'application/json needs records: the steps to its rows':
    'application/json heeft records nodig: de stappen naar de rijen',
  'a workbook is not read: export each sheet as CSV, and agree on text/csv':
    'een werkmap wordt niet gelezen: exporteer elk blad als CSV en spreek text/csv af',
  'is the delivered name of no field': 'is van geen veld de geleverde naam',
  'a second linkage domain; one delivery goes to one of them':
    'een tweede koppelingsdomein; één levering gaat naar één ervan',
  // Themes.
  'named twice': 'twee keer genoemd',
  'is not of type {}': 'is niet van type {1}',
  'codes of another year need a reason (acceptedBecause)':
    'codes van een ander jaar vragen een reden (acceptedBecause)',
  'is no output of this theme': 'is geen uitvoer van dit thema',
  'ends as the name of a rate (-per-1000)': 'eindigt als de naam van een verhouding (-per-1000)',
  'is that of another rate of this output': 'is die van een andere verhouding van deze uitvoer',
  // Tables to protect.
  'unknown key (number {} of the group)': 'onbekende sleutel (nummer {1} van de groep)',
  'must be a group of keys': 'moet een groep sleutels zijn',
  'must be text': 'moet tekst zijn',
  'is missing': 'ontbreekt',
  'must be true or false': 'moet true of false zijn',
  'must be a number': 'moet een getal zijn',
  'must be a number above min': 'moet een getal boven min zijn',
  'must be a list': 'moet een lijst zijn',
  'must be a whole number, never below ten': 'moet een geheel getal zijn, nooit onder tien',
  'must be at least ten': 'moet ten minste tien zijn',
  'must not be below 0: no count is': 'mag niet onder 0 liggen: geen aantal doet dat',
  'must be more than 0': 'moet meer dan 0 zijn',
  'must be a whole number from 1': 'moet een geheel getal vanaf 1 zijn',
  'must be between 0 and 100': 'moet tussen 0 en 100 liggen',
  'must be more than 0 and at most 100': 'moet meer dan 0 en ten hoogste 100 zijn',
  'must be more than 0 and at most {}': 'moet meer dan 0 en ten hoogste {1} zijn',
  'must be in (0, 1]': 'moet in (0, 1] liggen',
  'must be {}': 'moet zijn: {1}',
  'needs one to four dimensions': 'heeft een tot vier dimensies',
  'is named twice, or is a column of the published table':
    'is twee keer genoemd, of is een kolom van de gepubliceerde tabel',
  'a hierarchy is a file or columns, not both': 'een hiërarchie is een bestand of kolommen, niet allebei',
  'counts are a table of their own: leave `measure` out and protect that':
    'aantallen zijn een eigen tabel: laat `measure` weg en bescherm die',
  'is not known of ready-made cells': 'is van kant-en-klare cellen niet bekend',
  'dominance beyond two contributions is not known of ready-made cells':
    'dominantie boven twee bijdragen is van kant-en-klare cellen niet bekend',
  // What to do next.
  'What a contract may hold: sluis contracts schema. Once it is corrected: sluis check CONTRACT':
    'Wat een contract mag bevatten: sluis contracts schema. Als het verbeterd is: sluis check CONTRACT',
  'A whole linkage domain: demo/linkage-domains/instroom-drugs.yaml. Once it is corrected: sluis onboard FILE':
    'Een heel koppelingsdomein: demo/linkage-domains/instroom-drugs.yaml. Als het verbeterd is: sluis onboard FILE',
  'A whole theme: themes/instroom-drugs/theme.yaml. Once it is corrected: sluis themes show THEME':
    'Een heel thema: themes/instroom-drugs/theme.yaml. Als het verbeterd is: sluis themes show THEME',
  'What a table may hold: docs/disclosure-control.md. Once it is corrected, give the same command again.':
    'Wat een tabel mag bevatten: docs/disclosure-control.md. Als zij verbeterd is: geef dezelfde opdracht opnieuw.',
  // What the schema library says of types and sizes.
  'expected {}': 'verwacht: {1}',
  'Invalid input': 'past bij geen van de vormen',
  'Invalid URL': 'geen URL',
  'Invalid input: expected {}, received {}': 'verwacht: {1}; er staat: {2}',
  'Invalid input: expected {}': 'verwacht: {1}',
  'Invalid option: expected one of {}': 'verwacht een van: {1}',
  'expected one of {}': 'verwacht een van: {1}',
  'Too small: expected string to have >={} characters': 'te kort: ten minste {1} tekens',
  'Too small: expected string to have exactly {} characters': 'te kort: precies {1} teken',
  'Too big: expected string to have exactly {} characters': 'te lang: precies {1} teken',
  'Too small: expected array to have exactly {} items': 'te weinig: precies {1}',
  'Too big: expected array to have exactly {} items': 'te veel: precies {1}',
  'Invalid discriminator value. Expected {}': 'verwacht een van: {1}',
  'Too small: expected array to have >={} items': 'te weinig: ten minste {1}',
  'Too big: expected array to have <={} items': 'te veel: ten hoogste {1}',
  'Too small: expected number to be >={}': 'te klein: ten minste {1}',
  'Too small: expected number to be >{}': 'te klein: meer dan {1}',
  'Too big: expected number to be <={}': 'te groot: ten hoogste {1}',
  'Too big: expected int to be <{}': 'te groot: minder dan {1}',
  'Too small: expected int to be >{}': 'te klein: meer dan {1}',
};

/** Types as the schema library calls them. */
export const TYPE_WORDS: Readonly<Record<string, string>> = {
  string: 'tekst',
  number: 'getal',
  int: 'geheel getal',
  boolean: 'true of false',
  array: 'lijst',
  object: 'groep sleutels',
  null: 'niets',
  undefined: 'niets',
  date: 'datum',
};

import { REFUSALS, type RefusalReason } from '../../../lake/sql/refusals.js';

/** Why the SQL of a theme is refused, in Dutch; `{}` stands for the same name as in REFUSALS. */
const DUTCH: Readonly<Record<RefusalReason, string>> = {
  'too-long': 'De opdracht is langer dan 100.000 bytes.',
  'null-character': 'De opdracht bevat een NUL-teken, waarbij een motor kan ophouden met lezen.',
  'too-deep': 'De opdracht is meer dan 200 niveaus diep genest.',
  'not-one': 'De vraag van een thema is precies één opdracht.',
  'not-select': 'Alleen SELECT wordt aangenomen; "{}" is dat niet.',
  'writes-table':
    '"{}" schrijft of maakt een tabel, macro of geheim: een thema leest alleen. Schrijf een SELECT.',
  'writes-file': '"{}" schrijft of leest bestanden: de uitkomst van de SELECT schrijft Sluis zelf.',
  attaches: '"{}" haalt een andere database erbij: een thema leest de bronnen die het opgeeft.',
  loads: '"{}" laadt of installeert een uitbreiding: een thema heeft de motor zoals die is.',
  'changes-settings': '"{}" leest of wijzigt instellingen van de sessie; die zitten op slot.',
  calls: '"{}" voert een procedure van de motor uit; die kan logboeken aanzetten of lezen.',
  prepares: '"{}" bewaart een opdracht voor later: een thema heeft precies één opdracht die één keer loopt.',
  transacts: '"{}" hoort bij transacties en opslag; die heeft een thema niet.',
  syntax: 'De opdracht kan niet worden ontleed.',
  'double-colon': 'Schrijf CAST(x AS type); "::" begrijpt maar één motor.',
  'dollar-quote': 'Schrijf teksten tussen enkele aanhalingstekens; dollartekens begrijpt maar één motor.',
  'escape-text': "Schrijf teksten als '…'; teksten met een letter ervoor begrijpt maar één motor.",
  'from-first': 'Begin met SELECT; een FROM zonder SELECT begrijpt maar één motor.',
  'foreign-operator': 'De operator "{}" lezen de twee motoren niet gelijk.',
  qualify: 'QUALIFY begrijpt maar één motor: filter in een buitenste SELECT.',
  'group-all': 'GROUP BY ALL begrijpt maar één motor: noem de kolommen.',
  'order-all': 'ORDER BY ALL begrijpt maar één motor: noem de kolommen.',
  'alias-reuse':
    'De alias "{}" wordt in zijn eigen SELECT gebruikt: herhaal de expressie of neem een buitenste SELECT.',
  'star-modified': '* EXCLUDE, REPLACE en RENAME begrijpt maar één motor: noem de kolommen.',
  'columns-expression': 'COLUMNS() verbergt welke kolommen worden gelezen: noem ze.',
  offset: 'LIMIT met OFFSET lezen de twee motoren niet gelijk.',
  'limit-form': 'Een limiet is een geheel getal of een parameter.',
  'limit-unordered': 'Een limiet zonder ORDER BY geeft willekeurige rijen: voeg ORDER BY toe.',
  'distinct-on': 'DISTINCT ON begrijpt maar één motor: gebruik row_number().',
  sample: 'Een steekproef geeft elke keer andere rijen: geen cijfer is dan na te rekenen.',
  'table-function': 'Een tabelfunctie ("{}") leest buiten de toegekende tabellen.',
  'file-path':
    'Een bestand of map in de plaats van een tabel wordt niet gelezen: noem een bron van het thema.',
  address: 'Een adres in de plaats van een tabel wordt niet opgehaald: een thema heeft geen netwerk.',
  'qualified-table': 'Tabellen worden zonder schema of database genoemd.',
  'time-travel': 'AT (…) wordt niet aangenomen: de versies van de bronnen liggen vast in de uitvoering.',
  pivot: 'PIVOT en UNPIVOT verbergen welke kolommen worden gelezen.',
  show: 'SHOW, DESCRIBE en SUMMARIZE worden niet aangenomen.',
  'join-kind':
    'Joins zijn INNER, LEFT, RIGHT, FULL of CROSS met ON of USING; geen NATURAL, ASOF, POSITIONAL, SEMI, ANTI.',
  'union-by-name': 'UNION BY NAME begrijpt maar één motor.',
  collate: 'COLLATE lezen de twee motoren niet gelijk.',
  lambda: 'Lambdafuncties en lijstuitdrukkingen worden niet aangenomen.',
  'nested-type': 'Lijsten, structs en maps worden niet aangenomen: een uitkomst is vlak.',
  'row-value': 'Een rij (a, b) mag met een andere rij worden vergeleken, en nergens anders staan.',
  'nested-comment': 'Commentaar in commentaar eindigt in elke motor op een andere plaats.',
  'foreign-character':
    'Buiten teksten en commentaar heeft een opdracht alleen ASCII-letters: namen die op elkaar lijken of in hoofdletters verschillen, houdt elke motor anders uit elkaar.',
  'positional-reference': 'Kolommen worden genoemd, niet met # genummerd.',
  'positional-parameter': 'Parameters hebben een naam: $naam.',
  'try-expression': 'TRY(…) wordt niet aangenomen: gebruik try_cast of nullif.',
  'cast-type':
    'Een cast gaat naar INTEGER, BIGINT, SMALLINT, DOUBLE, DECIMAL, VARCHAR, BOOLEAN, DATE of TIMESTAMP.',
  'text-length': 'VARCHAR(n) kapt een tekst maar in één motor af: gebruik substr.',
  ilike: 'ILIKE begrijpt maar één motor: gebruik lower(x) LIKE.',
  'now-dependent': '"{}" hangt af van het moment of de gebruiker: geef het als parameter mee.',
  'reads-file': '"{}" leest of noemt bestanden: een thema leest de bronnen die het opgeeft.',
  settings: '"{}" leest variabelen of instellingen van de sessie.',
  approximate: '"{}" benadert: geen benaderende functie in een gepubliceerd cijfer.',
  random: '"{}" geeft elke keer een andere waarde.',
  'order-dependent': '"{}" hangt af van de volgorde van rijen: gebruik min, max, max_by of row_number.',
  'silent-regexp-replace':
    'regexp_replace vervangt in de ene motor het eerste voorkomen en in de andere alle.',
  'silent-extremes': 'greatest en least behandelen NULL in beide motoren verschillend: gebruik CASE.',
  'silent-concat': 'concat behandelt NULL in beide motoren verschillend: gebruik || met coalesce.',
  'silent-division': 'Delen rondt in beide motoren verschillend af: CAST één kant AS DOUBLE.',
  'zero-division': 'Delen door nul is NULL in de ene motor en een fout in de andere: deel door nullif(x, 0).',
  'silent-date-difference': "Een datum min een datum verschilt in type: gebruik date_diff('day', a, b).",
  'silent-average':
    'Het gemiddelde van decimalen heeft in elke motor een andere schaal: gebruik CAST(x AS DOUBLE), of sum en count.',
  'inexact-sum': 'Een som van DOUBLE hangt af van de volgorde van rijen: cast eerst naar DECIMAL.',
  'unsupported-function': 'De functie "{}" zit niet in het deel dat beide motoren gelijk lezen.',
  'unsupported-aggregate':
    'De functie "{}" heeft in de andere motor een andere naam of betekenis: zie het toegestane deel.',
  'function-schema': 'Functies worden zonder schema genoemd, en niet als methode van een waarde.',
  'needs-order': '"{}" heeft een eigen ORDER BY nodig, anders is de uitkomst willekeurig.',
  'unsupported-construct': 'De opdracht gebruikt een vorm buiten het toegestane deel ({}).',
  'table-not-granted': 'De tabel "{}" hoort niet bij de bronnen van dit thema.',
  'column-not-granted': 'De kolom "{}" hoort niet bij de opgegeven kolommen van de bronnen.',
  'column-ambiguous': 'De kolom "{}" staat in meer dan één tabel: zet de tabel ervoor.',
  'whole-row': '"{}" noemt een hele tabel in de plaats van een kolom.',
  'nested-name': 'Een kolom heet kolom of tabel.kolom.',
  'table-twice': 'Twee tabellen in één FROM heten "{}": geef aliassen.',
  'shadowed-table': 'De common table expression "{}" verbergt een bron met dezelfde naam.',
  'column-count': 'Het aantal kolommen past niet ({}).',
  'order-position': 'Een plaats in ORDER BY of GROUP BY ligt voorbij de kolommen.',
  'output-name':
    'Elke kolom van de uitkomst heeft een eigen naam, in kleine letters en liggende streepjes (kolom {}).',
  'pseudonym-domains':
    'Pseudoniemen van verschillende domeinen, soorten of tijdvakken worden vergeleken of vermengd (X03).',
  'pseudonym-constant':
    'Een pseudoniem wordt met een vaste waarde of een parameter vergeleken of vermengd: dat licht er één persoon uit.',
  'pseudonym-plain': 'Een pseudoniem wordt vergeleken of vermengd met een kolom die er geen is.',
  'pseudonym-text':
    '"{}" kijkt in de tekst van een pseudoniem: dat mag, zoals het is, op gelijkheid worden vergeleken, geteld en gegroepeerd.',
  'pseudonym-order':
    '"{}" ordent pseudoniemen: hun volgorde betekent niets, en daarmee is één persoon uit te lichten of te volgen.',
  'column-unread':
    'De kolom "{}" is opgegeven, maar geen opdracht leest haar: laat haar weg (minimalisatie).',
  'output-type': 'De kolom "{}" van de uitkomst heeft een type dat een uitkomst niet kan hebben.',
  'parameter-missing': 'De opdracht gebruikt de parameter "{}", die geen waarde heeft.',
  'parameter-unused': 'De parameter "{}" is opgegeven, maar geen opdracht gebruikt hem.',
  'time-limit': 'De opdracht was niet binnen haar tijd klaar.',
  'memory-limit': 'De opdracht heeft meer geheugen of uitwijkruimte nodig dan zij mag gebruiken.',
  'run-failed': 'De opdracht mislukte op de gegevens; geen waarde daarvan wordt getoond ({}).',
};

/** English sentence, with `{}` for the name, beside its Dutch with `{1}`. */
export const SQL_REFUSALS: Readonly<Record<string, string>> = Object.fromEntries(
  Object.entries(DUTCH).map(([reason, dutch]) => [
    REFUSALS[reason as RefusalReason],
    dutch.replace('{}', '{1}'),
  ]),
);

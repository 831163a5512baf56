import type { DutchHelp } from './dutch.js';

const RELEASE = { release: 'id, uit: sluis results' };
const TABLE_OPTIONS = {
  '--spec': 'dimensies, maat, beschermde eenheden en regels',
  '--against': 'tabellen die al openbaar zijn',
  '--delimiter': 'scheidingsteken van de invoer',
  '--report': 'vertrouwelijk: redenen en intervallen, alleen voor de outputcontroleur',
};

/** What was made of it, what leaves, and the record. */
export const DUTCH_READING: Readonly<Record<string, DutchHelp>> = {
  sources: { description: 'de bronnen die zijn ingediend: lijst, één tonen' },
  'sources list': { description: 'elke bron, en onder welk contract zij mag leveren' },
  'sources show': {
    description: 'één bron: haar stand, wat haar is opgelegd en waarom, en wat in quarantaine staat',
    arguments: { source: 'id, uit: sluis sources' },
  },
  deliveries: { description: 'wat is geleverd, en wat de poorten ervan zeiden' },
  'deliveries list': { description: 'leveringen, de nieuwste eerst' },
  'deliveries show': {
    description: 'elk oordeel over één levering, met wet en remedie, en de stap waarbij zij mislukte',
    arguments: { delivery: 'id, uit: sluis deliveries' },
  },
  datasets: { description: 'datasets in elke zone: lijst, tonen' },
  'datasets list': { description: 'de nieuwste versie van elke dataset in elke zone' },
  'datasets show': {
    description: 'de kolommen van één dataset in elke zone, en wat ervan niet is verzameld',
    arguments: { dataset: 'naam, uit: sluis datasets' },
  },
  themes: { description: 'thematische analyses: lijst, tonen, uitvoeren' },
  'themes list': { description: 'de thema’s die in themes/ staan' },
  'themes show': {
    description:
      'vraag, methode, grenzen, invoer met de reden van elke kolom, parameters, uitvoer, statements',
    arguments: { theme: 'id, uit: sluis themes' },
  },
  'themes run': {
    description: 'voer een thema uit over de nieuwste datasets; de analist leest het resultaat niet',
    arguments: { theme: 'id, uit: sluis themes' },
    options: {
      '--as': 'demo-account dat vraagt',
      '--wait': 'blijf tot de uitvoering klaar is (standaard)',
      '--no-wait': 'keer meteen terug; volg het met: sluis runs watch',
      '--param': 'vervang een standaardwaarde van theme.yaml',
    },
  },
  runs: { description: 'uitvoeringen van thema’s: lijst, tonen, volgen, annuleren' },
  'runs list': { description: 'uitvoeringen, de nieuwste eerst' },
  'runs show': {
    description: 'het oordeel over één uitvoering, en de stap waarbij zij mislukte',
    arguments: { run: 'id, uit: sluis runs' },
  },
  'runs watch': {
    description: 'een regel telkens als een uitvoering verder komt, tot zij klaar is',
    arguments: { run: 'id, uit: sluis runs' },
    options: { '--json': 'één JSON-document per regel (NDJSON)' },
  },
  'runs cancel': {
    description: 'beëindig een uitvoering die nog loopt, en verwijder wat zij schreef; elke rol mag dat',
    arguments: { run: 'id, uit: sluis runs' },
    options: { '--as': 'demo-account dat het doet' },
  },
  release: {
    description:
      'vraag vrijgave: de tabellen worden beschermd en aangevallen, daarna besluiten anderen in de inbox',
    arguments: { run: 'id van een uitvoering, uit: sluis runs' },
    options: { '--as': 'demo-account dat vraagt' },
  },
  results: { description: 'tabellen van vrijgaven: lijst, controleren vóór een besluit, tonen, ophalen' },
  'results list': { description: 'vrijgaven, de nieuwste eerst' },
  'results check': {
    description:
      'lees wat zou worden gepubliceerd, met het vertrouwelijke verslag, als een van de beslissers',
    arguments: { release: 'id van een vrijgave die op een besluit wacht' },
    options: {
      '--as': 'demo-account dat leest: output-checker-2, privacy-officer',
      '--json': 'één JSON-document op standaarduitvoer, met het hele verslag',
    },
  },
  'results show': {
    description:
      'de tabellen van één vrijgave ("." is een cijfer dat niet wordt gepubliceerd), of waarom er geen zijn',
    arguments: { ...RELEASE, output: 'druk deze tabel af' },
  },
  'results download': {
    description: 'de bestanden van één vrijgave, elk getoetst aan zijn controlegetal',
    arguments: RELEASE,
    options: { '--out': 'wordt gemaakt als hij er niet is; bestaande bestanden worden niet overschreven' },
  },
  lineage: {
    description: 'waar een dataset of kolom vandaan komt, met de precieze versies en uitvoeringen',
    arguments: { dataset: 'DATASET[@VERSIE][.KOLOM]; een kolom van een thema is uitvoer.kolom' },
    options: {
      '--up': 'waar het op rust (standaard)',
      '--down': 'wat erop rust',
      '--depth': 'hoeveel stappen, of "all"',
      '--format': 'boom in regels, JSON, of een graaf voor Graphviz',
      '--as-of':
        'zoals toen bekend: een dag (tot zijn einde in Amsterdam), of een tijdstip met zijn tijdzone',
    },
  },
  audit: { description: 'het auditlogboek: lezen, exporteren, verifiëren' },
  'audit log': {
    description: 'de nieuwste gebeurtenissen, de oudste daarvan eerst',
    options: { '--limit': 'hoeveel' },
  },
  'audit export': {
    description: 'het ondertekende logboek als één bestand, om elders te bewaren en te verifiëren',
    options: {
      '--out': 'in plaats van standaarduitvoer; het staat er zodra het heel is',
      '--overwrite': 'vervang het bestand dat er staat',
      '--json': 'met --out: één JSON-document over het bestand',
    },
  },
  'audit verify': {
    description:
      'bereken elke gebeurtenis en projectie opnieuw, en toets het logboek aan zijn ondertekende stand',
    options: {
      '--file': 'in plaats daarvan een geëxporteerd logboek, zonder enige server',
      '--key': 'met --file: openbare sleutel van dat logboek, als het niet van deze machine is',
      '--against': 'ook een oudere export: wat die ondertekende moet nog in het logboek staan',
    },
  },
  protect: {
    description: 'verberg de cellen van een tabel die mensen zouden verraden',
    options: {
      ...TABLE_OPTIONS,
      '--input': 'records, of kant-en-klare cellen, als CSV in UTF-8',
      '--out': 'de tabel die naar buiten mag',
    },
  },
  attack: {
    description: 'probeer de verborgen cellen van een tabel uit haar bestand te berekenen',
    options: {
      ...TABLE_OPTIONS,
      '--table': 'de tabel om aan te vallen',
      '--input': 'waarvan zij is gemaakt: dan worden alle regels gevraagd',
    },
  },
};

import { stateWord } from '../states.js';

/** What stands between the fixed words of a message and is text itself. Ids, codes, counts and paths stay as they are. */
const WORDS: Readonly<Record<string, string>> = {
  'A contract is submitted': 'Een contract wordt ingediend',
  'Files are delivered': 'Bestanden worden geleverd',
  'Themes are run': 'Thema’s worden uitgevoerd',
  'A run is cancelled': 'Een uitvoering wordt geannuleerd',
  'A release is asked for': 'Een vrijgave wordt gevraagd',
  'A source is suspended': 'Een bron wordt stilgezet',
  'A contract is withdrawn': 'Een contract wordt ingetrokken',
  'A legal hold is placed': 'Een bewaarplicht wordt opgelegd',
  'A suspension or legal hold is lifted': 'Een stilzetting of bewaarplicht wordt opgeheven',
  'A provider is told': 'Een leverancier wordt ingelicht',
  'A breach is assessed': 'Een datalek wordt beoordeeld',
  'this one submitted it': 'deze diende het in',
  'this one had a part in it': 'deze had er een aandeel in',
  'this one works for the provider': 'deze werkt voor de leverancier',
  'this one granted their own role': 'deze gaf zichzelf de rol',
  'this one has already decided on it': 'deze heeft er al over besloten',
  'no parameters': 'geen parameters',
  contract: 'Het contract',
  'table specification': 'De beschrijving van de tabel',
  input: 'De invoer',
  table: 'De tabel',
  export: 'De export',
  'public key': 'De openbare sleutel',
  'a folder': 'een map',
  'no regular file': 'geen gewoon bestand',
  'no header': 'geen kopregel',
  'lacks required columns': 'mist verplichte kolommen',
  'holds values that the contract does not allow': 'bevat waarden die het contract niet toestaat',
  'this cell stands twice': 'deze cel staat er twee keer',
  'a weight below 0': 'een gewicht onder 0',
  'a wrong quote': 'een verkeerd aanhalingsteken',
  'the status is none of the three': 'de stand is geen van de drie',
  'a value stands exactly where the status is "published"':
    'een waarde staat precies waar de stand "published" is',
  'the value is not a number': 'de waarde is geen getal',
  'the file is not UTF-8': 'het bestand is geen UTF-8',
  'shown in one table and hidden in another': 'in de ene tabel getoond en in de andere verborgen',
  'almost the same in two tables': 'in twee tabellen bijna hetzelfde',
  'of almost the same people in two tables': 'in twee tabellen van bijna dezelfde mensen',
  'hidden in two tables': 'in twee tabellen verborgen',
  'of a group whose parts another table shows': 'van een groep waarvan een andere tabel de delen toont',
};

const PATTERNS: readonly (readonly [RegExp, string])[] = [
  [/^earlier table (\d+)$/, 'Eerdere tabel $1'],
  [/^hierarchy of dimension (\d+)$/, 'De hiërarchie van dimensie $1'],
  [/^(\d+) cells where the header has (\d+)$/, '$1 cellen waar de kopregel er $2 heeft'],
  [/^Line (\d+)$/, 'Regel $1'],
  [/^Row (\d+)$/, 'Rij $1'],
  [/^dimension (\d+) has no such code$/, 'dimensie $1 heeft zo’n code niet'],
  [
    /^dimension (\d+) holds a total or subtotal instead of a leaf$/,
    'dimensie $1 heeft een totaal of subtotaal in plaats van een blad',
  ],
  [/^column (\d+) is empty$/, 'kolom $1 is leeg'],
  [/^column (\d+) is not a number$/, 'kolom $1 is geen getal'],
  [/^column (\d+) is not a count$/, 'kolom $1 is geen aantal'],
  [/^column (\d+) has the name of another column$/, 'kolom $1 heeft de naam van een andere kolom'],
];

/** Roles in a sentence: "a provider or a steward", "steward and privacy-officer". */
const ROLES_JOINED = /^(?:an? )?[a-z-]+(?:(?:,| and| or) (?:an? )?[a-z-]+)+$|^an? [a-z-]+$/;

export function dutchWords(text: string): string {
  const known = WORDS[text];
  if (known !== undefined) return known;
  const pattern = PATTERNS.find(([one]) => one.test(text));
  if (pattern) return text.replace(pattern[0], pattern[1]);
  if (!ROLES_JOINED.test(text)) return stateWord(text, 'nl');
  return text
    .replaceAll(/\ban? /g, 'een ')
    .replaceAll(' and ', ' en ')
    .replaceAll(' or ', ' of ');
}

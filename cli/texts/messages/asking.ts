/** Errors in what was asked: options, names and files; see dutch-message.ts. */
export const ASKING: Readonly<Record<string, string>> = {
  'There is no ready contract of that name; see: sluis contracts list':
    'Er is geen kant-en-klaar contract met die naam; zie: sluis contracts list',
  'There is no delivery of that id; see: sluis deliveries':
    'Er is geen levering met die id; zie: sluis deliveries',
  'There is no dataset of that name; see: sluis datasets':
    'Er is geen dataset met die naam; zie: sluis datasets',
  'There is no run of that id; see: sluis runs': 'Er is geen uitvoering met die id; zie: sluis runs',
  'The table did not survive the attack on its file.': 'De tabel doorstond de aanval op haar bestand niet.',
  'Two of the files are the same; name each of them once.':
    'Twee van de bestanden zijn hetzelfde; noem elk één keer.',
  'Ask --up or --down, not both at once.': 'Vraag --up of --down, niet beide tegelijk.',
  '--depth takes a number from 0 to 64, or "all".': '--depth is een getal van 0 tot en met 64, of "all".',
  '--limit takes a number from 1 to 99999.': '--limit is een getal van 1 tot en met 99999.',
  'This release has no such table: sluis results show {}':
    'Deze vrijgave heeft zo’n tabel niet: sluis results show {1}',
  'Nothing is released: it is {}; see: sluis results list':
    'Er is niets vrijgegeven: de stand is {1}; zie: sluis results list',
  '{} cannot be written ({}); choose another --out folder.':
    '{1} kan niet worden geschreven ({2}); kies een andere map voor --out.',
  '--param takes name=value of: {}.': '--param is naam=waarde uit: {1}.',
  'The {} is {}; name a file.': '{1} is {2}; noem een bestand.',
  'The {} cannot be read ({}); name a file that exists.':
    '{1} kan niet worden gelezen ({2}); noem een bestand dat er is.',
  'The {} is larger than {} MiB; name a smaller file.':
    '{1} is groter dan {2} MiB; noem een kleiner bestand.',
  'Line {} of the input is not UTF-8.': 'Regel {1} van de invoer is geen UTF-8.',
  'The result cannot be written ({}); name a folder of yours.':
    'De uitkomst kan niet worden geschreven ({1}); noem een map van uzelf.',
  'The demo does not know one of these options; see: npm run demo -- --help':
    'De demo kent een van deze opties niet; zie: npm run demo -- --help',
  '--{} needs a value; see: npm run demo -- --help':
    '--{1} heeft een waarde nodig; zie: npm run demo -- --help',
  '{} takes a whole number from {} to {}; see: npm run demo -- --help':
    '{1} is een geheel getal van {2} tot en met {3}; zie: npm run demo -- --help',
  'Either --once, to stop everything at the end, or --detach, to leave it up; see: npm run demo -- --help':
    'Of --once, om aan het eind alles te stoppen, of --detach, om alles te laten draaien; zie: npm run demo -- --help',
  '--persons and --seed make the synthetic city, and --real takes other files; see: npm run demo -- --help':
    '--persons en --seed maken de verzonnen stad, en --real neemt andere bestanden; zie: npm run demo -- --help',
  'The folder of --real lacks {} of {} files, {} first; name the folder of the real files, or leave --real out.':
    'In de map van --real ontbreken {1} van {2} bestanden, om te beginnen {3}; noem de map van de echte bestanden, of laat --real weg.',
  'There is no folder that --real names; name the folder of the real files, or leave --real out.':
    'De map die --real noemt is er niet; noem de map van de echte bestanden, of laat --real weg.',
  '--lang takes nl or en; see: npm run demo -- --help': '--lang is nl of en; zie: npm run demo -- --help',
  'A dataset is named DATASET[@VERSION][.COLUMN]; see: sluis results list':
    'Een dataset heet DATASET[@VERSIE][.KOLOM]; zie: sluis results list',
  'The catalog has no such version of {}; see: sluis datasets':
    'De catalogus heeft zo’n versie van {1} niet; zie: sluis datasets',
  'Dataset {} has no such column; see: sluis datasets show {}':
    'Dataset {1} heeft zo’n kolom niet; zie: sluis datasets show {2}',
  'The catalog does not know version {}; run: sluis audit verify':
    'De catalogus kent versie {1} niet; doe: sluis audit verify',
  '{} is there already; name another file, or say --overwrite.':
    '{1} is er al; noem een ander bestand, of zeg --overwrite.',
  '--key goes with --file alone.': '--key hoort bij --file.',
  'Verify a file (--file) or the log of this machine (--against), not both at once.':
    'Verifieer een bestand (--file) of het logboek van deze machine (--against), niet beide tegelijk.',
  'No lake stands here, so its public key has to be named: --key checkpoint.pub':
    'Hier staat geen datameer, dus moet zijn openbare sleutel worden genoemd: --key checkpoint.pub',
  'That is no public key of a log; it stands in credentials/checkpoint.pub of the lake.':
    'Dat is geen openbare sleutel van een logboek; die staat in credentials/checkpoint.pub van het datameer.',
  'The file is no export of an audit log; make one with: sluis audit export':
    'Het bestand is geen export van een auditlogboek; maak er een met: sluis audit export',
  'The export is of format version {}, and this Sluis reads up to {}; verify it with a newer one.':
    'De export is van formaatversie {1}, en deze Sluis leest tot en met {2}; verifieer hem met een nieuwere.',
  'Nothing was signed yet, so there is nothing to export.':
    'Er is nog niets ondertekend, dus is er niets te exporteren.',
  'The log is not what was signed, so it is not exported; run: sluis audit verify':
    'Het logboek is niet wat is ondertekend, en wordt dus niet geëxporteerd; doe: sluis audit verify',
  'A moment is a day (2026-03-01, to its end in Amsterdam) or an instant with its zone (2026-03-01T12:00:00Z).':
    'Een moment is een dag (2026-03-01, tot zijn einde in Amsterdam) of een tijdstip met zijn tijdzone (2026-03-01T12:00:00Z).',
  '{} is not past: more can still be recorded by then. Without that moment the answer is of now.':
    '{1} is niet voorbij: tot dan kan nog meer worden vastgelegd. Zonder dat moment is het antwoord van nu.',
  'At {} the catalog had no such version of {}; without that moment the answer is of now.':
    'Op {1} had de catalogus zo’n versie van {2} niet; zonder dat moment is het antwoord van nu.',
};

import type { ShapeFinding } from '../../domain/profile.js';
import type { Language } from '../language.js';

/** What the vault found of a part's shape, in words that say what to do. */
export const SHAPE_SENTENCES: Readonly<Record<ShapeFinding, Readonly<Record<Language, string>>>> = {
  empty: {
    nl: 'het bestand is leeg; lever er een met een kopregel en records',
    en: 'the file is empty; deliver one with a header and records',
  },
  'header-only': {
    nl: 'er is een kopregel en geen enkel record; lever het bestand opnieuw zodra er records zijn',
    en: 'there is a header and no record; deliver again once there are records',
  },
  'one-column': {
    nl: 'alles staat in één kolom; het scheidingsteken is een ander dan format.delimiter van het contract',
    en: 'everything stands in one column; the delimiter is another than format.delimiter of the contract',
  },
  'quoted-whole': {
    nl: 'elke regel staat als geheel nog eens tussen aanhalingstekens; exporteer het bestand opnieuw',
    en: 'each line stands in quotes as a whole; export the file anew',
  },
  ragged: {
    nl: 'een record heeft een ander aantal cellen dan de kopregel; zoek daar een scheidingsteken of aanhalingsteken te veel, of een titel- of voetregel (format.skipLines, format.footerPattern)',
    en: 'a record has another number of cells than the header; look there for a delimiter or quote too many, or a title or footer line (format.skipLines, format.footerPattern)',
  },
  encoding: {
    nl: 'er staan bytes in die niet in de afgesproken codering passen; bewaar het bestand in format.encoding, of leg de andere vast',
    en: 'it holds bytes that are not of the agreed encoding; save the file in format.encoding, or agree on the other',
  },
  'nul-byte': {
    nl: 'er staan NUL-bytes in, die in geen tekst thuishoren; vaak is het UTF-16 of een beschadigd bestand: exporteer het opnieuw',
    en: 'it holds NUL bytes, which no text has; often it is UTF-16 or damaged: export it anew',
  },
  'duplicate-header': {
    nl: 'twee kolommen heten hetzelfde, zodat niemand weet welke bedoeld is; geef elk een eigen naam',
    en: 'two columns have one name, so that nobody knows which is meant; give each its own',
  },
  'line-too-long': {
    nl: 'een record is langer dan 2 MB; vaak ontbreekt een aanhalingsteken: exporteer het bestand opnieuw',
    en: 'a record is longer than 2 MB; often a closing quote is missing: export the file anew',
  },
  'open-quote': {
    nl: 'een aanhalingsteken gaat open en niet dicht waar de cel eindigt; sluit het, of verdubbel een aanhalingsteken dat bij de tekst hoort',
    en: 'a quote opens and is not closed where its cell ends; close it, or double a quote that belongs to the text',
  },
  'line-ends': {
    nl: 'regels eindigen niet allemaal gelijk, of op een los CR-teken; bewaar het bestand met LF of CRLF aan elk regeleinde',
    en: 'lines do not all end alike, or in a CR alone; save the file with LF or CRLF at every line end',
  },
  'not-a-file': {
    nl: 'het is geen gewoon bestand; lever het bestand zelf',
    en: 'it is no regular file; deliver the file itself',
  },
  unreadable: {
    nl: 'het is geen heel bestand van de afgesproken soort; exporteer het opnieuw en lever het nog eens',
    en: 'it is no whole file of the agreed kind; export it anew and deliver again',
  },
  'parts-differ': {
    nl: 'dit deel heeft andere kolommen dan het eerste; lever delen met dezelfde kolommen',
    en: 'this part has other columns than the first; deliver parts of the same columns',
  },
  'part-twice': {
    nl: 'dit deel is tot op de byte gelijk aan een eerder deel, zodat elk record dubbel telt; lever elk bestand één keer',
    en: 'this part is equal to an earlier one to the byte, so that each record counts twice; deliver each file once',
  },
};

/** The same findings in a word or two, between the places of a verdict. */
export const SHAPE_NAMES_NL: Readonly<Record<ShapeFinding, string>> = {
  empty: 'leeg',
  'header-only': 'alleen een kopregel',
  'one-column': 'alles in één kolom',
  'quoted-whole': 'regels als geheel tussen aanhalingstekens',
  ragged: 'ander aantal cellen',
  encoding: 'andere codering',
  'nul-byte': 'NUL-bytes',
  'duplicate-header': 'kolomnaam dubbel',
  'line-too-long': 'te lange regel',
  'open-quote': 'open aanhalingsteken',
  'line-ends': 'regeleinden',
  'not-a-file': 'geen bestand',
  unreadable: 'onleesbaar',
  'parts-differ': 'andere kolommen',
  'part-twice': 'gelijk aan een eerder deel',
};

/** In the middle of a text: what JSON, URLs, CSV, SQL and shells each write in their own way. */
export const AWKWARD = '"\\é &';

type Spell = (value: string) => string;

/** After so many bytes of something else, so that each way in which a value lies in the groups of base64 occurs. */
const inBase64 =
  (before: number): Spell =>
  (value) =>
    Buffer.from(`${'='.repeat(before)}${value}.`).toString('base64');

const ENCODED: Readonly<Record<string, Spell>> = {
  'base64-0': inBase64(0),
  'base64-1': inBase64(1),
  'base64-2': inBase64(2),
  'base64-glued': (value) => `ab${inBase64(0)(value)}`,
  hex: (value) => Buffer.from(value).toString('hex'),
  'hex-capitals': (value) => Buffer.from(value).toString('hex').toUpperCase(),
  'utf-16le': (value) => Buffer.from(value, 'utf16le').toString('latin1'),
  'utf-16be': (value) => Buffer.from(value, 'utf16le').swap16().toString('latin1'),
  'utf-16-in-json': (value) => JSON.stringify(Buffer.from(value, 'utf16le').toString('latin1')),
};

/** Every form in which a value may have leaked, as bytes in latin1. */
export const SPELLINGS = {
  text: {
    ...ENCODED,
    json: (value) => JSON.stringify(JSON.stringify(value)),
    url: encodeURIComponent,
    capitals: (value) => value.toUpperCase(),
  },
  number: {
    ...ENCODED,
    dotted: (value) => value.replace(/^(...)(...)/, '$1.$2.'),
    blanks: (value) => value.replace(/^(....)(..)/, '$1 $2 '),
    'beside-letters': (value) => `a${value}f`,
  },
  date: {
    ...ENCODED,
    compact: (value) => value.replaceAll('-', ''),
    'compact-dutch': (value) => value.split('-').reverse().join(''),
    dutch: (value) => value.split('-').reverse().join('-'),
    slashes: (value) => value.split('-').reverse().map(Number).join('/'),
    'slashes-in-json': (value) => value.replaceAll('-', '\\/'),
  },
} as const satisfies Readonly<Record<string, Readonly<Record<string, Spell>>>>;

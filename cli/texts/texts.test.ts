import { readdirSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { WHO_MAY } from '../../domain/who-may.js';
import { REFUSALS, type RefusalReason, refusal } from '../../lake/sql/refusals.js';
import { errorText } from '../error-text.js';
import { productFiles, textsOf } from '../testing/source-texts.js';
import { DOCTOR_SENTENCES } from './doctor.js';
import { DUTCH_MESSAGES, dutchMessage } from './messages/dutch-message.js';
import { dutchWords } from './messages/words.js';

const demoFiles = productFiles('demo').filter((file) => !file.startsWith('demo/city/'));

/** Every path of a text with what stands there: a string, or how many values a text takes. */
function shape(value: unknown, path = ''): string[] {
  if (typeof value === 'string') return [`${path} text`];
  if (typeof value === 'function') return [`${path} text of ${value.length}`];
  return Object.entries(value as object).flatMap(([key, one]) => shape(one, `${path}.${key}`));
}

function emptyTexts(value: unknown): number {
  if (typeof value === 'string') return value.trim() === '' ? 1 : 0;
  if (typeof value === 'function') return 0;
  return Object.values(value as object).reduce((sum: number, one) => sum + emptyTexts(one), 0);
}

async function bilingualTables(): Promise<(readonly [string, { en: unknown; nl: unknown }])[]> {
  const files = readdirSync(import.meta.dirname).filter((name) => /^[a-z-]+\.ts$/.test(name));
  const paths = [
    ...files.map((name) => `./${name.replace('.ts', '.js')}`),
    '../../demo/texts.js',
    '../../demo/options.js',
    '../help/frame.js',
  ];
  const tables: (readonly [string, { en: unknown; nl: unknown }])[] = [];
  for (const path of paths)
    for (const [name, value] of Object.entries((await import(path)) as Record<string, unknown>))
      if (value !== null && typeof value === 'object' && 'en' in value && 'nl' in value)
        tables.push([`${path} ${name}`, value as { en: unknown; nl: unknown }]);
  return tables;
}

describe('the tables of texts', () => {
  it('have each text in both languages, of as many values, and none that is empty', async () => {
    const tables = await bilingualTables();
    expect(tables.length).toBeGreaterThanOrEqual(13);
    for (const [name, { en, nl }] of tables) {
      expect(shape(nl), name).toEqual(shape(en));
      expect(emptyTexts(nl) + emptyTexts(en), name).toBe(0);
    }
  });
});

/** What the program declares in English has its Dutch in help/; what a database or a program reads is no text. */
const DECLARING = ['description', 'argument', 'option', 'requiredOption', 'Option', 'SluisError', 'RegExp'];
const FOR_MACHINES = /\b(SELECT|FROM|WHERE)\b|^digraph /;

/** A noun that is put into a message, and has its own Dutch there. */
function isWord(text: string): boolean {
  const filled = text.replaceAll('{}', '7');
  return dutchWords(filled) !== filled;
}

describe('what commands and demo print', () => {
  it('comes from the tables of texts: no sentence stands in the code itself', () => {
    const printing = [
      ...productFiles('cli').filter((file) => !/^cli\/(texts|help)\//.test(file)),
      ...demoFiles.filter((file) => file !== 'demo/texts.ts'),
    ];
    const sentences = printing
      .flatMap(textsOf)
      .filter(({ within }) => !within.some((name) => DECLARING.includes(name) || name === 'bilingual'))
      .filter(({ text }) => /[a-z]{2,} [a-z]{2,}/i.test(text) && !FOR_MACHINES.test(text))
      .filter(({ text }) => !/^(npx )?sluis /.test(text.trim()) && !isWord(text))
      .map(({ file, text }) => `${file}: ${text}`);
    expect(sentences.filter((one) => !ALLOWED.some((allowed) => one.includes(allowed)))).toEqual([]);
  });
});

/** Sentences that are the same for everybody, and the tables that stand beside what they belong to. */
const ALLOWED = [
  'Een patroon is geen verdenking.',
  'FICTIEF – geen bestaand besluit',
  'cli/finding-text.ts:',
  'cli/verdict-text.ts:',
  'cli/plan-text.ts:',
  // A script for the shell.
  'cli/commands/completion.ts:',
  // Its Dutch stands in help/.
  'that of the locale',
  // An error of the program itself, of which only the kind is told.
  'the demo has no source',
  // Reasons that the demo's people write into the record.
  '(demo).',
];

/** Where an error comes from that somebody at a command can meet; others are named by what their code means. */
const MET = ['cli', 'operations', 'domain', 'workflows', 'activities/control', 'activities/vault', 'infra'];
const MET_FILES = [
  'catalog/export-log.ts',
  'catalog/log-file.ts',
  'lake/profile-landed.ts',
  'lake/read-part.ts',
].concat(['lake/curate.ts', 'lake/curate-levels.ts', 'lake/duckdb-errors.ts']);

describe('the message of an error', () => {
  const thrown = [
    ...MET.flatMap(productFiles),
    ...MET_FILES,
    ...demoFiles,
    ...productFiles('privacy/disclosure'),
  ]
    .flatMap(textsOf)
    .filter(({ within }) => within.at(-1) === 'SluisError' && within.length > 0)
    .map(({ text }) => text)
    .filter((text) => / /.test(text) && text.replaceAll('{}', '').length > 8 && !isWord(text));

  it('has a Dutch text wherever somebody at a command can meet it', () => {
    const without = [...new Set(thrown)].filter((text) => DUTCH_MESSAGES[text] === undefined);
    expect(without).toEqual([]);
  });

  it('says in Dutch who may do what', () => {
    const acts = Object.values(WHO_MAY).map(({ what }) => what);
    expect(acts.filter((what) => dutchWords(what) === what)).toEqual([]);
  });

  it('says in Dutch why two tables cannot leave together, the reason inside the sentence too', () => {
    const source = textsOf('privacy/disclosure/linked-margins.ts');
    const reasons = source.filter(({ within }) => ['linked', 'unproven'].includes(within.at(-1) ?? ''));
    expect(reasons.length).toBeGreaterThanOrEqual(4);
    for (const { text } of reasons) expect(dutchWords(text), text).not.toBe(text);
  });

  it('has no Dutch text that nothing throws', () => {
    const all = new Set(thrown);
    expect(Object.keys(DUTCH_MESSAGES).filter((text) => !all.has(text))).toEqual([]);
  });

  it('says in Dutch why the SQL of a theme is refused, with the same line and name', () => {
    for (const [reason, english] of Object.entries(REFUSALS)) {
      const { message } = refusal(reason as RefusalReason, { name: 'brp', line: 7 });
      const dutch = dutchMessage(message) ?? '';
      expect(dutch, reason).toMatch(/^Regel 7: \S/);
      expect(dutch.includes('brp'), reason).toBe(english.includes('{}'));
      expect(dutch, reason).not.toContain('{');
    }
    expect(dutchMessage('Line 7: something that nobody says')).toBeNull();
  });

  it('keeps in Dutch each id, code and count that it has in English', () => {
    for (const [english, dutch] of Object.entries(DUTCH_MESSAGES)) {
      const values = english.split('{}').length - 1;
      const named = [...dutch.matchAll(/\{(\d+)\}/g)].map(([, at]) => Number(at)).sort();
      expect(named, english).toEqual(Array.from({ length: values }, (_, at) => at + 1));
      let next = 0;
      const message = english.replaceAll('{}', () => `id-${++next}`);
      const said = dutchMessage(message) ?? '';
      for (let at = 1; at <= values; at += 1) expect(said, english).toContain(`id-${at}`);
    }
  });

  it('says in Dutch what stands in between too: roles, states, persons', () => {
    expect(dutchMessage('Files are delivered by a provider or a steward: use --as provider.')).toBe(
      'Bestanden worden geleverd door een provider of een steward: gebruik --as provider.',
    );
    expect(
      dutchMessage(
        'request onboard:bag:1 needs another person: this one submitted it; who is still missing: sluis inbox',
      ),
    ).toBe('verzoek onboard:bag:1 heeft een ander nodig: deze diende het in; wie nog ontbreekt: sluis inbox');
    expect(
      dutchMessage('Run run:x:1 is refused, so there is nothing to release; see: sluis runs show run:x:1'),
    ).toContain('is geweigerd, dus');
  });

  it('ends with what to do: its own command, or else what its code advises, in both languages', () => {
    const broken = {
      code: 'DeliveryUnknown',
      message: 'Nothing of delivery bag-1 has been sealed.',
    } as const;
    expect(errorText(broken, 'en')).toBe(`${broken.message}\n→ sluis deliveries.`);
    expect(errorText(broken, 'nl')).toBe('Van levering bag-1 is niets verzegeld.\n→ sluis deliveries.');
    const told = {
      code: 'CatalogUnavailable',
      message: 'The catalog does not answer; start the servers: sluis up',
    };
    expect(errorText({ ...told, code: 'CatalogUnavailable' }, 'en')).toBe(told.message);
  });
});

describe('the doctor in Dutch', () => {
  it('has each of its sentences', () => {
    const sentences = productFiles('infra/doctor')
      .flatMap(textsOf)
      .map(({ text }) => text)
      .filter(
        (text) =>
          / /.test(text) && !/SELECT|^ALTER |^REVOKE |^ch(mod|own) |^30 s$|^\{\} \(\{\} \{\}\)$/.test(text),
      );
    // A value is a number here: it fits whatever a pattern may leave open.
    const said = sentences.map((text) => text.replaceAll('{}', '7'));
    const parts = /^it (builds it with|needs Go)|\(7\), or set 7\.$|^, $|^(PostgreSQL|Node|Temporal) 7$/;
    const without = said.filter(
      (text) => !parts.test(text) && !DOCTOR_SENTENCES.some(([pattern]) => pattern.test(text)),
    );
    expect(without).toEqual([]);
  });
});

import { describe, expect, it } from 'vitest';
import { chosenLanguage } from '../../cli/language.js';

// It runs before anything is compiled, so it is plain JavaScript without types.
const installer = (await import(new URL('./texts.mjs', import.meta.url).href)) as {
  readonly chosenLanguage: typeof chosenLanguage;
  readonly ALL_TEXTS: Readonly<Record<'en' | 'nl', Readonly<Record<string, unknown>>>>;
};

describe('the texts of the installation', () => {
  it.each([
    [[], {}],
    [[], { LANG: 'nl_NL.UTF-8' }],
    [[], { LANG: 'nl_NL.UTF-8', LC_ALL: 'C' }],
    [[], { LANG: 'C', LC_MESSAGES: 'nl_BE' }],
    [[], { LC_ALL: '', LANG: 'nl_NL' }],
    [['--lang', 'nl'], {}],
    [['--persons', '5', '--lang=nl'], { LC_ALL: 'C' }],
    [['--lang', 'en'], { LANG: 'nl_NL.UTF-8' }],
    [['--lang', 'fr'], { LANG: 'nl_NL.UTF-8' }],
    [['--lang'], {}],
  ])('are in the language that the command line would choose: %j %j', (args, env) => {
    expect(installer.chosenLanguage(args, env)).toBe(chosenLanguage(args, env));
  });

  it('are the same in both languages, but for the words', () => {
    const { en, nl } = installer.ALL_TEXTS;
    expect(shapeOf(nl)).toEqual(shapeOf(en));
  });
});

/** Names, and of a function how many facts it tells. */
function shapeOf(texts: Readonly<Record<string, unknown>>): unknown {
  return Object.fromEntries(
    Object.entries(texts).map(([name, text]) => {
      if (typeof text === 'function') return [name, text.length];
      return [name, typeof text === 'object' ? shapeOf(text as Record<string, unknown>) : typeof text];
    }),
  );
}

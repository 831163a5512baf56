import { Option } from 'commander';

export type Language = 'nl' | 'en';
export const LANGUAGES: readonly Language[] = ['nl', 'en'];

/** Dutch where the locale says so: the first of these variables that is not empty decides (POSIX.1-2017, 8.2). */
export function localeLanguage(env: NodeJS.ProcessEnv): Language {
  const locale = env.LC_ALL || env.LC_MESSAGES || env.LANG || '';
  return locale.startsWith('nl') ? 'nl' : 'en';
}

/**
 * The language of one call: `--lang`, wherever it stands, else that of the locale. It is read before the commands are
 * made, since their help is in it too; a third language is refused when the options are parsed.
 */
export function chosenLanguage(
  args: readonly string[] = process.argv.slice(2),
  env: NodeJS.ProcessEnv = process.env,
): Language {
  const at = args.indexOf('--lang');
  const asked =
    at < 0 ? args.find((one) => one.startsWith('--lang='))?.slice('--lang='.length) : args[at + 1];
  return LANGUAGES.find((one) => one === asked) ?? localeLanguage(env);
}

/** Both languages of a set of texts. English is the reference: a Dutch text that is missing or too many does not compile. */
export function bilingual<T>(en: T, nl: NoInfer<T>): Readonly<Record<Language, T>> {
  return { en, nl };
}

/** `--lang`, of the whole program: of everything that is written for people; JSON is never translated. */
export function languageOption(): Option {
  return new Option('--lang <language>', 'language of texts and rules; --json is the same in both')
    .choices(LANGUAGES)
    .default(chosenLanguage(), 'that of the locale');
}

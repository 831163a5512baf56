import { Option } from 'commander';

export type Language = 'nl' | 'en';

/** Dutch where the locale says so: the first of these variables that is not empty decides (POSIX.1-2017, 8.2). */
export function localeLanguage(env: NodeJS.ProcessEnv): Language {
  const locale = env.LC_ALL || env.LC_MESSAGES || env.LANG || '';
  return locale.startsWith('nl') ? 'nl' : 'en';
}

/** `--lang`, of the commands that print a verdict. */
export function languageOption(): Option {
  return new Option('--lang <language>', 'language of the rules')
    .choices(['nl', 'en'])
    .default(localeLanguage(process.env), 'that of the locale');
}

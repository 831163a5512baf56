/** The same rule as cli/language.ts, which is not compiled yet when these texts are needed. */
export function chosenLanguage(args = process.argv.slice(2), env = process.env) {
  const at = args.indexOf('--lang');
  const asked =
    at < 0 ? args.find((one) => one.startsWith('--lang='))?.slice('--lang='.length) : args[at + 1];
  if (asked === 'nl' || asked === 'en') return asked;
  return (env.LC_ALL || env.LC_MESSAGES || env.LANG || '').startsWith('nl') ? 'nl' : 'en';
}

const en = {
  begins: (name, expectation) => `${name} … (${expectation})`,
  goesOn: (name, seconds) => `${name} … ${seconds} s so far`,
  done: (name, seconds) => `${name}: done in ${seconds} s`,
  waiting: 'Another preparation is under way: waiting for it.',
  unstartable: (command, code) => `${command} could not be started (${code}).`,
  failed: (command, code) => `${command} failed (${code}): see above, then try again.`,
  packages: 'about half a minute, 0.6 GB',
  compiling: 'some ten seconds the first time',
  bundling: 'some three seconds',
  building: {
    temporal: 'about three minutes the first time, 2.5 GB of Go caches',
    versitygw: 'about one minute the first time, 1.3 GB of Go caches',
  },
  noProgram: (variable) => `${variable} names no program: correct it or unset it.`,
  otherVersion: (path, found, tried) => `${path} is ${found}; this is tried with ${tried}.`,
  cacheClosed: (folder) => `${folder} cannot be written: set SLUIS_CACHE to a folder of yours.`,
  noGo: (name, override) =>
    `${name} must be built and there is no Go: install Go 1.25 or later, or put ${name} on PATH, or set ${override} to a server of yours.`,
  oldGo: (found, name, override) =>
    `Go ${found} is too old to build ${name}: install Go 1.25 or later, or put ${name} on PATH, or set ${override} to a server of yours.`,
  oldNode: (found) => `Node ${found} is too old: install Node 20.19 or later.`,
  noPostgres: 'No PostgreSQL for this machine: install PostgreSQL 15 or later, or set DATABASE_URL.',
};

const nl = {
  begins: (name, expectation) => `${name} … (${expectation})`,
  goesOn: (name, seconds) => `${name} … al ${seconds} s bezig`,
  done: (name, seconds) => `${name}: klaar in ${seconds} s`,
  waiting: 'Een andere voorbereiding loopt al: er wordt op gewacht.',
  unstartable: (command, code) => `${command} kon niet worden gestart (${code}).`,
  failed: (command, code) => `${command} is mislukt (${code}): zie hierboven, en probeer het opnieuw.`,
  packages: 'ongeveer een halve minuut, 0,6 GB',
  compiling: 'de eerste keer zo’n tien seconden',
  bundling: 'zo’n drie seconden',
  building: {
    temporal: 'de eerste keer ongeveer drie minuten, 2,5 GB aan caches van Go',
    versitygw: 'de eerste keer ongeveer een minuut, 1,3 GB aan caches van Go',
  },
  noProgram: (variable) => `${variable} noemt geen programma: verbeter of verwijder die variabele.`,
  otherVersion: (path, found, tried) => `${path} is ${found}; dit is beproefd met ${tried}.`,
  cacheClosed: (folder) => `In ${folder} kan niet worden geschreven: laat SLUIS_CACHE een eigen map noemen.`,
  noGo: (name, override) =>
    `${name} moet worden gebouwd en er is geen Go: installeer Go 1.25 of later, zet ${name} op het PATH, of laat ${override} een eigen server noemen.`,
  oldGo: (found, name, override) =>
    `Go ${found} is te oud om ${name} te bouwen: installeer Go 1.25 of later, zet ${name} op het PATH, of laat ${override} een eigen server noemen.`,
  oldNode: (found) => `Node ${found} is te oud: installeer Node 20.19 of later.`,
  noPostgres:
    'Geen PostgreSQL voor deze machine: installeer PostgreSQL 15 of later, of laat DATABASE_URL een eigen server noemen.',
};

export const ALL_TEXTS = { en, nl };
/** What the installation says, in the language of this call. */
export const texts = ALL_TEXTS[chosenLanguage()];

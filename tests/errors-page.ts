import { ERRORS_EN } from '../cli/texts/errors-en.js';
import { ERROR_CODES, type ErrorCode, type ErrorFamily, FAMILIES } from '../domain/errors.js';

const FAMILY_TEXTS: Readonly<Record<ErrorFamily, string>> = {
  Refused: 'Policy said no. Trying again changes nothing.',
  Forbidden: 'This person may not.',
  Invalid: 'The input cannot be right.',
  Conflict: 'Someone or something was first.',
  NotFound: 'It is not there.',
  Transient: 'It may work in a moment: workflows try again by themselves.',
  Integrity: 'Something is not what the record says. Stop, and have somebody look.',
};

/** The text of docs/errors.md. */
export function errorsPage(): string {
  return `${[INTRODUCTION, ...Object.keys(FAMILIES).map((name) => section(name as ErrorFamily))].join('\n\n')}\n`;
}

const INTRODUCTION = `# Errors

Made from \`domain/errors.ts\` and \`cli/texts/errors-en.ts\` by \`npx vitest run tests/errors-page.test.ts -u\`; do not edit it by hand. A message names
ids, codes, counts, lines and columns, never a value of a source, and what to do next. The exit code is that of the
command line; \`sluis protect\` alone exits 5 where a table is not protectable.`;

function section(family: ErrorFamily): string {
  const { exit, http, retry } = FAMILIES[family];
  const codes = (Object.keys(ERROR_CODES) as ErrorCode[]).filter((code) => ERROR_CODES[code] === family);
  const rows = codes.map(
    (code) => `| \`${code}\` | ${ERRORS_EN[code].happened} | ${linked(ERRORS_EN[code].next)} |`,
  );
  return [
    `## ${family}: exit ${exit}`,
    '',
    `${FAMILY_TEXTS[family]} HTTP ${http}; a workflow ${retry ? 'tries again' : 'does not try again'}.`,
    '',
    '| code | what happened | what to do |',
    '| --- | --- | --- |',
    ...rows,
  ].join('\n');
}

/** A page of docs/ that a terminal is told by its path is a link here. */
function linked(text: string): string {
  return text.replaceAll(/`docs\/([a-z-]+\.md)`/g, '[$1]($1)');
}

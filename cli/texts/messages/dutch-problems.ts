import { translator } from './translate.js';
import { TYPE_WORDS, YAML_PROBLEMS } from './yaml-problems.js';

const PLACED = /^(?<place>\d+:\d+ (?:[A-Za-z_][\w.[\]-]*: )?)(?<what>.+)$/;

/** Also inside `is missing (expected string)`. */
const translate = translator(
  YAML_PROBLEMS,
  (value): string =>
    TYPE_WORDS[value] ?? (/^(expected|Invalid)/.test(value) ? (translate(value) ?? value) : value),
);

/** The problems of a YAML text in Dutch, a line each at the same place; null where one of them has no Dutch. */
export function dutchProblems(message: string): string | null {
  const lines = message.split('\n').map((line) => {
    const { place = '', what = line } = PLACED.exec(line)?.groups ?? {};
    const dutch = translate(what);
    return dutch === null ? null : place + dutch;
  });
  return lines.every((line) => line !== null) ? lines.join('\n') : null;
}

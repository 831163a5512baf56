import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import type { Home } from '../../infra/home.js';
import type { Place } from './places.js';

export interface Said {
  readonly exit: number;
  readonly out: string;
}

const PROGRAM = fileURLToPath(new URL('../../dist/cli/main.js', import.meta.url));

/** The command line as people run it; all that it said, on both streams, is kept for the search. */
export class CommandLine {
  readonly #said: Place[] = [];

  constructor(readonly home: Home) {}

  /** What was said so far; what the caller typed himself, such as the path of a file, is taken out. */
  get said(): readonly Place[] {
    return this.#said;
  }

  async run(
    args: readonly string[],
    variables: Readonly<Record<string, string>> = {},
    preload: readonly string[] = [],
  ): Promise<Said> {
    const env = { ...process.env, SLUIS_HOME: this.home.root, NO_COLOR: '1', ...variables };
    const said = await new Promise<Said>((resolve) => {
      execFile(process.execPath, [...preload, PROGRAM, ...args], { env }, (error, stdout, stderr) => {
        resolve({ exit: error === null ? 0 : Number(error.code ?? -1), out: stdout + stderr });
      });
    });
    const typed = args.filter((arg) => arg.includes('/'));
    const out = typed.reduce((text, path) => text.replaceAll(path, ''), said.out);
    this.#said.push({ name: `sluis ${args.slice(0, 2).join(' ')}`, text: out });
    return { ...said, out };
  }
}

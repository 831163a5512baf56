import type { Contract } from '../policy/contract.js';
import { bilingual, type Language } from './language.js';

type Assessment = NonNullable<Contract['assessment']>;

interface Words {
  readonly title: string;
  readonly none: string;
  readonly said: Readonly<Record<'necessity' | 'suitability' | 'proportionality' | 'subsidiarity', string>>;
  readonly by: (by: string, on: string) => string;
  readonly unasked: string;
}

const WORDS = bilingual<Words>(
  {
    title: 'What the controller weighed',
    none: 'The contract names none.',
    said: {
      necessity: 'necessity',
      suitability: 'suitability',
      proportionality: 'proportionality',
      subsidiarity: 'subsidiarity',
    },
    by: (by, on) => `by ${by}, on ${on}`,
    unasked: 'No rule asks for it or judges it: that is for who decides.',
  },
  {
    title: 'Wat de verwerkingsverantwoordelijke heeft afgewogen',
    none: 'Het contract noemt er geen.',
    said: {
      necessity: 'noodzaak',
      suitability: 'geschiktheid',
      proportionality: 'proportionaliteit',
      subsidiarity: 'subsidiariteit',
    },
    by: (by, on) => `door ${by}, op ${on}`,
    unasked: 'Geen regel vraagt erom of toetst het: dat doet wie besluit.',
  },
);

export const assessmentTitle = (language: Language) => WORDS[language].title;

/** What the controller weighed, in its own words, or that the contract does not say. */
export function assessmentText(assessment: Assessment | null, language: Language): string {
  const { none, said, by, unasked } = WORDS[language];
  if (assessment === null) return `${none} ${unasked}`;
  const names = Object.keys(said) as (keyof typeof said)[];
  const lines = names.map((name) => `${said[name].padEnd(18)}${assessment[name]}`);
  return [...lines, by(assessment.by, assessment.on), unasked].join('\n');
}

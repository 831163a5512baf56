import pc from 'picocolors';
import type { Verification } from '../catalog/verify.js';
import { fail } from '../cli/output.js';
import { verdictText } from '../cli/verdict-text.js';
import { down, openAccess, up } from '../infra/access.js';
import { createHome, homeAt, repositoryRoot } from '../infra/home.js';
import { verifyAudit } from '../operations/verify.js';
import { type OnboardingOutcome, onboardDemo } from './onboarding.js';
import { DEMO_LINKAGE_DOMAINS, DEMO_SOURCES, REAL_SOURCES } from './sources.js';

const HELP = `npm run demo [-- options]

  --once      stop everything at the end
  --detach    return with everything up
  --json      one JSON document on standard output (npm run -s demo -- --json)
  --help      this text
`;

const say = (text: string) => void process.stderr.write(`${text}\n`);

async function demo(args: readonly string[]): Promise<void> {
  if (args.includes('--help')) return void process.stdout.write(HELP);
  const started = Date.now();
  const home = homeAt();
  createHome(home);
  say('Starting PostgreSQL, Temporal, S3 and the control worker on loopback …');
  await up(home);
  const access = await openAccess(home);
  try {
    const outcomes = await onboardAll(access);
    const audit = await verifyAudit(access);
    const seconds = Math.round((Date.now() - started) / 100) / 10;
    if (args.includes('--json'))
      process.stdout.write(`${JSON.stringify(documentOf(outcomes, audit, seconds))}\n`);
    else process.stdout.write(`${story(outcomes, audit, seconds)}\n`);
  } finally {
    await access.close();
    if (args.includes('--once')) await down(home, { wipe: false });
  }
}

async function onboardAll(access: Awaited<ReturnType<typeof openAccess>>): Promise<OnboardingOutcome[]> {
  const root = repositoryRoot();
  const paths = [
    ...[...REAL_SOURCES, ...DEMO_SOURCES].map(({ contract }) => contract),
    ...DEMO_LINKAGE_DOMAINS,
  ];
  const outcomes: OnboardingOutcome[] = [];
  for (const path of paths) {
    say(`  onboarding ${path}`);
    outcomes.push(await onboardDemo(access, root, path));
  }
  return outcomes;
}

function documentOf(outcomes: readonly OnboardingOutcome[], { ok, events }: Verification, seconds: number) {
  const sources = outcomes.map(({ id, stage, verdict }) => ({
    id,
    stage,
    outcome: verdict?.outcome ?? null,
    rules: (verdict?.hits ?? []).map(({ code, outcome }) => ({ code, outcome })),
  }));
  return { sources, audit: { ok, events }, seconds };
}

function story(outcomes: readonly OnboardingOutcome[], audit: Verification, seconds: number): string {
  const parts = outcomes.map(({ id, stage, verdict, decisions }) => {
    const by = decisions.map(({ account, as }) => `${account} (as ${as})`).join(' and ');
    const decided = by === '' ? 'nobody was asked: the gate refused it' : `decided by ${by}`;
    return `${pc.bold(id)}: ${stage}, ${decided}\n${verdict ? verdictText({ ...verdict, askedAt: '' }) : ''}`;
  });
  return [
    ...parts,
    '',
    `audit verify: ${audit.ok ? 'verified' : 'NOT VERIFIED'}, ${audit.events} events, ${audit.signed} signed. ${seconds} s.`,
    'The demo shows submission and decision; deliveries, themes and releases are not part of it yet (CHANGELOG.md).',
    'Try next:',
    '  npx sluis check demo/contracts/airbnb-amsterdam.yaml --lang nl',
    '  npx sluis status',
    '  npx sluis down',
  ].join('\n');
}

await demo(process.argv.slice(2)).catch(fail);

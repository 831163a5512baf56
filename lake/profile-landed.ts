import { SluisError } from '../domain/errors.js';
import type { ColumnProfile, DetectedKind, Profile } from '../domain/profile.js';
import type { TreatmentPlan } from '../domain/treatment-plan.js';
import { detectKinds, holdsDates } from './detect-kinds.js';
import type { DuckDbSession } from './duckdb-session.js';
import type { Landed } from './landed.js';
import { areaCodes, withoutAreaColumns } from './profile-area.js';
import { countLanded, type LandedCounts } from './profile-query.js';
import type { Finding } from './read-csv.js';
import { openLanded } from './read-landed.js';
import { sameParts } from './same-parts.js';

/**
 * Reads every cell of a landed delivery and reports what it holds, for gate G1: counts, positions and the contract's
 * own names, never a value. A part that cannot be read is a finding of its shape and no error; the counts are then
 * those of the parts that can.
 * @param paths the plain parts of the delivery, in order
 * @param workFolder on a private file system; holds unlinked copies of recoded parts while this runs
 * @throws SluisError ServerUnavailable where the engine stopped (memory, disk, interrupt);
 *   ContractInvalid for a kind of file that cannot be read yet
 */
export async function profileLanded(
  session: DuckDbSession,
  paths: readonly string[],
  plan: TreatmentPlan,
  workFolder: string,
): Promise<Profile> {
  const landed = await openLanded(session, paths, plan.format, workFolder);
  try {
    const { counts, failing } = await countReadable(session, plan, landed);
    const detected = await detectedKinds(session, plan, landed, counts);
    return {
      rows: counts.rows,
      parts: paths.length,
      shape: [
        ...landed.shape,
        ...failing.filter((one) => !isExplained(one, landed.shape)),
        ...(await sameParts(paths)),
      ],
      ...columnProfiles(plan, landed, counts, detected),
      missingColumns: plan.fields
        .filter(({ required, source }) => required && !landed.names.includes(source))
        .map(({ source }) => source),
      smallestClass: counts.smallestClass,
      ...(counts.largestClass === undefined ? {} : { largestClass: counts.largestClass }),
    };
  } finally {
    await landed.close();
  }
}

/** A part that ran together is read otherwise than it was meant: where it then breaks off is no second cause. */
function isExplained({ finding, part }: Finding, shape: readonly Finding[]): boolean {
  return (
    !['encoding', 'line-too-long'].includes(finding) &&
    shape.some((one) => one.part === part && ['one-column', 'quoted-whole'].includes(one.finding))
  );
}

async function countReadable(
  session: DuckDbSession,
  plan: TreatmentPlan,
  landed: Landed,
): Promise<{ readonly counts: LandedCounts; readonly failing: readonly Finding[] }> {
  const counts = await tryToCount(session, plan, landed);
  if (counts?.rows === landed.records()) return { counts, failing: [] };
  const failing = await landed.leaveOutFailing();
  const rest = await countLanded(session, plan, landed);
  if (failing.length === 0 || rest.rows !== landed.records()) {
    throw new SluisError('SourceMalformed', 'The delivery gives another number of records at each reading.', {
      finding: 'unreadable',
    });
  }
  return { counts: rest, failing };
}

async function tryToCount(
  session: DuckDbSession,
  plan: TreatmentPlan,
  landed: Landed,
): Promise<LandedCounts | null> {
  try {
    return await countLanded(session, plan, landed);
  } catch (error) {
    if (error instanceof SluisError && error.code === 'SourceMalformed') return null;
    throw error;
  }
}

async function detectedKinds(
  session: DuckDbSession,
  plan: TreatmentPlan,
  landed: Landed,
  counts: LandedCounts,
): Promise<readonly (readonly DetectedKind[])[]> {
  const detected = detectKinds(
    landed.names.map((name, at) => {
      const { distinct = 0, tests } = counts.columns[at] as LandedCounts['columns'][number];
      return { header: landed.names.length === 1 ? besideTheAgreed(name, plan) : name, distinct, tests };
    }),
  );
  const codes = areaCodes(plan, landed, counts.columns);
  return codes === null ? detected : withoutAreaColumns(session, plan, landed, codes, detected);
}

/**
 * Of a header that was read as one name, by another delimiter or in quotes as a whole: what the contract does not name.
 * A file in the wrong shape that holds what was agreed brings nothing unasked.
 */
function besideTheAgreed(header: string, { fields }: TreatmentPlan): string {
  const agreed = new Set(fields.map(({ source }) => source));
  if (agreed.has(header)) return header;
  return header
    .split(/[,;\t|"]/)
    .filter((name) => !agreed.has(name.trim()))
    .join(' ');
}

function columnProfiles(
  plan: TreatmentPlan,
  landed: Landed,
  counts: LandedCounts,
  detected: readonly (readonly DetectedKind[])[],
): Pick<Profile, 'columns' | 'unknownColumns'> {
  const columns: ColumnProfile[] = [];
  const unknownColumns: Profile['unknownColumns'][number][] = [];
  for (const [at, name] of landed.names.entries()) {
    const { missing, distinct, invalid, tests } = counts.columns[at] as LandedCounts['columns'][number];
    const common = { position: at + 1, detected: detected[at] ?? [] };
    const isKnown = plan.fields.some(({ source }) => source === name) && landed.names.indexOf(name) === at;
    const dates = holdsDates({ distinct, tests }) ? ({ dates: true } as const) : {};
    if (isKnown) columns.push({ name, ...common, missing, distinct, invalid, ...dates });
    else unknownColumns.push(common);
  }
  return { columns, unknownColumns };
}

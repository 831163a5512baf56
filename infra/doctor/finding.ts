/** One thing that the doctor looked at. It names ids, versions and counts, never a secret. */
export interface Finding {
  readonly area: 'machine' | 'walls' | 'files' | 'servers' | 'rights' | 'workers' | 'quarantine';
  readonly check: string;
  /** `absent`: a protection that this start cannot have; the rest works. */
  readonly state: 'ok' | 'absent' | 'broken';
  readonly says: string;
  /** What to do about it; empty where nothing is to be done. */
  readonly next: string;
}

type Area = Finding['area'];

export function ok(area: Area, check: string, says: string): Finding {
  return { area, check, state: 'ok', says, next: '' };
}

export function broken(area: Area, check: string, says: string, next: string): Finding {
  return { area, check, state: 'broken', says, next };
}

/** A finding of a look that itself can fail: the text of the failure stays behind. */
export async function looked(
  area: Area,
  check: string,
  next: string,
  look: () => Promise<Finding | readonly Finding[]>,
): Promise<readonly Finding[]> {
  try {
    const found = await look();
    return Array.isArray(found) ? found : [found as Finding];
  } catch (error) {
    const { code, name } = error as { code?: unknown; name?: unknown };
    return [broken(area, check, `no answer (${String(code ?? name)})`, next)];
  }
}

import type { Agreement, AgreementKind, CollectedFor, Contract } from '../contract.js';
import { providersOf } from '../providers.js';
import { collectedBy } from './origins.js';
import { type Asked, ifAny } from './rule.js';

/** Papers that let data collected for a task be provided: whoever collected it for that is a party to one of them. */
const TASK_OF: Readonly<Partial<Record<AgreementKind, CollectedFor>>> = {
  'wpg-18': 'policing',
  'wpg-19': 'policing',
  'wpg-20': 'policing',
  'wpg-22': 'policing',
  'wjsg-9': 'justice',
  'wjsg-15': 'justice',
  'wjsg-39f': 'justice',
  'cbs-41': 'official-statistics',
  'awr-67-2a': 'taxation',
  'awr-67-2b': 'taxation',
  'awr-67-3': 'taxation',
};

/** What an organisation must have signed that holds such a role as well (GDPR 26, 28). */
const NEEDED: Partial<Record<Contract['roles'][number]['role'], AgreementKind>> = {
  'joint-controller': 'joint-controllers-26',
  processor: 'processor-28',
};

/** What the tax service's secrecy excepts is laid down by others: there no provider gives the paper (W05 says who is in it). */
const isGiven = (kind: AgreementKind) =>
  kind === 'wgs' || (TASK_OF[kind] !== undefined && TASK_OF[kind] !== 'taxation');

/**
 * Rule S04: every provider is party to an agreement, to one of the papers that its task asks for, and to what its other
 * roles need; and each paper that a provider gives has one as a party, of those that collected for its task where there
 * are any. A licence has no parties. Of who receives, the rule asks nothing.
 */
export function providerWithoutAgreement(asked: Asked): readonly string[] | null {
  const { contract } = asked;
  const providers = providersOf(contract);
  if (providers.length === 0) return ['roles'];
  const isOpen = contract.regimes.every((regime) => regime === 'OPEN');
  if (isOpen && contract.agreements.some(({ kind }) => kind === 'licence')) return null;
  const isAlone = providers.some(
    (oin) => !contract.agreements.some(({ kind, parties }) => kind !== 'licence' && parties.includes(oin)),
  );
  const lacking = contract.roles.flatMap(({ oin, role }, index) => {
    const needed = providers.includes(oin) ? NEEDED[role] : undefined;
    const isSigned = contract.agreements.some(
      ({ kind, parties }) => kind === needed && parties.includes(oin),
    );
    return needed === undefined || isSigned ? [] : [`roles[${index}]`];
  });
  return ifAny([...(isAlone ? ['agreements'] : []), ...withoutCollector(asked), ...lacking]);
}

/** Papers of which those that collected for their task are no parties. */
function withoutCollector(asked: Asked): readonly string[] {
  const { contract } = asked;
  const providers = providersOf(contract);
  const collectorsFor = (task: CollectedFor | undefined) =>
    providers.filter((oin) => task !== undefined && collectedBy(oin, asked).includes(task));
  return contract.agreements.flatMap(({ kind, parties }, index) => {
    const task = TASK_OF[kind];
    const collectors = collectorsFor(task);
    const ofTask = contract.agreements.filter((one: Agreement) => task && TASK_OF[one.kind] === task);
    const isLeftOut = collectors.some((oin) => ofTask.every((one) => !one.parties.includes(oin)));
    const givers = collectors.length > 0 ? collectors : providers;
    const isNobodys = isGiven(kind) && givers.every((oin) => !parties.includes(oin));
    return isLeftOut || isNobodys ? [`agreements[${index}].parties`] : [];
  });
}

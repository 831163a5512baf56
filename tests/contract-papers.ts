import type { Json } from '../domain/canonical-json.js';
import { sha256Json } from '../domain/digest.js';
import { previewSubmission } from '../operations/plan-preview.js';
import type { Contract } from '../policy/contract.js';
import { LAWS } from '../policy/law/laws.js';

/** A paper that a contract rests on: where it stands there, and the contract without it, or without a part of it. */
interface Paper {
  readonly place: string;
  readonly without: readonly Contract[];
}

/** What policy answers at submission where a paper, or any part of it, is not there. */
export interface DemandedPaper {
  readonly place: string;
  /** Codes of rules that are silent with the paper, in order. */
  readonly codes: readonly string[];
}

/** Every paper of a contract that a rule asks for: found by taking each away and asking the gate again. */
export function demandedPapers(contract: Contract): readonly DemandedPaper[] {
  const silent = answerOf(contract);
  return papersOf(contract).flatMap(({ place, without }) => {
    const answers = without.flatMap((lesser) => answerOf(lesser).filter((hit) => !silent.includes(hit)));
    const codes = [...new Set(answers.map((hit) => hit.slice(0, 3)))].sort();
    return codes.length === 0 ? [] : [{ place, codes }];
  });
}

/** Articles that the contract cites, as verdicts name them: "Gemeentewet 108". */
export function citedArticles({ legalGround, art10, bsn }: Contract): readonly string[] {
  const grounds = legalGround.flatMap(({ law }) => law.map((one) => `${one.bwbId} art. ${one.article}`));
  const cited = [...grounds, art10.law, bsn.law].flatMap((text) => [
    ...(text ?? '').matchAll(/(BWBR\d{7}) art\. (\d+)/g),
  ]);
  const shortOf = (id = '') => Object.values(LAWS).find(({ bwbId }) => bwbId === id)?.short ?? id;
  return [...new Set(cited.map(([, id, article]) => `${shortOf(id)} ${article}`))];
}

/** Rules with their answer: one that sets a condition with the paper may refuse without it. */
function answerOf(contract: Contract): readonly string[] {
  const hash = sha256Json(contract as unknown as Json);
  const { hits } = previewSubmission({ contract, hash, mode: 'demo', now: '2026-01-01T00:00:00.000Z' });
  return hits.map(({ code, outcome }) => `${code} ${outcome}`);
}

function papersOf(contract: Contract): readonly Paper[] {
  const { agreements, legalGround, compatibility, art10, bsn, registerUri, dpia } = contract;
  const less = (changes: object) => ({ ...contract, ...changes }) as Contract;
  const ofAgreements = agreements.flatMap((one, at): Paper[] => {
    const others = agreements.toSpliced(at, 1);
    const unsaid = Object.keys(one).filter((key) => key === 'permission' || key === 'awr67');
    const incomplete = unsaid.map((key) => {
      const { [key as 'permission']: _, ...rest } = one;
      return { place: `${one.kind}: ${key}`, without: [less({ agreements: agreements.with(at, rest) })] };
    });
    return [{ place: `agreements: ${one.kind}`, without: [less({ agreements: others })] }, ...incomplete];
  });
  const everyGround = (changes: object) =>
    less({ legalGround: legalGround.map((one) => ({ ...one, ...changes })) });
  return [
    ...ofAgreements,
    { place: 'legalGround: law', without: [everyGround({ law: [] })] },
    { place: 'legalGround: decidedBy', without: [everyGround({ decidedBy: undefined })] },
    { place: 'compatibility', without: [less({ compatibility: { kind: 'none' } })] },
    {
      place: 'compatibility: factors',
      without: partsOf(compatibility.factors).map((factors) =>
        less({ compatibility: { ...compatibility, factors } }),
      ),
    },
    ...(compatibility.decidedBy
      ? [
          {
            place: 'compatibility: decidedBy',
            without: [less({ compatibility: { ...compatibility, decidedBy: undefined } })],
          },
        ]
      : []),
    {
      place: 'art10: item, law',
      without: art10.present
        ? [less({ art10: { ...art10, item: undefined } }), less({ art10: { ...art10, law: undefined } })]
        : [],
    },
    {
      place: 'bsn: task, necessity, law',
      without: bsn.present
        ? ['task', 'necessity', 'law'].map((part) => less({ bsn: { ...bsn, [part]: undefined } }))
        : [],
    },
    ...(dpia ? [{ place: 'dpia', without: [less({ dpia: null })] }] : []),
    ...(registerUri ? [{ place: 'registerUri', without: [less({ registerUri: null })] }] : []),
    { place: 'retentionBasis', without: [less({ retentionBasis: '' })] },
  ];
}

/** An object without each of its members in turn. */
function partsOf(whole: object | undefined): readonly object[] {
  return Object.keys(whole ?? {}).map((name) =>
    Object.fromEntries(Object.entries(whole ?? {}).filter(([key]) => key !== name)),
  );
}

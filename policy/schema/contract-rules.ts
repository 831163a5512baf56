import type { z } from 'zod';
import { isEntityType } from '../../domain/entity-types.js';
import type {
  Contract,
  ContractField,
  LinkageDomain,
  LogicalType,
  Treatment,
  TreatmentKind,
} from '../contract.js';
import { restrictionMisfit } from '../restriction-values.js';

type Path = readonly (string | number)[];
const UNKNOWN_TYPE = 'is no known entity type: bsn, kvk, vbo, person, household, …';
const REVERSED = 'lies before its beginning';
type Report = (path: Path, what: string) => void;

/** What holds between the fields of a contract, beyond the form of each: every offence is reported at its place. */
export function checkContract(contract: Contract, context: z.RefinementCtx): void {
  const report: Report = (path, message) => context.addIssue({ code: 'custom', path: [...path], message });
  checkNames(contract.fields, report);
  contract.fields.forEach((field, index) => {
    checkTreatment(field.treatment, ['fields', index, 'treatment'], report);
    checkCodeList(field, ['fields', index, 'codeList'], report);
  });
  checkCitizenNumber(contract, report);
  checkMissingWhen(contract, report);
  checkFormat(contract, report);
  checkColumns(contract, report);
  checkSpans(contract, report);
  checkDomains(contract.linkageDomains, report);
  checkRestrictions(contract, report);
}

/** What holds between the fields of a linkage domain. */
export function checkLinkageDomain(domain: LinkageDomain, context: z.RefinementCtx): void {
  const { entityTypes, sources, validity } = domain;
  const report = (path: Path, message: string) =>
    context.addIssue({ code: 'custom', path: [...path], message });
  entityTypes.forEach((type, index) => {
    if (!isEntityType(type)) report(['entityTypes', index], UNKNOWN_TYPE);
  });
  sources.forEach(({ sourceId, provider }, index) => {
    if (sources.findIndex((one) => one.sourceId === sourceId && one.provider === provider) < index)
      report(['sources', index, 'sourceId'], 'names a source that is there already');
  });
  if (validity.until < validity.from) report(['validity', 'until'], REVERSED);
}

/** Delivered columns match by their exact name; in the lake, names that differ in case only are one. */
function checkNames(fields: readonly ContractField[], report: Report): void {
  const delivered = new Set<string>();
  const inLake = new Set<string>();
  fields.forEach(({ name, as }, index) => {
    const lakeName = (as ?? name).toLowerCase();
    if (delivered.has(name)) report(['fields', index, 'name'], 'names a field that is there already');
    else if (inLake.has(lakeName))
      report(
        ['fields', index, as === undefined ? 'name' : 'as'],
        'is the name in the lake of another field; give it its own name with "as"',
      );
    delivered.add(name);
    inLake.add(lakeName);
  });
}

const WHOLE = /^-?\d{1,12}$/;

/** What each treatment takes as `param`: the same that lake/treatments.ts carries out; null for none at all. */
const PARAMS: Readonly<
  Record<TreatmentKind, { readonly fits: (param: string) => boolean; readonly what: string } | null>
> = {
  keep: null,
  drop: null,
  pseudonymise: null,
  generalise: { fits: (param) => ['year', 'month', 'pc4'].includes(param), what: 'year, month or pc4' },
  bucket: { fits: isRising, what: 'whole numbers in rising order, separated by commas: "0,12,24,65"' },
  round: { fits: (param) => /^[1-9]\d{0,8}$/.test(param), what: 'one whole number above zero: "5"' },
};

function isRising(param: string): boolean {
  const borders = param.split(',').map((border) => border.trim());
  return borders.every(
    (border, index) => WHOLE.test(border) && (index === 0 || Number(borders[index - 1]) < Number(border)),
  );
}

function checkTreatment({ kind, entityType, param }: Treatment, path: Path, report: Report): void {
  if (kind === 'pseudonymise' && entityType === undefined)
    report(path, 'pseudonymise needs an entityType: bsn, kvk, vbo, person, household, …');
  if (kind !== 'pseudonymise' && entityType !== undefined)
    report([...path, 'entityType'], `${kind} takes no entityType`);
  if (kind === 'pseudonymise' && entityType !== undefined && !isEntityType(entityType))
    report([...path, 'entityType'], UNKNOWN_TYPE);
  const rule = PARAMS[kind];
  if (rule === null && param !== undefined) report([...path, 'param'], `${kind} takes no param`);
  if (rule !== null && (param === undefined || !rule.fits(param)))
    report(param === undefined ? path : [...path, 'param'], `${kind} takes ${rule.what}`);
}

/** That there are none is no claim to judge where a field is one. */
function checkCitizenNumber({ bsn, fields }: Contract, report: Report): void {
  const field = fields.find(({ treatment }) => treatment.entityType === 'bsn');
  if (!bsn.present && field)
    report(
      ['bsn', 'present'],
      `is false, and the field ${field.name} is pseudonymised as a citizen service number`,
    );
}

const WITH_CODES: readonly LogicalType[] = ['code', 'text', 'integer'];

function checkCodeList({ codeList, logicalType }: ContractField, path: Path, report: Report): void {
  if (codeList !== undefined && !WITH_CODES.includes(logicalType))
    report(path, `a field of type ${logicalType} has no codes: code, text and integer have`);
}

/** Both fields must reach curated as they are: it is there that the one empties the other. */
function checkMissingWhen({ fields }: Contract, report: Report): void {
  const isKept = ({ treatment, role }: ContractField) => treatment.kind === 'keep' && role !== 'free-text';
  fields.forEach((field, index) => {
    field.missingWhen?.forEach((condition, at) => {
      const path = ['fields', index, 'missingWhen', at];
      const other = fields.find(({ name }) => name === condition.field);
      if (!isKept(field)) report(path, 'is said of a field that is not kept');
      if (other === undefined || other === field || !isKept(other))
        report([...path, 'field'], 'is the delivered name of no other field that is kept');
    });
  });
}

const FOOTER = /^\^[^\\^$.*+?()[\]{}|]+$/;

function checkFormat({ format }: Contract, report: Report): void {
  if (format.media === 'text/csv' && format.delimiter === undefined)
    report(['format'], 'text/csv needs a delimiter: ";"');
  if (format.media === 'application/json' && format.records === undefined)
    report(['format'], 'application/json needs records: the steps to its rows');
  // No regular expression of a contract runs in the vault: some take longer than a heartbeat for one line.
  if (format.footerPattern !== undefined && !FOOTER.test(format.footerPattern))
    report(
      ['format', 'footerPattern'],
      'takes ^ and the text with which such a line begins, without other signs of a regular expression: "^Bron:"',
    );
  if (format.media === 'xlsx')
    report(['format', 'media'], 'a workbook is not read: export each sheet as CSV, and agree on text/csv');
}

function checkColumns({ geography, fields }: Contract, report: Report): void {
  const isField = (column: string) => fields.some(({ name }) => name === column);
  const what = 'is the delivered name of no field';
  if (geography && !isField(geography.column)) report(['geography', 'column'], what);
  if (geography?.totals && !isField(geography.totals.column)) report(['geography', 'totals', 'column'], what);
}

/** Ends are inclusive: a span of one day has the same date twice. */
function checkSpans({ validity, period, agreements }: Contract, report: Report): void {
  if (validity.until < validity.from) report(['validity', 'until'], REVERSED);
  if (period && period.until < period.from) report(['period', 'until'], REVERSED);
  agreements.forEach(({ validFrom, validUntil }, index) => {
    if (validUntil < validFrom) report(['agreements', index, 'validUntil'], REVERSED);
  });
}

function checkRestrictions({ restrictions }: Contract, report: Report): void {
  restrictions.forEach(({ kind, values }, index) => {
    values.forEach((value, at) => {
      const what = restrictionMisfit(kind, value);
      if (what !== null) report(['restrictions', index, 'values', at], what);
    });
  });
}

/** One delivery is pseudonymised under one key: for another domain the source is delivered again. */
function checkDomains(domains: readonly string[], report: Report): void {
  if (domains.length > 1)
    report(['linkageDomains', 1], 'a second linkage domain; one delivery goes to one of them');
}

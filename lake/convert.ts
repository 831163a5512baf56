import type { ColumnType } from '../domain/dataset.js';
import type { FieldPlan, PlannedType, TreatmentPlan } from '../domain/treatment-plan.js';
import { areaCodeSql } from './convert-area-code.js';
import { dateSql, timestampSql } from './convert-date.js';
import { decimalSql, integerSql, marksOf } from './convert-number.js';
import { literal } from './sql-text.js';
import { treatedType } from './treatments.js';

/** What the vault writes for a pseudonym: 160 bits in base32hex, Z in front where the identifier was invalid. */
const PSEUDONYM = '[0-9A-V]{32}|Z[0-9A-V]{31}';
const YES = ['true', '1', 'ja', 'j'];
const NO = ['false', '0', 'nee', 'n'];

const TYPES: Readonly<Record<PlannedType, ColumnType>> = {
  text: 'text',
  code: 'text',
  'area-code': 'text',
  integer: 'integer',
  decimal: 'decimal',
  boolean: 'boolean',
  date: 'date',
  timestamp: 'timestamp',
};

/** Type of a column in the curated zone. */
export function curatedType(field: FieldPlan): ColumnType {
  return field.treatment.kind === 'pseudonymise' ? 'pseudonym' : TYPES[treatedType(field)];
}

/** SQL of the typed value; NULL where the text is no value of the type or not in the code list. */
export function convertedSql(field: FieldPlan, plan: TreatmentPlan, text: string): string {
  if (field.treatment.kind === 'pseudonymise')
    return `CASE WHEN regexp_full_match(${text}, '${PSEUDONYM}') THEN ${text} END`;
  const value = typedSql(field, plan, text);
  if (field.treatment.kind !== 'keep' || !field.codeList?.length) return value;
  return `CASE WHEN ${text} IN (${field.codeList.map(literal).join(', ')}) THEN ${value} END`;
}

function typedSql(field: FieldPlan, plan: TreatmentPlan, text: string): string {
  switch (treatedType(field)) {
    case 'integer':
      return integerSql(text, marksOf(field, plan.format));
    case 'decimal':
      return decimalSql(text, marksOf(field, plan.format));
    case 'boolean':
      return booleanSql(text);
    case 'date':
      return dateSql(text);
    case 'timestamp':
      return timestampSql(text);
    case 'area-code':
      return areaCodeSql(text, plan.geography);
    case 'text':
    case 'code':
      return text;
  }
}

function booleanSql(text: string): string {
  const list = (words: readonly string[]) => words.map(literal).join(', ');
  return `CASE WHEN lower(${text}) IN (${list(YES)}) THEN true WHEN lower(${text}) IN (${list(NO)}) THEN false END`;
}

import type { TestTheme } from './worked-cases-stack.js';

export const PRICES_AND_SUSPECTS = 'prijzen-en-verdachten';
export const COUNT = 'telling-zonder-doel';
export const WAITING = 'telling-die-wacht';
export const TWO_DOMAINS = 'woningen-van-twee-bronnen';

/** Themes that policy does not let read what they read: for the worked cases alone. */
export const CASE_THEMES: readonly TestTheme[] = [
  {
    id: PRICES_AND_SUSPECTS,
    inputs: [
      { dataset: 'huizenprijzen', table: 'prijzen', column: 'buurt_code' },
      { dataset: 'politie-verdachte', table: 'verdachten', column: 'delictgroep' },
    ],
    sql: `SELECT p.buurt_code, v.delictgroep, count(*) AS aantal FROM prijzen AS p CROSS JOIN verdachten AS v
            GROUP BY p.buurt_code, v.delictgroep`,
  },
  {
    id: TWO_DOMAINS,
    inputs: [
      { dataset: 'huizenprijzen', table: 'prijzen', column: 'object' },
      { dataset: 'bag', table: 'bag', column: 'object' },
    ],
    sql: 'SELECT count(*) AS aantal FROM prijzen AS p JOIN bag AS b ON b.object = p.object',
  },
  {
    id: COUNT,
    inputs: [{ dataset: 'bag', table: 'bag', column: 'type' }],
    sql: 'SELECT count(*) AS aantal FROM bag',
  },
  {
    id: WAITING,
    inputs: [{ dataset: 'brp', table: 'inwoners', column: 'buurt_code' }],
    sql: 'SELECT buurt_code, count(*) AS aantal FROM inwoners GROUP BY buurt_code',
  },
];

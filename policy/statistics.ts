/** Statistics that may leave the lake (privacy.md); anything else is rule O06. */
export const PUBLISHABLE_STATISTICS = [
  'count',
  'sum',
  'share',
  'rate',
  'mean',
  'median',
  'quantile',
  'standard-deviation',
  'regression',
  'change',
] as const;

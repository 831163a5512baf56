/** An exact decimal number: units · 10^-scale. */
export interface Decimal {
  readonly units: bigint;
  readonly scale: number;
}

/** More digits after the point than any statistic has; beyond it, a number is a rounding error of a computer. */
const MAX_SCALE = 12;

/** Reads a plain or scientific decimal exactly, with a point; null where the text is none. */
export function parseDecimal(text: string): Decimal | null {
  const match = /^([+-]?)(\d+)(?:\.(\d*))?(?:[eE]([+-]?\d{1,3}))?$/.exec(text.trim());
  if (match === null) return null;
  const [, sign, whole = '', fraction = '', exponent = '0'] = match;
  const digits = `${whole}${fraction.replace(/0+$/, '')}`;
  const scale = digits.length - whole.length - Number(exponent);
  const units = BigInt(digits) * 10n ** BigInt(Math.max(0, -scale));
  const decimal = { units: sign === '-' ? -units : units, scale: Math.max(0, scale) };
  return decimal.scale > MAX_SCALE ? null : decimal;
}

/** The number in units of 10^-scale; the scale must not be smaller than its own. */
export function inUnits({ units, scale }: Decimal, wanted: number): bigint {
  return units * 10n ** BigInt(wanted - scale);
}

/** Writes units of 10^-scale as a plain decimal with exactly that many digits after the point. */
export function formatUnits(units: number | bigint, scale: number): string {
  const value = BigInt(units);
  const digits = (value < 0n ? -value : value).toString().padStart(scale + 1, '0');
  const point = digits.length - scale;
  const text = scale === 0 ? digits : `${digits.slice(0, point)}.${digits.slice(point)}`;
  return value < 0n ? `-${text}` : text;
}

/** A parameter of a rule as an exact fraction, so that a value on a threshold is recognised as such. */
export function asFraction(parameter: number): { readonly numerator: bigint; readonly denominator: bigint } {
  const decimal = parseDecimal(String(parameter)) ?? { units: BigInt(Math.round(parameter * 1e9)), scale: 9 };
  return { numerator: decimal.units, denominator: 10n ** BigInt(decimal.scale) };
}

/** "1 part", "2 parts": a number with the noun in its right form. */
export function count(number: number, one: string, more: string): string {
  return `${number} ${number === 1 ? one : more}`;
}

/** "a", "a and b", "a, b and c". */
export function listed(names: readonly string[], and: string): string {
  const [last = '', ...before] = [...names].reverse();
  return before.length === 0 ? last : `${before.reverse().join(', ')} ${and} ${last}`;
}

/**
 * Values as the text of a PostgreSQL array, for a parameter with a cast: `${arrayLiteral(ids)}::uuid[]`. The driver makes the same text
 * value by value, which for thousands of rows costs more than deciding what to write in them.
 */
export function arrayLiteral(values: readonly (string | number | Buffer | null)[]): string {
  let text = '{';
  for (let i = 0; i < values.length; i++) {
    if (i > 0) text += ',';
    const value = values[i]!;
    if (typeof value === 'number') text += value;
    else if (value === null) text += 'null';
    else if (typeof value !== 'string') text += `"\\\\x${value.toString('hex')}"`;
    else text += needsEscape.test(value) ? `"${value.replace(/["\\]/g, '\\$&')}"` : `"${value}"`;
  }
  return `${text}}`;
}

const needsEscape = /["\\]/;

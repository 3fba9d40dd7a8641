/**
 * How many random cases a property is tried on: all of them, and a tenth in `npm test`, which has to answer soon. What
 * fails there names its seed, as always.
 */
export const runs = (full: number): number =>
  process.env['GROUPWRITEBACK_FAST'] === '1' ? Math.ceil(full / 10) : full

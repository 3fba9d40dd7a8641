/** Numbers and reasons in words, for every rendering. */

/** How many groups that are left out are named; the rest is counted. */
export const skippedNamed = 20

export const count = (number: number, noun: string): string => `${number} ${noun}${number === 1 ? '' : 's'}`

/** Why things were left out, with how many. */
export function reasons(list: ReadonlyArray<{ reason: string }>): string {
  const numbers = new Map<string, number>()
  for (const { reason } of list) numbers.set(reason, (numbers.get(reason) ?? 0) + 1)
  return [...numbers].map(([reason, number]) => `${number} ${reason}`).join(', ')
}

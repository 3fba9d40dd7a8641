/** Renders numbers and reasons as text. */

/** The number of skipped groups that are named; the others are counted. */
export const maxNamedSkipped = 20

/** Returns a number with its noun, in the plural unless the number is 1. */
export const countText = (number: number, noun: string): string =>
  `${number} ${noun}${number === 1 ? '' : 's'}`

/** Returns the reasons in a list, each with its number. */
export function reasonCounts(list: ReadonlyArray<{ reason: string }>): string {
  const countByReason = new Map<string, number>()
  for (const { reason } of list) countByReason.set(reason, (countByReason.get(reason) ?? 0) + 1)
  return [...countByReason].map(([reason, number]) => `${number} ${reason}`).join(', ')
}

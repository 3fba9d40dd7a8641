import type { GroupMemory } from '../model/memory.js'

/** Longer than it is between two runs. */
const longestGapMs = 48 * 3_600_000

/**
 * Since when every run missed a group; undefined where nothing is known of the time in between: the state is an older copy,
 * no run looked for days, or a clock was ahead.
 */
export function missedSince({ missingSince, missedAt }: GroupMemory, now: Date): string | undefined {
  const gap = now.getTime() - Date.parse(missedAt ?? '')
  return gap >= 0 && gap <= longestGapMs ? missingSince : undefined
}

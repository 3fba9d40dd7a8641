/** Determines since when a group has been missing in the cloud. */
import type { GroupMemory } from '../model/memory.js'

/** Longer than the usual time between two runs. */
const maxGapMs = 48 * 3_600_000

/**
 * Returns the time since when all runs missed a group; undefined if the time in between is not covered: the state is an
 * older copy, no run looked for the group for days, or a clock was ahead.
 */
export function continuouslyMissingSince(
  { missingSince, missedAt }: GroupMemory,
  now: Date,
): string | undefined {
  const gap = now.getTime() - Date.parse(missedAt ?? '')
  return gap >= 0 && gap <= maxGapMs ? missingSince : undefined
}

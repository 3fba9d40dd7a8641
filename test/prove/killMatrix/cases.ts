/** The moments at which a run is killed, and the choice of a sample. */
import { shuffled } from '../faultMatrix/cases.js'

/**
 * `before`: a write has arrived and is not carried out. `after`: it is carried out, and no request behind it. `rest`: it is
 * carried out with all requests already sent. `state`: a file of the state has just changed. `term`: the process receives
 * SIGTERM while it waits for a write.
 */
export const moments = ['before', 'after', 'rest', 'term', 'state'] as const
export type Moment = (typeof moments)[number]

export interface Kill {
  moment: Moment
  /** Index of the write to the directory, or of the event in the state folder, from 0. */
  at: number
}

export const titleOf = ({ moment, at }: Kill): string => `${moment} #${at + 1}`

/** Numbers of these moments in a complete run. */
export interface Lengths {
  writes: number
  touches: number
}

export const allKills = ({ writes, touches }: Lengths): Kill[] =>
  moments.flatMap((moment) =>
    Array.from({ length: moment === 'state' ? touches : writes }, (_, at) => ({ moment, at })),
  )

/** Selects from each kind of moment in turn. */
export function sampleOf(kills: readonly Kill[], size: number, seed: number): Kill[] {
  const left = shuffled(kills, seed)
  const queues = moments.map((moment) => left.filter((kill) => kill.moment === moment))
  const longest = Math.max(...queues.map(({ length }) => length))
  const inTurn = Array.from({ length: longest }, (_, at) => queues.flatMap((queue) => queue[at] ?? []))
  return inTurn.flat().slice(0, size)
}

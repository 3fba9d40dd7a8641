/** When a run is ended, and which of these moments a sample takes. */
import { shuffled } from '../faultMatrix/cases.js'

/**
 * `before`: a write has arrived and is not carried out. `after`: it is carried out, and nothing of what was sent behind it.
 * `rest`: it is carried out, and all that was sent already. `state`: a file of the state has just been touched. `term`: the
 * process is asked to end while it waits for a write.
 */
export const moments = ['before', 'after', 'rest', 'term', 'state'] as const
export type Moment = (typeof moments)[number]

export interface Kill {
  moment: Moment
  /** Of the writes to the directory, or of the signs of life in the state's folder, from 0 on. */
  at: number
}

export const titleOf = ({ moment, at }: Kill): string => `${moment} #${at + 1}`

/** How many there are in a run that nobody ends. */
export interface Lengths {
  writes: number
  touches: number
}

export const allKills = ({ writes, touches }: Lengths): Kill[] =>
  moments.flatMap((moment) =>
    Array.from({ length: moment === 'state' ? touches : writes }, (_, at) => ({ moment, at })),
  )

/** Each kind of moment in turn. */
export function sampleOf(kills: readonly Kill[], size: number, seed: number): Kill[] {
  const left = shuffled(kills, seed)
  const queues = moments.map((moment) => left.filter((kill) => kill.moment === moment))
  const longest = Math.max(...queues.map(({ length }) => length))
  const inTurn = Array.from({ length: longest }, (_, at) => queues.flatMap((queue) => queue[at] ?? []))
  return inTurn.flat().slice(0, size)
}

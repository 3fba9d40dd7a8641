/** What a person approved: the steps that were withheld under a hash, and nothing beyond them. */
export interface Approval {
  hash: string
  /** ISO 8601, UTC. */
  at: string
  /** The account on the machine, and the machine. */
  by: string
  host: string
  /** Exactly what it covers. */
  steps: readonly string[]
  /** The runs that wrote something under it. */
  runs: readonly string[]
}

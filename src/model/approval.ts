/** A person's approval of the steps that were withheld under a hash, and of no other steps. */
export interface Approval {
  hash: string
  /** ISO 8601, UTC. */
  at: string
  /** The account of the approver on `host`. */
  by: string
  /** The machine on which it was approved. */
  host: string
  /** The steps that it covers. */
  steps: readonly string[]
  /** The ids of the runs that wrote changes under this approval. */
  runs: readonly string[]
}

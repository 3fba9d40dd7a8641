/** The intent: what people enabled and disabled, as opposed to the configuration. */
import type { OnPremisesGroupType } from './group.js'

/** The settings that a person chose for one group when enabling it; they override the configuration. */
export interface Selection {
  as?: OnPremisesGroupType
  /** A container at or below the configured one. */
  container?: string
}

/** The result of all `enable` and `disable` commands: an input of the plan, recorded only after the guard passed. */
export interface Intent {
  /** Undefined before the first `enable` or `disable`: only the configuration applies then. */
  enabled?: boolean
  /** Groups enabled one by one, by object id: the scope `selected`, and settings for a group in any scope. */
  selected: Readonly<Record<string, Selection>>
  /** Groups disabled one by one (object ids). */
  disabled: readonly string[]
}

export const emptyIntent: Intent = { selected: {}, disabled: [] }

import type { OnPremisesGroupType } from './group.js'

/** What a person asked for one group, beyond the configuration. */
export interface Selection {
  as?: OnPremisesGroupType
  /** A container at or below the configured one. */
  container?: string
}

/**
 * What people asked for with enable and disable. It is an input of the plan, and is recorded only after the guard let
 * the plan pass.
 */
export interface Intent {
  /** Undefined until somebody enabled or disabled: then the configuration alone speaks. */
  enabled?: boolean
  /** Groups named one by one: the scope `selected`, and how to write a group in any scope. */
  selected: Readonly<Record<string, Selection>>
  /** Groups switched off by name. */
  disabled: readonly string[]
}

export const noIntent: Intent = { selected: {}, disabled: [] }

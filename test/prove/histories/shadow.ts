/** The expected content of the state, kept by the model. It is lost, copied and restored together with the state. */

/** A loss, a creation, … as a key that is the same for a report and a write. */
export type Item = string

export const itemOf = {
  loss: (object: string, member: string): Item => `loss ${object}>${member}`,
  delete: (guid: string): Item => `delete ${guid}`,
  create: (group: string, dn: string, type?: string): Item => `create ${group} ${dn} ${type}`,
  /** A creation with another SID, for a group that was written before. */
  recreate: (group: string, dn: string, type?: string, replaces?: string): Item =>
    `recreate ${group} ${dn} ${type} ${replaces}`,
  restore: (guid: string): Item => `restore ${guid}`,
  adopt: (guid: string): Item => `adopt ${guid}`,
  /** A new name in the same container. */
  rename: (guid: string, to: string): Item => `rename ${guid} ${to}`,
  move: (guid: string, container?: string): Item => `move ${guid} ${container}`,
  update: (guid: string, name: string, values: readonly string[] = []): Item =>
    `update ${guid} ${name} ${values.join('|')}`,
  add: (group: string, member: string): Item => `add ${group}>${member}`,
}

export interface Known {
  guid: string
  adopted: boolean
  /** Created by a run that was killed before it recorded the outcome: the state has the intent and no GUID. */
  uncertain?: true
  /** Renamed or moved manually while it was uncertain. */
  stray?: true
}

/** A change that was written without approval. */
export interface Unapproved {
  type: 'loss' | 'create' | 'delete' | 'rename' | 'move'
  at: number
  /** GUID of the object. */
  object: string
  /** GUID of the member, and the start of the membership. */
  member?: string
  since?: number
}

export interface Approved {
  hash: string
  at: number
  items: ReadonlySet<Item>
  /** The run reached the recording of approvals; if it failed earlier, this is uncertain. */
  recorded: boolean
}

export interface Rule {
  rule: string | undefined
  since: number
  settled: boolean
  /** The last rule under which the members were proven. */
  proven: string | undefined
}

export interface Sighting {
  at: number
  members: string
}

export interface Shadow {
  /** Group id → its object. */
  known: Map<string, Known>
  /** Groups whose members were not read since the memory was lost. */
  unread: Set<string>
  /** Every object that was ever known, also if it was deleted since. */
  written: Map<string, Set<string>>
  told: Map<string, ReadonlySet<Item>>
  approvals: Approved[]
  unapproved: Unapproved[]
  /** Group id → complete listings in runs, without dry runs. */
  sightings: Map<string, Sighting[]>
  /** Group id → the first of the consecutive runs that did not find it. */
  missingSince: Map<string, number>
  /** Group id → the rule of a dynamic group, the first run with it, and whether the members were proven since. */
  rules: Map<string, Rule>
}

export const emptyShadow = (): Shadow => ({
  known: new Map(),
  unread: new Set(),
  written: new Map(),
  told: new Map(),
  approvals: [],
  unapproved: [],
  sightings: new Map(),
  missingSince: new Map(),
  rules: new Map(),
})

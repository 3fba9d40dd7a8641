/** What the state has a right to know, kept by the model itself: it is lost, copied and restored together with the state. */

/** A loss, a creation, … as a text that a telling and a write have in common. */
export type Item = string

export const itemOf = {
  loss: (object: string, member: string): Item => `loss ${object}>${member}`,
  delete: (guid: string): Item => `delete ${guid}`,
  create: (group: string, dn: string, type?: string): Item => `create ${group} ${dn} ${type}`,
  /** Under another SID, where it was written before. */
  recreate: (group: string, dn: string, type?: string, replaces?: string): Item =>
    `recreate ${group} ${dn} ${type} ${replaces}`,
  restore: (guid: string): Item => `restore ${guid}`,
  adopt: (guid: string): Item => `adopt ${guid}`,
  /** Where it is, under another name. */
  rename: (guid: string, to: string): Item => `rename ${guid} ${to}`,
  move: (guid: string, container?: string): Item => `move ${guid} ${container}`,
  update: (guid: string, name: string, values: readonly string[] = []): Item =>
    `update ${guid} ${name} ${values.join('|')}`,
  add: (group: string, member: string): Item => `add ${group}>${member}`,
}

export interface Known {
  guid: string
  adopted: boolean
  /** Made by a run that was killed before it noted so: the state knows that it may be there, and no GUID. */
  uncertain?: true
  /** Renamed or moved by hand while it was uncertain. */
  stray?: true
}

/** A change that was written without an approval. */
export interface Unapproved {
  type: 'loss' | 'create' | 'delete' | 'rename' | 'move'
  at: number
  /** The object's GUID. */
  object: string
  /** The member's GUID, and since when it was a member. */
  member?: string
  since?: number
}

export interface Approved {
  hash: string
  at: number
  items: ReadonlySet<Item>
  /** Its run went on to where approvals are recorded; of one that failed before, nothing is certain. */
  recorded: boolean
}

export interface Rule {
  rule: string | undefined
  since: number
  settled: boolean
  /** The last one under which the members were proved. */
  proven: string | undefined
}

export interface Sighting {
  at: number
  members: string
}

export interface Shadow {
  /** Group id → its object. */
  known: Map<string, Known>
  /** Groups whose members no run has read since the memory was lost. */
  unread: Set<string>
  /** Everything that ever was known here, also when its object was deleted since. */
  written: Map<string, Set<string>>
  told: Map<string, ReadonlySet<Item>>
  approvals: Approved[]
  unapproved: Unapproved[]
  /** Group id → complete listings that runs (no dry ones) saw. */
  sightings: Map<string, Sighting[]>
  /** Group id → the first of the unbroken row of runs that did not find it. */
  missingSince: Map<string, number>
  /** Group id → the rule of a dynamic group, since which run it is so, and whether the members were proved since. */
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

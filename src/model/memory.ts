/** What is remembered about the objects that were written, from one run to the next. */
import type { Sighting } from './evidence.js'

export interface GroupMemory {
  /** The object's GUID: what makes it ours when somebody copies or takes away its anchor. */
  guid: string
  /** DNS name of the domain controller that created it. */
  controller?: string
  /** It was there before us: its kind, its name and its place stay as they were found. */
  adopted?: true
  /** Memberships in AD at the last read that was proved or needed no proof: the base of the guards. */
  members?: number
  /** Of the members that AD should have after the last run (planner/fingerprint.ts). */
  expected?: string
  /** Users of the cloud group who had no SID then. */
  withoutSid?: number
  /** Of a dynamic group's rule. */
  ruleDigest?: string
  /** The first run that did not find the group in the cloud. ISO 8601, UTC. */
  missingSince?: string
  /** The last run that did not find it. */
  missedAt?: string
  /** It was proved that the group is not to be written any more. */
  absent?: 'leftScope' | 'deletedInCloud'
  /** The object is gone, and the group is not to be written: nothing is asked about it any more. */
  gone?: true
  /** The deleted object could not be restored: it may be created again. */
  restoreRefused?: true
}

/** A listing of members that could not be proved. `since` is the first run with such a doubt. ISO 8601, UTC. */
export interface Doubt extends Sighting {
  since: string
  /** Of the rule that the dynamic group had then. */
  ruleDigest?: string
}

export interface Memory {
  /** The address of the domain controller that was written to last: runs stay with it while it answers. */
  url?: string
  /** The last journal whose outcomes are in here. */
  journal?: string
  /** By the cloud group's object id. */
  groups: Readonly<Record<string, GroupMemory>>
  /** By the cloud group's object id, whether it has an object or not. */
  doubts: Readonly<Record<string, Doubt>>
  /** Objects (DNs) that may have been created, though no answer said so, by the cloud group's object id. */
  uncertain: Readonly<Record<string, string>>
}

export const noMemory: Memory = { groups: {}, doubts: {}, uncertain: {} }

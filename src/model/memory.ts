/** The memory: what the state records about written objects from run to run. */
import type { UnprovenListing } from './evidence.js'

export interface GroupMemory {
  /** The object's GUID. It identifies the managed object even if its anchor is copied or removed. */
  guid: string
  /** The DNS name of the domain controller that created it. */
  controller?: string
  /** It was adopted: its kind, name and container stay as they were found. */
  adopted?: true
  /** Memberships in AD at the last read that was proven or needed no proof: the base of the guards. */
  members?: number
  /** The fingerprint of the members that AD should have after the last run (planner/fingerprint.ts). */
  expected?: string
  /** The number of users of the cloud group without a SID at that read. */
  withoutSid?: number
  /** The digest of a dynamic group's rule. */
  ruleDigest?: string
  /** The time of the first run that did not find the group in the cloud. ISO 8601, UTC. */
  missingSince?: string
  /** The time of the last run that did not find it. ISO 8601, UTC. */
  missedAt?: string
  /** The proven reason why the group must not be written any more. */
  absent?: 'leftScope' | 'deletedInCloud'
  /** The object does not exist and the group must not be written, so the object is not looked up any more. */
  gone?: true
  /** The deleted object could not be restored, so a new one may be created. */
  restoreRefused?: true
}

/** A listing of members that could not be proven. */
export interface Doubt extends UnprovenListing {
  /** The time of the first run in which the listing could not be proven. ISO 8601, UTC. */
  since: string
  /** The digest of the dynamic group's rule at that time. */
  ruleDigest?: string
}

export interface Memory {
  /** The URL of the domain controller that was written to last; runs continue to use it while it responds. */
  url?: string
  /** The name of the last journal whose outcomes are included. */
  journal?: string
  /** By the cloud group's object id. */
  groups: Readonly<Record<string, GroupMemory>>
  /** By the cloud group's object id; also for groups without an object in AD. */
  doubts: Readonly<Record<string, Doubt>>
  /** The DNs of objects whose creation got no response, by the cloud group's object id; they may exist. */
  uncertain: Readonly<Record<string, string>>
}

export const emptyMemory: Memory = { groups: {}, doubts: {}, uncertain: {} }

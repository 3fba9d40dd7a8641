/**
 * The evidence that permits a change to end access; removals and deletions require it (model/change.ts). Each kind is a
 * nominal type: because of a private member, literals and spreads do not satisfy it, so that only the functions of this
 * file create evidence.
 *
 * | evidence        | created by                                                                                    |
 * |-----------------|-----------------------------------------------------------------------------------------------|
 * | `ProvenMembers` | `proveByCount`: Graph's count equals the complete listing                                     |
 * |                 | `proveByRepetition`: a complete listing, made long enough before, had the same members        |
 * | `ProvenAbsence` | `proveLeftScope`: the group was found by its id, but does not match the scope's filter        |
 * |                 | `proveDeleted`: it is among the deleted groups, or was missing in an earlier run as well      |
 * | `PersonsOrder`  | `orderByPerson`: a person ran a command that orders it                                        |
 */
import { createHash } from 'node:crypto'
import type { CompleteRead } from './completeRead.js'
import type { GroupLocation } from './location.js'
import type { CloudMember } from './member.js'

declare class NominalListing {
  private readonly listing
}

/** A summary of a complete read of a group's members, kept after they were compared. */
export interface MemberListing extends NominalListing {
  readonly size: number
  /** A hash of the members, independent of their order. */
  readonly digest: string
}

/** Summarises a complete read of a group's members. */
export function summarizeListing(read: CompleteRead<CloudMember>): MemberListing {
  const hash = createHash('sha256')
  // If the list changes during the read, a member can be on two pages; it counts once.
  const ids = new Set(read.items.map((member) => member.id))
  for (const id of [...ids].sort()) hash.update(id).update('\n')
  return { size: ids.size, digest: hash.digest('hex') } as unknown as MemberListing
}

declare class NominalMembers {
  private readonly provenMembers
}
declare class NominalAbsence {
  private readonly provenAbsence
}
declare class NominalOrder {
  private readonly personsOrder
}

/** Proof that a listing has all members of the group. */
export interface ProvenMembers extends NominalMembers {
  readonly by: 'count' | 'repetition'
}

/** Proof that the group must not be written any more. */
export interface ProvenAbsence extends NominalAbsence {
  readonly reason: 'leftScope' | 'deletedInCloud'
}

/** The order of a person who ran a command. */
export interface PersonsOrder extends NominalOrder {
  readonly command: 'disable'
}

export type Evidence = ProvenMembers | ProvenAbsence | PersonsOrder

/** The memory of a listing that is not proven yet. */
export interface UnprovenListing {
  digest: string
  /** The time of the first listing with exactly these members. ISO 8601, UTC. */
  at: string
}

/**
 * Proves a listing by Graph's own count; returns undefined if they differ.
 * @param count the response of /members/$count; undefined if there was none
 */
export function proveByCount(listing: MemberListing, count: number | undefined): ProvenMembers | undefined {
  return count === listing.size ? ({ by: 'count' } as unknown as ProvenMembers) : undefined
}

/**
 * Proves a listing by an equal earlier one, if at least `apartMs` lie between them: enough time for a replica to catch
 * up. Returns undefined if that is not the case.
 */
export function proveByRepetition(
  listing: MemberListing,
  earlier: UnprovenListing | undefined,
  now: Date,
  apartMs: number,
): ProvenMembers | undefined {
  if (earlier?.digest !== listing.digest || !isAtLeastAgo(earlier.at, now, apartMs)) return undefined
  return { by: 'repetition' } as unknown as ProvenMembers
}

/** Proves that a group left the scope: it was found by its id, but not by its id with the scope's filter. */
export function proveLeftScope(
  locations: CompleteRead<GroupLocation>,
  id: string,
): ProvenAbsence | undefined {
  if (locationStatus(locations, id) !== 'outOfScope') return undefined
  return { reason: 'leftScope' } as unknown as ProvenAbsence
}

/**
 * Proves that a group was deleted: it is among the deleted groups, or was missing at least `apartMs` before as well. A
 * single run that does not find it proves nothing, because Entra ID's replicas lag (Graph: eventual consistency).
 */
export function proveDeleted(
  locations: CompleteRead<GroupLocation>,
  id: string,
  missingSince: string | undefined,
  now: Date,
  apartMs: number,
): ProvenAbsence | undefined {
  const status = locationStatus(locations, id)
  const isMissing =
    status === 'missing' && missingSince !== undefined && isAtLeastAgo(missingSince, now, apartMs)
  if (status !== 'deleted' && !isMissing) return undefined
  return { reason: 'deletedInCloud' } as unknown as ProvenAbsence
}

/** Creates the evidence of a person's order. Only that person's command may call it; an architecture test checks this. */
export const orderByPerson = (command: PersonsOrder['command']): PersonsOrder =>
  ({ command }) as unknown as PersonsOrder

const locationStatus = (
  locations: CompleteRead<GroupLocation>,
  id: string,
): GroupLocation['status'] | undefined => locations.items.find((location) => location.id === id)?.status

/** Returns true if `since` is at least `ms` ago; false for an invalid time and for one in the future. */
function isAtLeastAgo(since: string, now: Date, ms: number): boolean {
  const age = now.getTime() - Date.parse(since)
  return age >= Math.max(0, ms)
}

/**
 * What allows taking access away. Each kind of evidence is nominal: a private member makes the type one that no literal
 * and no spread satisfies, so it comes only out of the functions of this file. A removal or a deletion takes one of them
 * (model/change.ts).
 *
 * | evidence        | made by                                                                                      |
 * |-----------------|----------------------------------------------------------------------------------------------|
 * | `ProvenMembers` | `proveByCount`: Graph's own count equals the complete listing                                |
 * |                 | `proveByRepetition`: an earlier complete listing, long enough before, had the same members   |
 * | `ProvenAbsence` | `proveLeftScope`: found by its id, refused by the scope's own filter                         |
 * |                 | `proveDeleted`: among the deleted ones, or missing on an earlier run as well                 |
 * | `PersonsOrder`  | `orderByPerson`: somebody ran a command that says so                                         |
 */
import { createHash } from 'node:crypto'
import type { CompleteRead } from './completeRead.js'
import type { GroupLocation } from './location.js'
import type { CloudMember } from './member.js'

declare class Listed {
  private readonly listing
}

/** What remains of a complete read of a group's members after they were compared. */
export interface MemberListing extends Listed {
  readonly size: number
  /** The same for the same members, in whatever order they came. */
  readonly digest: string
}

export function listingOf(read: CompleteRead<CloudMember>): MemberListing {
  const hash = createHash('sha256')
  // A member may come on two pages, where the list changed in between: it counts once.
  const ids = new Set(read.items.map((member) => member.id))
  for (const id of [...ids].sort()) hash.update(id).update('\n')
  return { size: ids.size, digest: hash.digest('hex') } as unknown as MemberListing
}

declare class Members {
  private readonly provenMembers
}
declare class Absence {
  private readonly provenAbsence
}
declare class Order {
  private readonly personsOrder
}

/** The members that were listed are all there are. */
export interface ProvenMembers extends Members {
  readonly by: 'count' | 'repetition'
}

/** The group is not to be written any more. */
export interface ProvenAbsence extends Absence {
  readonly reason: 'leftScope' | 'deletedInCloud'
}

/** A person asked for it. */
export interface PersonsOrder extends Order {
  readonly command: 'disable'
}

export type Evidence = ProvenMembers | ProvenAbsence | PersonsOrder

/** A listing that could not be proved yet, as it is remembered. */
export interface Sighting {
  digest: string
  /** When this very membership was listed first. ISO 8601, UTC. */
  at: string
}

/** `count` is Graph's answer to /members/$count; undefined where it gave none. */
export function proveByCount(listing: MemberListing, count: number | undefined): ProvenMembers | undefined {
  return count === listing.size ? ({ by: 'count' } as unknown as ProvenMembers) : undefined
}

/** Two equal listings prove each other where there was time between them for a replica to catch up. */
export function proveByRepetition(
  listing: MemberListing,
  earlier: Sighting | undefined,
  now: Date,
  apartMs: number,
): ProvenMembers | undefined {
  if (earlier?.digest !== listing.digest || !hasPassed(earlier.at, now, apartMs)) return undefined
  return { by: 'repetition' } as unknown as ProvenMembers
}

/** A group that was asked for by its id, and by its id and the scope's filter together. */
export function proveLeftScope(
  locations: CompleteRead<GroupLocation>,
  id: string,
): ProvenAbsence | undefined {
  if (placeOf(locations, id) !== 'outOfScope') return undefined
  return { reason: 'leftScope' } as unknown as ProvenAbsence
}

/** Entra's replicas lag: one run that does not find a group proves nothing (Graph: eventual consistency). */
export function proveDeleted(
  locations: CompleteRead<GroupLocation>,
  id: string,
  missingSince: string | undefined,
  now: Date,
  apartMs: number,
): ProvenAbsence | undefined {
  const place = placeOf(locations, id)
  const isMissing = place === 'missing' && missingSince !== undefined && hasPassed(missingSince, now, apartMs)
  if (place !== 'deleted' && !isMissing) return undefined
  return { reason: 'deletedInCloud' } as unknown as ProvenAbsence
}

/** Called by the command that a person gives, and by nothing else; a test of the architecture holds this. */
export const orderByPerson = (command: PersonsOrder['command']): PersonsOrder =>
  ({ command }) as unknown as PersonsOrder

const placeOf = (locations: CompleteRead<GroupLocation>, id: string): GroupLocation['place'] | undefined =>
  locations.items.find((location) => location.id === id)?.place

/** A time that cannot be read, or that lies in the future, proves nothing. */
function hasPassed(since: string, now: Date, ms: number): boolean {
  const age = now.getTime() - Date.parse(since)
  return age >= Math.max(0, ms)
}

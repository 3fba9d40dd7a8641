/**
 * Groups that are there and are not seen all the same. Entra's replicas lag behind each other, and what answers listings
 * is not what answers reads by id (Microsoft, "Designing for Eventual Consistency for Microsoft Entra", 2026-03-24). A
 * lag hides only what has changed; this hides any group, for as long as a test wants.
 */
import type { Reference } from './objects.js'

export interface ListingGap {
  /** For so many listings; until `showInListings` unless said otherwise. */
  listings?: number
  /** Also where the filter itself names ids. Left out: such a look-up finds them, and is not counted as a listing. */
  lookups?: boolean
}

/** What a test orders. */
export interface Hiding {
  /** GET /groups leaves these groups out, filtered or not, and GET /groups/$count with it; reads by id find them. */
  hideFromListings(groups: readonly Reference[], gap?: ListingGap): void
  /** Ends that at once, for all groups or for some. */
  showInListings(groups?: readonly Reference[]): void
  /** GET /groups/{id} answers 404, for so many reads of that group or until `showInReads`; listings have them. */
  hideFromReads(groups: readonly Reference[], gap?: { reads?: number }): void
  /** Ends that at once, for all groups or for some. */
  showInReads(groups?: readonly Reference[]): void
}

/** What the Graph side asks. */
export interface Hidden {
  /** What a listing leaves out; `lookup` where its filter names ids. */
  inListing(lookup: boolean): ReadonlySet<string>
  /** A listing was answered: one less to come. */
  listed(lookup: boolean): void
  /** Whether this read of the group misses it; counts as one. */
  missesRead(id: string): boolean
}

interface Gap {
  left: number
  lookups: boolean
}

/** `idOf` refuses groups that the tenant does not have. */
export function createHiding(idOf: (group: Reference) => string): { hiding: Hiding; hidden: Hidden } {
  const listings = new Map<string, Gap>()
  const reads = new Map<string, number>()

  const affected = (lookup: boolean) => [...listings].filter(([, { lookups }]) => lookups || !lookup)
  const hiding: Hiding = {
    hideFromListings(groups, { listings: left = Infinity, lookups = false } = {}) {
      for (const id of groups.map(idOf)) listings.set(id, { left, lookups })
    },
    showInListings: (groups) => forget(listings, groups?.map(idOf)),
    hideFromReads(groups, { reads: left = Infinity } = {}) {
      for (const id of groups.map(idOf)) reads.set(id, left)
    },
    showInReads: (groups) => forget(reads, groups?.map(idOf)),
  }
  const hidden: Hidden = {
    inListing: (lookup) => new Set(affected(lookup).flatMap(([id, { left }]) => (left > 0 ? [id] : []))),
    listed(lookup) {
      for (const [, gap] of affected(lookup)) gap.left--
    },
    missesRead(id) {
      const left = reads.get(id) ?? 0
      if (left <= 0) return false
      reads.set(id, left - 1)
      return true
    },
  }
  return { hiding, hidden }
}

function forget(gaps: Map<string, unknown>, ids: readonly string[] = [...gaps.keys()]): void {
  for (const id of ids) gaps.delete(id)
}

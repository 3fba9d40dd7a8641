/**
 * Existing groups that reads do not return. Entra's replicas lag, and listings and reads by id use different
 * ones (Microsoft, "Designing for Eventual Consistency for Microsoft Entra", 2026-03-24). A lag hides only
 * changes; this hides any group for as long as a test needs.
 */
import type { Reference } from './objects.js'

export interface ListingGap {
  /** Number of listings; until `showInListings` by default. */
  listings?: number
  /**
   * Also hides from filters that contain ids. By default such a lookup finds the groups and does not count as
   * a listing.
   */
  lookups?: boolean
}

/** Controls for tests. */
export interface HidingControls {
  /** GET /groups and GET /groups/$count omit these groups, filtered or not; reads by id find them. */
  hideFromListings(groups: readonly Reference[], gap?: ListingGap): void
  /** Ends this at once, for all groups or for some. */
  showInListings(groups?: readonly Reference[]): void
  /**
   * GET /groups/{id} responds with 404, for this many reads of the group or until `showInReads`; listings
   * include them.
   */
  hideFromReads(groups: readonly Reference[], gap?: { reads?: number }): void
  /** Ends this at once, for all groups or for some. */
  showInReads(groups?: readonly Reference[]): void
}

/** The interface for Graph's handlers. */
export interface HiddenGroups {
  /** Returns the groups that a listing omits; `lookup` is true for a filter that contains ids. */
  hiddenInListing(lookup: boolean): ReadonlySet<string>
  /** Consumes one listing. */
  consumeListing(lookup: boolean): void
  /** True if this read must not find the group; consumes one read. */
  consumeRead(id: string): boolean
}

interface Gap {
  left: number
  lookups: boolean
}

/** `idOf` throws for groups that are not in the tenant. */
export function createHiding(idOf: (group: Reference) => string): {
  hiding: HidingControls
  hidden: HiddenGroups
} {
  const listings = new Map<string, Gap>()
  const reads = new Map<string, number>()

  const affected = (lookup: boolean) => [...listings].filter(([, { lookups }]) => lookups || !lookup)
  const hiding: HidingControls = {
    hideFromListings(groups, { listings: left = Infinity, lookups = false } = {}) {
      for (const id of groups.map(idOf)) listings.set(id, { left, lookups })
    },
    showInListings: (groups) => removeGaps(listings, groups?.map(idOf)),
    hideFromReads(groups, { reads: left = Infinity } = {}) {
      for (const id of groups.map(idOf)) reads.set(id, left)
    },
    showInReads: (groups) => removeGaps(reads, groups?.map(idOf)),
  }
  const hidden: HiddenGroups = {
    hiddenInListing: (lookup) =>
      new Set(affected(lookup).flatMap(([id, { left }]) => (left > 0 ? [id] : []))),
    consumeListing(lookup) {
      for (const [, gap] of affected(lookup)) gap.left--
    },
    consumeRead(id) {
      const left = reads.get(id) ?? 0
      if (left <= 0) return false
      reads.set(id, left - 1)
      return true
    },
  }
  return { hiding, hidden }
}

function removeGaps(gaps: Map<string, unknown>, ids: readonly string[] = [...gaps.keys()]): void {
  for (const id of ids) gaps.delete(id)
}

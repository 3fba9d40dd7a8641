/**
 * Decides whether a listing of a group's members is complete. A truncated response (an empty page, or one without its
 * next link) is well formed and has status 200; only independent evidence shows that it is incomplete.
 *
 * | rule of a dynamic group     | Graph's count | same members listed at least 5 minutes before | result          |
 * |-----------------------------|---------------|-----------------------------------------------|-----------------|
 * | unchanged                   | equal         |                                               | proven          |
 * |                             |               | yes                                           | proven          |
 * | unchanged                   | differs       | no                                            | `countDiffers`  |
 * | changed                     |               | no                                            | `ruleChanged`   |
 */
import { proveByCount, proveByRepetition, type MemberListing, type ProvenMembers } from '../model/evidence.js'
import type { Doubt } from '../model/memory.js'
import type { WaitingReason } from '../model/plan.js'

/** A replica lags for seconds, rarely for minutes (Graph: eventual consistency). */
const minMsBetweenListings = 5 * 60_000
/** After a day without a proof a person has to resolve the difference. */
const overdueAfterMs = 24 * 3_600_000

export interface ListingInput {
  listing: MemberListing
  /** The response of /members/$count, from an index that may lag; undefined if there was none. */
  count: number | undefined
  /** The listing of an earlier run that could not be proven. */
  doubt: Doubt | undefined
  ruleChanged: boolean
  /** The digest of the dynamic group's current rule. */
  ruleDigest?: string
  now: Date
}

/** The proof of a listing, or the reason why it could not be proven; `overdue` if that lasts for more than a day. */
export type ListingJudgement =
  | { proof: ProvenMembers }
  | { reason: WaitingReason; doubt: Doubt; overdue: boolean; listed: number; counted?: number }

export function judgeListing(input: ListingInput): ListingJudgement {
  const { listing, count, ruleChanged, ruleDigest, now } = input
  // A listing under another rule proves nothing.
  const isSameRule = input.doubt?.ruleDigest === ruleDigest
  // Neither does one with a time in the future, which a wrong clock recorded.
  const doubt = isSameRule && Date.parse(input.doubt?.at ?? '') <= now.getTime() ? input.doubt : undefined
  const proof =
    (ruleChanged ? undefined : proveByCount(listing, count)) ??
    proveByRepetition(listing, doubt, now, minMsBetweenListings)
  if (proof) return { proof }
  const at = doubt?.digest === listing.digest ? doubt.at : now.toISOString()
  const since = doubt?.since ?? now.toISOString()
  return {
    reason: ruleChanged ? 'ruleChanged' : 'countDiffers',
    doubt: { digest: listing.digest, at, since, ...(ruleDigest !== undefined && { ruleDigest }) },
    overdue: now.getTime() - Date.parse(since) > overdueAfterMs,
    listed: listing.size,
    ...(count !== undefined && { counted: count }),
  }
}

/**
 * Whether a listing of a group's members is all there is. A page that comes empty, or without its next link, is a good
 * answer to look at (200, well formed); only a second witness shows that it is short.
 *
 * | the rule of a dynamic group | Graph's count | the same members, listed 5 minutes before | answer          |
 * |-----------------------------|---------------|-------------------------------------------|-----------------|
 * | as before                   | equal         |                                           | proved          |
 * |                             |               | yes                                       | proved          |
 * | as before                   | differs       | no                                        | `countDiffers`  |
 * | changed                     |               | no                                        | `ruleChanged`   |
 */
import { proveByCount, proveByRepetition, type MemberListing, type ProvenMembers } from '../model/evidence.js'
import type { Doubt } from '../model/memory.js'
import type { WaitingReason } from '../model/plan.js'

/** A replica is behind for seconds, seldom for minutes (Graph: eventual consistency). */
const apartMs = 5 * 60_000
/** What still differs after a day only a person can settle. */
const longestMs = 24 * 3_600_000

export interface ListingInput {
  listing: MemberListing
  /** Of /members/$count, from an index that may lag; undefined where it gave none. */
  count: number | undefined
  /** What an earlier run listed without a proof. */
  doubt: Doubt | undefined
  ruleChanged: boolean
  /** Of the rule that the dynamic group has now. */
  ruleDigest?: string
  now: Date
}

export type Judgement =
  | { proof: ProvenMembers }
  | { reason: WaitingReason; doubt: Doubt; overdue: boolean; listed: number; counted?: number }

export function judgeListing(input: ListingInput): Judgement {
  const { listing, count, ruleChanged, ruleDigest, now } = input
  // What was listed under another rule says nothing about this one.
  const isSame = input.doubt?.ruleDigest === ruleDigest
  // Nor does what a clock noted that was ahead.
  const doubt = isSame && Date.parse(input.doubt?.at ?? '') <= now.getTime() ? input.doubt : undefined
  const proof =
    (ruleChanged ? undefined : proveByCount(listing, count)) ??
    proveByRepetition(listing, doubt, now, apartMs)
  if (proof) return { proof }
  const at = doubt?.digest === listing.digest ? doubt.at : now.toISOString()
  const since = doubt?.since ?? now.toISOString()
  return {
    reason: ruleChanged ? 'ruleChanged' : 'countDiffers',
    doubt: { digest: listing.digest, at, since, ...(ruleDigest !== undefined && { ruleDigest }) },
    overdue: now.getTime() - Date.parse(since) > longestMs,
    listed: listing.size,
    ...(count !== undefined && { counted: count }),
  }
}

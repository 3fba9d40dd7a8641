/** The reasons why a member is not written to the AD group: a closed union, explained in docs/errors-and-reasons.md. */
export const memberReasons = [
  'cloudOnly', // a user without an object in AD
  'guest', // an external user without an object in AD
  'notInForest', // no object with its SID in the forest
  'notInScope', // a cloud group that is not written back
  'groupNotWritten', // a cloud group in scope that could not be written
  'domainLocalGroup', // a domain-local group cannot be a member of a universal one
  'device',
  'servicePrincipal',
  'contact', // an Exchange contact: Graph exposes no key to match it
  'unsupportedKind', // a kind of object that this version does not support
  'kindDiffers', // the AD object with its SID is of another kind: a user must match a user
  'systemObject', // its SID belongs to a built-in account or group of AD
  'refusedByDirectory', // AD rejected this value
] as const
export type MemberReason = (typeof memberReasons)[number]

/** The reasons why a group is not or no longer written: a closed union, explained in docs/errors-and-reasons.md. */
export const groupReasons = [
  'syncedFromAd', // AD is its source of authority: writing it back would be a sync loop
  'convertedFromAd', // its source of authority was moved to the cloud; its former AD object still exists
  'mailEnabledSecurity', // managed by Exchange Online; Graph cannot change it
  'distributionList',
  'exchangeMissing', // to be mail-enabled, but AD has no Exchange organisation
  'notInScope', // named in the command, but not in scope
  'notFound', // selected, but it exists neither in the cloud nor in AD
  'leftScope', // out of scope; its AD object is kept, frozen
  'deletedInCloud', // deleted in the cloud; its AD object is kept, frozen
  'missingInCloud', // not found in this run; it counts as deleted only if a later run does not find it either
  'unknownHere', // its object carries an anchor, but is not in the memory: kept under every policy
  'disabled', // disabled one by one; its AD object is kept, frozen
] as const
export type GroupReason = (typeof groupReasons)[number]

export interface SkippedGroup {
  id: string
  displayName: string
  reason: GroupReason
}

/** Why a member is not in the AD group: a closed union; docs/errors-and-reasons.md explains each. */
export const memberReasons = [
  'cloudOnly', // a user without an object in AD
  'guest', // an external user without an object in AD
  'notInForest', // its SID is of no object that this directory knows
  'notInScope', // a cloud group that is not written back
  'groupNotWritten', // a cloud group in scope that could not be written
  'domainLocalGroup', // AD keeps domain-local groups out of universal ones
  'device',
  'servicePrincipal',
  'contact', // an Exchange contact: Graph gives nothing to find it by
  'unsupportedKind', // a kind of object this version does not know
  'kindDiffers', // its SID is that of another kind of object in AD: a user's has to be a user's
  'systemObject', // its SID is that of one of AD's own accounts or groups
  'refusedByDirectory', // AD said no to this one value
] as const
export type MemberReason = (typeof memberReasons)[number]

/** Why a group is not written, or no longer: a closed union; docs/errors-and-reasons.md explains each. */
export const groupReasons = [
  'syncedFromAd', // mastered in AD: writing it back would loop
  'convertedFromAd', // its source of authority was moved to the cloud; the AD object it came from is still there
  'mailEnabledSecurity', // Exchange Online owns these; Graph cannot change them
  'distributionList',
  'exchangeMissing', // asked for mail-enabled, but AD has no Exchange organisation
  'notInScope', // asked for by name, but the scope does not name it
  'notFound', // selected, but neither in the cloud nor in AD
  'leftScope', // out of scope; its AD object is kept, frozen
  'deletedInCloud', // gone from the cloud; its AD object is kept, frozen
  'missingInCloud', // not found by this run; a later one has to miss it too before anything follows
  'unknownHere', // its object carries an anchor, but the state does not know it: kept, whatever the policy says
  'disabled', // switched off by name; its AD object is kept, frozen
] as const
export type GroupReason = (typeof groupReasons)[number]

export interface SkippedGroup {
  id: string
  displayName: string
  reason: GroupReason
}

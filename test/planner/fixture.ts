/** Groups, members and changes for the tests of the planner. */
import type { AdoptGroup, Change, DeleteGroup, RemoveMembers } from '../../src/model/change.js'
import type { DesiredGroup, DirectoryGroup } from '../../src/model/group.js'
import type { CloudMember, DirectoryMember, MemberReference } from '../../src/model/member.js'
import type { RecentLosses } from '../../src/planner/guard.js'
import type { PlannedGroup } from '../../src/planner/plannedGroup.js'
import { completeReadOf } from '../memory/cloud.js'

/** `m0`, `m1` and so on. */
export const memberReferences = (count: number, from = 0): MemberReference[] =>
  Array.from({ length: count }, (_, index) => ({ guid: `m${index + from}` }))
export const disabledMembers = (count: number, from = 0): MemberReference[] =>
  memberReferences(count, from).map((member) => ({ ...member, disabled: true }))
/** Members who joined within the last 24 hours. */
export const temporaryMembers = (count: number, from = 0): MemberReference[] =>
  memberReferences(count, from).map((member) => ({ ...member, temporary: true }))

/** Members who lost access in the last 24 hours: those who were removed, and those who are still in the group. */
export const recentLosses = (
  removed: readonly MemberReference[],
  inside: readonly MemberReference[] = [],
): RecentLosses => ({ removed: guidsOf(removed), withoutAccess: guidsOf(inside) })
const guidsOf = (members: readonly MemberReference[]) => new Set(members.map(({ guid = '' }) => guid))

const dn = 'CN=g'

/** Builds changes without the evidence that they require. */
export const removal = (members: MemberReference[]): RemoveMembers =>
  ({ type: 'removeMembers', guid: 'g', dn, members }) as unknown as RemoveMembers
export const deletion = (members: MemberReference[] = []): DeleteGroup =>
  ({ type: 'deleteGroup', guid: 'g', dn, sid: 'S-g', attributes: {}, members }) as unknown as DeleteGroup

export const addition = (members: MemberReference[]): Change => ({
  type: 'addMembers',
  guid: 'g',
  dn,
  members,
})
export const creation = (name = 'g', groupType = '-2147483640'): Change => ({
  type: 'createGroup',
  dn: `CN=${name}`,
  attributes: { groupType: [groupType] },
})
/** The creation of an object that replaces a deleted one. */
export const recreation = (replaces = 'gone'): Change => ({ ...creation(), replaces }) as Change
export const restoring: Change = { type: 'restoreGroup', guid: 'g', dn, from: 'CN=deleted' }
export const adoption: AdoptGroup = {
  type: 'adoptGroup',
  guid: 'g',
  dn,
  sid: 'S-g',
  kind: 'security',
  leaving: 0,
}
export const rename: Change = { type: 'renameGroup', guid: 'g', from: 'CN=g,OU=a', to: 'CN=h,OU=a' }
export const move = (ends?: MemberReference[]): Change => ({
  type: 'moveGroup',
  guid: 'g',
  from: 'CN=g,OU=a',
  to: 'CN=g,OU=b',
  ...(ends && { ends }),
})
export const update = (ends?: MemberReference[]): Change => ({
  type: 'updateGroup',
  guid: 'g',
  dn,
  attributes: [{ name: 'groupType', from: ['-2147483640'], to: ['8'] }],
  ...(ends && { ends }),
})

/** The update of a distribution group to a security group. */
export const typeChange = (begins: number): Change => ({
  type: 'updateGroup',
  guid: 'g',
  dn,
  attributes: [{ name: 'groupType', from: ['8'], to: ['-2147483640'] }],
  begins,
})

/** A planned group with copies of the changes, because a change belongs to one group. */
export const makePlannedGroup = (id: string, membersBefore: number, ...changes: Change[]): PlannedGroup => ({
  id,
  displayName: id.toUpperCase(),
  dn: `CN=${id}`,
  status: 'inSync',
  changes: changes.map((change) => ({ ...change }) as Change),
  withheld: [],
  waiting: [],
  skippedMembers: [],
  skippedValues: [],
  membersBefore,
  isCompared: true,
  lostRecently: 0,
  membersWithRecentlyLost: membersBefore,
  disabledStaying: 0,
  identifiersVanished: 0,
  primaryLeavers: [],
  protectedPaths: [],
  ordered: false,
  recreated: false,
})

/** The group after losses of the last 24 hours: members who left, and members who are in the group without access. */
export const afterLosses = (group: PlannedGroup, left: number, inside = 0): PlannedGroup => ({
  ...group,
  lostRecently: left + inside,
  membersWithRecentlyLost: group.membersBefore + left,
})

/** Returns `count` groups with the same change. */
export const groupsWithChange = (count: number, membersBefore: number, change: Change): PlannedGroup[] =>
  Array.from({ length: count }, (_, index) => makePlannedGroup(`g${index}`, membersBefore, change))

export const cloudUser = (id: string, sid?: string, more: Partial<CloudMember> = {}): CloudMember => ({
  id,
  kind: 'user',
  displayName: id.toUpperCase(),
  guest: false,
  ...(sid !== undefined && { sid }),
  ...more,
})

export const memberInAd = (guid: string, sid?: string): DirectoryMember => ({
  guid,
  dn: `CN=${guid}`,
  ...(sid !== undefined && { sid }),
})

export const container = 'OU=Groups,DC=x'
const security = '-2147483640'

export const desired: DesiredGroup = {
  id: 'a',
  displayName: 'Sales',
  name: 'Sales',
  container,
  dn: `CN=Sales,${container}`,
  type: 'universalSecurityGroup',
  attributes: { groupType: [security] },
  atCreation: {},
  skippedValues: [],
}

/** The object of `desired`, with Bob and Cy as members. */
export async function groupInAd(
  changes: Partial<DirectoryGroup> = {},
  members: readonly DirectoryMember[] = [memberInAd('bob', 'S-bob'), memberInAd('cy', 'S-cy')],
): Promise<DirectoryGroup> {
  return {
    groupIds: ['a'],
    guid: 'g',
    sid: 'S-g',
    dn: desired.dn,
    attributes: { cn: ['Sales'], groupType: [security] },
    members: await completeReadOf(members),
    primaryMembers: [],
    ...changes,
  }
}

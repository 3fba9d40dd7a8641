/** Application permissions of Graph that the emulated requests require. */
export const graphPermissions = [
  'Application.Read.All',
  'Device.Read.All',
  'Directory.Read.All',
  'Directory.ReadWrite.All',
  'Group-OnPremisesSyncBehavior.ReadWrite.All',
  'Group.Read.All',
  'Group.ReadBasic.All',
  'Group.ReadWrite.All',
  'GroupMember.Read.All',
  'GroupMember.ReadBasic.All',
  'GroupMember.ReadWrite.All',
  'GroupSettings.Read.All',
  'GroupSettings.ReadWrite.All',
  'Member.Read.Hidden',
  'OrgContact.Read.All',
  'User.Read.All',
  'User.ReadBasic.All',
  'User.ReadWrite.All',
] as const
export type GraphPermission = (typeof graphPermissions)[number]

const directory = ['Directory.Read.All', 'Directory.ReadWrite.All'] as const
const wholeGroups = ['Group.Read.All', 'Group.ReadWrite.All', ...directory] as const

/** A request needs any one of them; an empty list means that only a signed-in administrator may make it. */
export type Permissions = readonly GraphPermission[]

export const readGroups: Permissions = ['GroupMember.Read.All', 'Group.ReadBasic.All', ...wholeGroups]
export const readMembers: Permissions = [
  ...readGroups,
  'GroupMember.ReadBasic.All',
  'GroupMember.ReadWrite.All',
]
export const writeGroups: Permissions = ['Group.ReadWrite.All', 'Directory.ReadWrite.All']
export const readUsers: Permissions = ['User.Read.All', 'User.ReadWrite.All', ...directory]
export const readBasicUsers: Permissions = ['User.ReadBasic.All', ...readUsers]
export const readDevices: Permissions = ['Device.Read.All', ...directory]
export const readContacts: Permissions = ['OrgContact.Read.All', ...directory]
export const readServicePrincipals: Permissions = ['Application.Read.All', ...directory]
export const readHiddenMembers: Permissions = ['Member.Read.Hidden']
export const readAnything: Permissions = directory
export const readDeletedGroups: Permissions = wholeGroups
export const readSettings: Permissions = [
  'GroupSettings.Read.All',
  'GroupSettings.ReadWrite.All',
  ...wholeGroups,
]
export const readSettingTemplates: Permissions = [
  'GroupSettings.Read.All',
  'GroupSettings.ReadWrite.All',
  ...directory,
]
export const readSyncBehavior: Permissions = ['Group-OnPremisesSyncBehavior.ReadWrite.All']
export const delegatedOnly: Permissions = []

/**
 * The permissions of a group writeback service: it reads groups, their members, and the members' on-premises
 * identifiers.
 */
export const recommendedPermissions: Permissions = [
  'GroupMember.Read.All',
  'User.Read.All',
  'Member.Read.Hidden',
]

export const permits = (granted: ReadonlySet<string>, anyOf: Permissions): boolean =>
  anyOf.some((permission) => granted.has(permission))

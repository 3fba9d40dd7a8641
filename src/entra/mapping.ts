/** Maps groups and members of Graph to those of the model. Only selected properties are present; others are ignored. */
import { WritebackError } from '../errors.js'
import { onPremisesGroupTypes, type CloudGroup, type CloudGroupKind } from '../model/group.js'
import type { CloudMember, MemberKind } from '../model/member.js'

export interface GraphGroup {
  id: string
  displayName?: string | null
  description?: string | null
  groupTypes?: string[] | null
  securityEnabled?: boolean | null
  mailEnabled?: boolean | null
  mail?: string | null
  mailNickname?: string | null
  proxyAddresses?: string[] | null
  visibility?: string | null
  membershipRule?: string | null
  onPremisesSyncEnabled?: boolean | null
  onPremisesSecurityIdentifier?: string | null
  writebackConfiguration?: { isEnabled?: boolean | null; onPremisesGroupType?: string | null } | null
}

export const groupProperties = [
  'id',
  'displayName',
  'description',
  'groupTypes',
  'securityEnabled',
  'mailEnabled',
  'mail',
  'mailNickname',
  'proxyAddresses',
  'visibility',
  'membershipRule',
  'onPremisesSyncEnabled',
  'onPremisesSecurityIdentifier',
].join(',')

/**
 * Returns true if Graph shows only the id of the group.
 * @throws WritebackError `graphUnexpected` if the object is not a group
 */
export function hidesProperties(group: GraphGroup): boolean {
  if (typeof (group as Partial<GraphGroup> | null)?.id !== 'string')
    throw malformedObject('group without an id')
  return [group.displayName, group.securityEnabled, group.mailEnabled].every(isNullish)
}

/** @throws WritebackError `permissionMissing` if Graph hides the properties */
export function toCloudGroup(group: GraphGroup): CloudGroup {
  if (hidesProperties(group)) throw hiddenProperties(`the group ${group.id}`, 'GroupMember.Read.All')
  const { id, displayName, description, mail, mailNickname, writebackConfiguration: writeback } = group
  return {
    id: id.toLowerCase(),
    displayName: toWellFormed(displayName ?? ''), // a missing name alone does not prove a missing permission
    ...(description && { description: toWellFormed(description) }),
    kind: cloudGroupKind(group),
    ...(typeof group.onPremisesSyncEnabled === 'boolean' && { syncedFromAd: group.onPremisesSyncEnabled }),
    ...(group.onPremisesSecurityIdentifier && {
      onPremisesSid: normalizeSid(group.onPremisesSecurityIdentifier),
    }),
    ...(mail && { mail }),
    ...(mailNickname && { mailNickname }),
    proxyAddresses: group.proxyAddresses ?? [],
    hiddenMembership: group.visibility?.toLowerCase() === 'hiddenmembership',
    ...activeMembershipRule(group),
    ...(writeback && { writeback: toWritebackSettings(writeback) }),
  }
}

/**
 * Replaces lone surrogates, which remain where a text was truncated. They cannot be encoded as UTF-8, so the value in AD
 * would never equal the desired one.
 */
const toWellFormed = (text: string): string => Buffer.from(text).toString()

/** Derives the kind from three properties (Graph: group resource, "Group types in Microsoft Entra ID"). */
function cloudGroupKind({ groupTypes, securityEnabled, mailEnabled }: GraphGroup): CloudGroupKind {
  if (groupTypes?.includes('Unified')) return 'microsoft365'
  if (mailEnabled) return securityEnabled ? 'mailEnabledSecurity' : 'distribution'
  return securityEnabled ? 'security' : 'distribution'
}

/**
 * Returns the rule of a dynamic group. A group that is no longer dynamic may still have a rule, so `groupTypes` decides
 * (Graph: group resource).
 */
const activeMembershipRule = ({
  groupTypes,
  membershipRule,
}: GraphGroup): Pick<CloudGroup, 'membershipRule'> =>
  groupTypes?.includes('DynamicMembership') && membershipRule ? { membershipRule } : {}

function toWritebackSettings({
  isEnabled,
  onPremisesGroupType: type,
}: NonNullable<GraphGroup['writebackConfiguration']>) {
  const groupType = onPremisesGroupTypes.find((each) => each.toLowerCase() === type?.toLowerCase())
  return {
    ...(typeof isEnabled === 'boolean' && { isEnabled }),
    ...(groupType && { onPremisesGroupType: groupType }),
  }
}

export interface GraphMember {
  '@odata.type'?: string
  id: string
  displayName?: string | null
  userType?: string | null
  accountEnabled?: boolean | null
  onPremisesSecurityIdentifier?: string | null
}

export const memberProperties = 'id,displayName,userType,accountEnabled,onPremisesSecurityIdentifier'

const memberKinds: Record<string, MemberKind> = {
  '#microsoft.graph.user': 'user',
  '#microsoft.graph.group': 'group',
  '#microsoft.graph.device': 'device',
  '#microsoft.graph.servicePrincipal': 'servicePrincipal',
  '#microsoft.graph.orgContact': 'contact',
}

/**
 * Maps a member. If the application may not read members of a kind, Graph returns only their type and id, and they would
 * appear to be cloud-only (Graph: "limited information returned for inaccessible member objects").
 * @throws WritebackError `permissionMissing`, or `graphUnexpected` if the object is not a valid member
 */
export function toCloudMember(member: GraphMember): CloudMember {
  if (!isMember(member)) throw malformedObject('member without a valid id or type')
  const { id, displayName, userType, onPremisesSecurityIdentifier: sid, '@odata.type': type } = member
  const kind = memberKinds[type] ?? 'other'
  if (kind === 'user') ensureUserVisible(member)
  if (kind === 'group' && isNullish(displayName))
    throw hiddenProperties(`the group ${id}`, 'GroupMember.Read.All')
  return {
    id: id.toLowerCase(),
    kind,
    ...(displayName && { displayName }),
    guest: userType?.toLowerCase() === 'guest',
    ...(sid && { sid: normalizeSid(sid) }),
  }
}

/** Validates an object that Graph returned; its declared type is not guaranteed. */
function isMember(item: unknown): item is GraphMember & { '@odata.type': string } {
  if (typeof item !== 'object' || item === null) return false
  const {
    id,
    '@odata.type': type,
    displayName,
    userType,
    onPremisesSecurityIdentifier: sid,
  } = item as UncheckedMember
  const isText = (value: unknown) => typeof value === 'string' && value !== ''
  return (
    isText(id) &&
    isText(type) &&
    [displayName, userType, sid].every((value) => isNullish(value) || typeof value === 'string')
  )
}

type UncheckedMember = Partial<Record<keyof GraphMember, unknown>>

/**
 * Checks that Graph shows the SID of a user. A display name proves nothing: User.ReadBasic.All shows it and hides the SID,
 * so that all users appear to be cloud-only. `accountEnabled` has a value for every user and is shown only together with
 * the SID.
 * @throws WritebackError `permissionMissing`
 */
export function ensureUserVisible(user: Omit<GraphMember, '@odata.type'>): void {
  const { id, userType, accountEnabled, onPremisesSecurityIdentifier: sid } = user
  if (isNullish(userType) && isNullish(accountEnabled) && isNullish(sid))
    throw hiddenProperties(`the user ${id}`, 'User.Read.All')
}

const isNullish = (value: unknown): value is null | undefined => value === null || value === undefined

export const normalizeSid = (sid: string): string => sid.toUpperCase()

const hiddenProperties = (subject: string, permission: string): WritebackError =>
  new WritebackError(
    'permissionMissing',
    `Graph hides the properties of ${subject}: the permission ${permission} is missing.`,
    {
      hint: `Grant the application permission ${permission} with admin consent.`,
    },
  )

/** Such an object cannot be omitted, since the member that it represents would then be removed. */
const malformedObject = (description: string): WritebackError =>
  new WritebackError('graphUnexpected', `Graph returned a ${description}.`, {
    hint: 'Run again; if the error persists, report it with this text.',
  })

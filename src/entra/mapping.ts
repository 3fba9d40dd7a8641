/** What Graph sends, as the model has it. Properties that nobody selected are not there; unknown ones are ignored. */
import { WritebackError } from '../errors.js'
import { onPremisesGroupTypes, type CloudGroup, type CloudKind } from '../model/group.js'
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
  onPremisesSyncEnabled?: boolean | null
  onPremisesSecurityIdentifier?: string | null
  writebackConfiguration?: { isEnabled?: boolean | null; onPremisesGroupType?: string | null } | null
}

export const groupSelect = [
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
  'onPremisesSyncEnabled',
  'onPremisesSecurityIdentifier',
].join(',')

/** @throws WritebackError `permissionMissing` where Graph hid the properties */
export function groupOf(group: GraphGroup): CloudGroup {
  const { id, displayName, description, mail, mailNickname, writebackConfiguration: writeback } = group
  if (displayName === null || displayName === undefined)
    throw hidden(`the group ${id}`, 'GroupMember.Read.All')
  return {
    id: id.toLowerCase(),
    displayName,
    ...(description && { description }),
    kind: kindOf(group),
    ...(typeof group.onPremisesSyncEnabled === 'boolean' && { syncedFromAd: group.onPremisesSyncEnabled }),
    ...(group.onPremisesSecurityIdentifier && { onPremisesSid: sidOf(group.onPremisesSecurityIdentifier) }),
    ...(mail && { mail }),
    ...(mailNickname && { mailNickname }),
    proxyAddresses: group.proxyAddresses ?? [],
    hiddenMembership: group.visibility === 'HiddenMembership',
    ...(writeback && { writeback: writebackOf(writeback) }),
  }
}

/** Told by three properties together (Graph: group resource, "Group types in Microsoft Entra ID"). */
function kindOf({ groupTypes, securityEnabled, mailEnabled }: GraphGroup): CloudKind {
  if (groupTypes?.includes('Unified')) return 'microsoft365'
  if (mailEnabled) return securityEnabled ? 'mailEnabledSecurity' : 'distribution'
  return securityEnabled ? 'security' : 'distribution'
}

function writebackOf({
  isEnabled,
  onPremisesGroupType: type,
}: NonNullable<GraphGroup['writebackConfiguration']>) {
  const known = onPremisesGroupTypes.find((each) => each.toLowerCase() === type?.toLowerCase())
  return {
    ...(typeof isEnabled === 'boolean' && { isEnabled }),
    ...(known && { onPremisesGroupType: known }),
  }
}

export interface GraphMember {
  '@odata.type'?: string
  id: string
  displayName?: string | null
  userPrincipalName?: string | null
  userType?: string | null
  onPremisesSecurityIdentifier?: string | null
}

export const memberSelect = 'id,displayName,userPrincipalName,userType,onPremisesSecurityIdentifier'

const kinds: Record<string, MemberKind> = {
  '#microsoft.graph.user': 'user',
  '#microsoft.graph.group': 'group',
  '#microsoft.graph.device': 'device',
  '#microsoft.graph.servicePrincipal': 'servicePrincipal',
  '#microsoft.graph.orgContact': 'contact',
}

/**
 * A member of a kind the application may not read comes with its id and nothing else, and looks like a cloud-only one
 * (Graph: "limited information returned for inaccessible member objects").
 * @throws WritebackError `permissionMissing`
 */
export function memberOf(member: GraphMember): CloudMember {
  const { id, displayName, userPrincipalName, onPremisesSecurityIdentifier: sid } = member
  const kind = kinds[member['@odata.type'] ?? ''] ?? 'other'
  if (kind === 'user' && isHidden(displayName) && isHidden(userPrincipalName))
    throw hidden(`the user ${id}`, 'User.Read.All')
  if (kind === 'group' && isHidden(displayName)) throw hidden(`the group ${id}`, 'GroupMember.Read.All')
  return {
    id: id.toLowerCase(),
    kind,
    ...(displayName && { displayName }),
    guest: member.userType?.toLowerCase() === 'guest',
    ...(sid && { sid: sidOf(sid) }),
  }
}

const isHidden = (value: string | null | undefined): value is null | undefined =>
  value === null || value === undefined

const sidOf = (sid: string): string => sid.toUpperCase()

const hidden = (what: string, permission: string): WritebackError =>
  new WritebackError(
    'permissionMissing',
    `Graph hides the properties of ${what}: ${permission} is missing.`,
    {
      wayOut: `Grant the application permission ${permission} with admin consent. Nothing was changed.`,
    },
  )

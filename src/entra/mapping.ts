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
  const shown = [displayName, group.securityEnabled, group.mailEnabled]
  if (shown.every(isHidden)) throw hidden(`the group ${id}`, 'GroupMember.Read.All')
  return {
    id: id.toLowerCase(),
    displayName: wellFormed(displayName ?? ''), // without a name it is an odd group, and no permission that is missing
    ...(description && { description: wellFormed(description) }),
    kind: kindOf(group),
    ...(typeof group.onPremisesSyncEnabled === 'boolean' && { syncedFromAd: group.onPremisesSyncEnabled }),
    ...(group.onPremisesSecurityIdentifier && { onPremisesSid: sidOf(group.onPremisesSecurityIdentifier) }),
    ...(mail && { mail }),
    ...(mailNickname && { mailNickname }),
    proxyAddresses: group.proxyAddresses ?? [],
    hiddenMembership: group.visibility?.toLowerCase() === 'hiddenmembership',
    ...(writeback && { writeback: writebackOf(writeback) }),
  }
}

/** Half of a surrogate pair, as cutting texts leaves it, has no form in UTF-8: AD would never have what is wanted. */
const wellFormed = (text: string): string => Buffer.from(text).toString()

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
  userType?: string | null
  accountEnabled?: boolean | null
  onPremisesSecurityIdentifier?: string | null
}

export const memberSelect = 'id,displayName,userType,accountEnabled,onPremisesSecurityIdentifier'

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
 * @throws WritebackError `permissionMissing`, or `graphUnexpected` where it is no member at all
 */
export function memberOf(member: GraphMember): CloudMember {
  const { id, displayName, userType, onPremisesSecurityIdentifier: sid, '@odata.type': type } = member
  if (!id || !type) throw noMember()
  const kind = kinds[type] ?? 'other'
  if (kind === 'user') ensureVisible(member)
  if (kind === 'group' && isHidden(displayName)) throw hidden(`the group ${id}`, 'GroupMember.Read.All')
  return {
    id: id.toLowerCase(),
    kind,
    ...(displayName && { displayName }),
    guest: userType?.toLowerCase() === 'guest',
    ...(sid && { sid: sidOf(sid) }),
  }
}

/**
 * Names alone prove nothing: User.ReadBasic.All shows them, and hides where somebody comes from, so that everybody looks
 * cloud-only. Whether the account is enabled is known of every user, and shown only together with the SID.
 * @throws WritebackError `permissionMissing`
 */
export function ensureVisible(user: Omit<GraphMember, '@odata.type'>): void {
  const { id, userType, accountEnabled, onPremisesSecurityIdentifier: sid } = user
  if (isHidden(userType) && isHidden(accountEnabled) && isHidden(sid))
    throw hidden(`the user ${id}`, 'User.Read.All')
}

const isHidden = (value: unknown): value is null | undefined => value === null || value === undefined

const sidOf = (sid: string): string => sid.toUpperCase()

const hidden = (what: string, permission: string): WritebackError =>
  new WritebackError(
    'permissionMissing',
    `Graph hides the properties of ${what}: ${permission} is missing.`,
    {
      wayOut: `Grant the application permission ${permission} with admin consent. Nothing was changed.`,
    },
  )

/** What it is, is not known; whoever leaves it out would take it away. */
const noMember = (): WritebackError =>
  new WritebackError('graphUnexpected', 'Graph listed a member without its id or its type.', {
    wayOut: 'Run again; if it stays, report it with this text.',
  })

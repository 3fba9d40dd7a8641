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
  membershipRule?: string | null
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
  'membershipRule',
  'onPremisesSyncEnabled',
  'onPremisesSecurityIdentifier',
].join(',')

/**
 * Whether Graph shows nothing of it but its id.
 * @throws WritebackError `graphUnexpected` where it is no group at all
 */
export function hidesProperties(group: GraphGroup): boolean {
  if (typeof (group as Partial<GraphGroup> | null)?.id !== 'string') throw noObject('group without its id')
  return [group.displayName, group.securityEnabled, group.mailEnabled].every(isHidden)
}

/** @throws WritebackError `permissionMissing` where Graph hid the properties */
export function groupOf(group: GraphGroup): CloudGroup {
  if (hidesProperties(group)) throw hidden(`the group ${group.id}`, 'GroupMember.Read.All')
  const { id, displayName, description, mail, mailNickname, writebackConfiguration: writeback } = group
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
    ...ruleOf(group),
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

/** A group that was dynamic once may keep a rule that nobody follows: groupTypes decides (Graph: group resource). */
const ruleOf = ({ groupTypes, membershipRule }: GraphGroup): Pick<CloudGroup, 'membershipRule'> =>
  groupTypes?.includes('DynamicMembership') && membershipRule ? { membershipRule } : {}

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
  if (!isMember(member)) throw noObject('member without its id or its type')
  const { id, displayName, userType, onPremisesSecurityIdentifier: sid, '@odata.type': type } = member
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

/** What comes from outside need not be what it should be. */
function isMember(item: unknown): item is GraphMember & { '@odata.type': string } {
  if (typeof item !== 'object' || item === null) return false
  const { id, '@odata.type': type, displayName, userType, onPremisesSecurityIdentifier: sid } = item as Raw
  const isText = (value: unknown) => typeof value === 'string' && value !== ''
  return (
    isText(id) &&
    isText(type) &&
    [displayName, userType, sid].every((value) => isHidden(value) || typeof value === 'string')
  )
}

type Raw = Partial<Record<keyof GraphMember, unknown>>

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

export const sidOf = (sid: string): string => sid.toUpperCase()

const hidden = (what: string, permission: string): WritebackError =>
  new WritebackError(
    'permissionMissing',
    `Graph hides the properties of ${what}: ${permission} is missing.`,
    {
      hint: `Grant the application permission ${permission} with admin consent.`,
    },
  )

/** What it is, is not known; whoever leaves it out would take it away. */
const noObject = (what: string): WritebackError =>
  new WritebackError('graphUnexpected', `Graph listed a ${what}.`, {
    hint: 'Run again; if it stays, report it with this text.',
  })

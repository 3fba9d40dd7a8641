/** Creates complete objects from the short descriptions of tests and the demo. */
import { cloudSid } from './ids.js'
import { dynamicType } from './membershipRule.js'
import type {
  ContactProperties,
  DeviceProperties,
  DirectoryObject,
  GroupProperties,
  ObjectKind,
  Reference,
  ServicePrincipalProperties,
  UserProperties,
} from './objects.js'

export type NewUser = Omit<UserProperties, 'id'> & { displayName: string; id?: string }
export type NewDevice = Omit<DeviceProperties, 'id'> & { displayName: string; id?: string }
export type NewContact = Omit<ContactProperties, 'id'> & { displayName: string; id?: string }
export type NewServicePrincipal = Omit<ServicePrincipalProperties, 'id'> & {
  displayName: string
  id?: string
}

/** The kind of a cloud group, determined by groupTypes, mailEnabled and securityEnabled. */
export type CloudKind = 'security' | 'microsoft365' | 'distribution' | 'mailEnabledSecurity'

/** A group's source of authority: the cloud; AD; formerly AD; or AD until it was converted to the cloud. */
export type GroupSourceOfAuthority = 'cloud' | 'ad' | 'formerlyAd' | 'convertedFromAd'

export type NewGroup = Omit<GroupProperties, 'id' | 'members'> & {
  displayName: string
  id?: string
  /** `security` by default. A `membershipRule` makes any kind dynamic. */
  kind?: CloudKind
  hiddenMembership?: boolean
  /** `cloud` by default. */
  source?: GroupSourceOfAuthority
  members?: readonly Reference[]
}

/** The AD domain of synced objects. */
export interface OnPremisesDomain {
  dnsName: string
  netBiosName: string
  sid: string
}

/** Tenant-wide defaults and generators for a new object. */
export interface ObjectDefaults {
  id: string
  /** The verified domain, for addresses. */
  domain: string
  onPremises: OnPremisesDomain
  /** Returns the next RID for objects from AD. */
  rid: () => number
  /** Derives a name from a display name that is unique in the tenant. */
  nickname: (displayName: string) => string
  now: string
}

export function newUser(user: NewUser, around: ObjectDefaults): DirectoryObject {
  const nickname = user.mailNickname ?? around.nickname(user.displayName)
  const address = `${nickname}@${around.domain}`
  const [givenName = null, surname = null] = user.displayName.split(' ')
  return createObject('user', around, user, {
    accountEnabled: true,
    givenName,
    surname,
    mailNickname: nickname,
    userPrincipalName: address,
    mail: address,
    proxyAddresses: user.mail === null ? [] : [`SMTP:${user.mail ?? address}`],
    userType: 'Member',
    businessPhones: [],
  })
}

export function newSyncedUser(user: NewUser, around: ObjectDefaults): DirectoryObject {
  const { onPremises } = around
  const name = user.onPremisesSamAccountName ?? user.mailNickname ?? around.nickname(user.displayName)
  const base = onPremises.dnsName
    .split('.')
    .map((part) => `DC=${part}`)
    .join(',')
  const synced: NewUser = {
    mailNickname: name,
    onPremisesSyncEnabled: true,
    onPremisesSecurityIdentifier: user.onPremisesSecurityIdentifier ?? `${onPremises.sid}-${around.rid()}`,
    onPremisesImmutableId: Buffer.from(around.id.replaceAll('-', ''), 'hex').toString('base64'),
    onPremisesSamAccountName: name.slice(0, 20),
    onPremisesUserPrincipalName: `${name}@${onPremises.dnsName}`,
    onPremisesDomainName: onPremises.dnsName,
    onPremisesDistinguishedName: `CN=${user.displayName},OU=People,${base}`,
    onPremisesLastSyncDateTime: around.now,
    ...user,
  }
  return newUser(synced, around)
}

export function newGuest(user: NewUser, around: ObjectDefaults): DirectoryObject {
  const mail = user.mail ?? `${around.nickname(user.displayName)}@fabrikam.com`
  const guest: NewUser = {
    userType: 'Guest',
    mail,
    userPrincipalName: `${mail.replace('@', '_')}#EXT#@${around.domain}`,
    creationType: 'Invitation',
    externalUserState: 'Accepted',
    ...user,
  }
  return newUser(guest, around)
}

export function newGroup(group: NewGroup, around: ObjectDefaults): DirectoryObject {
  const { kind = 'security', hiddenMembership, source = 'cloud', ...given } = group
  const properties = {
    ...kindProperties(kind, group, around),
    ...(given.membershipRule && { membershipRuleProcessingState: 'On' }),
    ...(hiddenMembership && { visibility: 'HiddenMembership' }),
    ...sourceProperties(source, group, around),
    securityIdentifier: cloudSid(around.id),
    renewedDateTime: around.now,
  }
  const made = createObject('group', around, given, properties)
  return source === 'convertedFromAd' ? { ...made, cloudManaged: true } : made
}

/** Returns the properties that distinguish the four kinds. */
function kindProperties(kind: CloudKind, group: NewGroup, around: ObjectDefaults): GroupProperties {
  const mailEnabled = kind !== 'security'
  const nickname = group.mailNickname ?? around.nickname(group.displayName)
  const mail = group.mail ?? `${nickname}@${around.domain}`
  const groupTypes = [
    ...(kind === 'microsoft365' ? ['Unified'] : []),
    ...(group.membershipRule ? [dynamicType] : []),
  ]
  return {
    groupTypes,
    mailEnabled,
    securityEnabled: kind === 'security' || kind === 'mailEnabledSecurity',
    mailNickname: nickname,
    mail: mailEnabled ? mail : null,
    proxyAddresses: mailEnabled ? [`SMTP:${mail}`] : [],
    visibility: kind === 'microsoft365' ? 'Private' : null,
  }
}

function sourceProperties(
  source: GroupSourceOfAuthority,
  group: NewGroup,
  around: ObjectDefaults,
): GroupProperties {
  if (source === 'cloud') return {}
  const { onPremises } = around
  return {
    // After a conversion the property is null again, as for a group that was never synced.
    onPremisesSyncEnabled: source === 'ad' ? true : source === 'formerlyAd' ? false : null,
    onPremisesSecurityIdentifier: group.onPremisesSecurityIdentifier ?? `${onPremises.sid}-${around.rid()}`,
    onPremisesSamAccountName: group.displayName,
    onPremisesDomainName: onPremises.dnsName,
    onPremisesNetBiosName: onPremises.netBiosName,
    onPremisesLastSyncDateTime: around.now,
  }
}

export const newDevice = (device: NewDevice, around: ObjectDefaults): DirectoryObject =>
  createObject('device', around, device, {
    accountEnabled: true,
    deviceId: around.id,
    operatingSystem: 'Windows',
    operatingSystemVersion: '10.0.26100.2033',
    trustType: 'AzureAd',
  })

export const newContact = (contact: NewContact, around: ObjectDefaults): DirectoryObject => {
  const nickname = contact.mailNickname ?? around.nickname(contact.displayName)
  const mail = contact.mail ?? `${nickname}@fabrikam.com`
  return createObject('orgContact', around, contact, {
    mailNickname: nickname,
    mail,
    proxyAddresses: [`SMTP:${mail}`],
  })
}

export const newServicePrincipal = (
  principal: NewServicePrincipal,
  around: ObjectDefaults,
): DirectoryObject =>
  createObject('servicePrincipal', around, principal, {
    accountEnabled: true,
    appId: around.id,
    appDisplayName: principal.displayName,
    servicePrincipalType: 'Application',
  })

function createObject(
  kind: ObjectKind,
  around: ObjectDefaults,
  given: object,
  filledIn: Record<string, unknown>,
): DirectoryObject {
  const properties: Record<string, unknown> = {
    createdDateTime: around.now,
    ...filledIn,
    ...given,
    id: around.id,
  }
  // Members are stored as links, not as a property.
  delete properties['members']
  return { id: around.id, kind, properties }
}

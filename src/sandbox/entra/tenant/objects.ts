/** The objects a tenant holds, in Graph's own property names. */
import type { Device, Group, OrgContact, ServicePrincipal, User } from '@microsoft/microsoft-graph-types'

export const objectKinds = ['user', 'group', 'device', 'orgContact', 'servicePrincipal'] as const
export type ObjectKind = (typeof objectKinds)[number]

/** Only beta has it, so that Graph's published types do not. */
export interface WritebackConfiguration {
  isEnabled?: boolean | null
  onPremisesGroupType?: string | null
}

interface Identified {
  readonly id: string
}

export type UserObject = Readonly<User> & Identified
export type GroupProperties = Group & { writebackConfiguration?: WritebackConfiguration | null }
export type GroupObject = Readonly<GroupProperties> & Identified
export type DeviceObject = Readonly<Device> & Identified
export type ContactObject = Readonly<OrgContact> & Identified
export type ServicePrincipalObject = Readonly<ServicePrincipal> & Identified

export interface Objects {
  user: UserObject
  group: GroupObject
  device: DeviceObject
  orgContact: ContactObject
  servicePrincipal: ServicePrincipalObject
}

/** One object as it is stored: never changed, only replaced, so that a replica may keep an old one. */
export interface DirectoryObject {
  readonly id: string
  readonly kind: ObjectKind
  readonly properties: Readonly<Record<string, unknown>>
  /** A group whose source of authority was moved from AD to the cloud. */
  readonly cloudManaged?: boolean
}

/** An object or its id. */
export type Reference = string | Identified

export const idOf = (reference: Reference): string =>
  typeof reference === 'string' ? reference.toLowerCase() : reference.id

export const hasHiddenMembership = (group: DirectoryObject): boolean =>
  group.properties['visibility'] === 'HiddenMembership'

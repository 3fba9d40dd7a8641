/** Types of the tenant's objects, with Graph's property names. */
import type {
  contactLines,
  deviceLines,
  groupLines,
  servicePrincipalLines,
  userLines,
} from '../graph/propertyLines.js'
import type { PropertiesIn } from './propertyTypes.js'

export const objectKinds = ['user', 'group', 'device', 'orgContact', 'servicePrincipal'] as const
export type ObjectKind = (typeof objectKinds)[number]

/** Exists on beta only. */
export interface WritebackConfiguration {
  isEnabled?: boolean | null
  onPremisesGroupType?: string | null
}

interface Identified {
  readonly id: string
}

export type UserProperties = PropertiesIn<typeof userLines>
export type GroupProperties = Omit<PropertiesIn<typeof groupLines>, 'writebackConfiguration'> & {
  writebackConfiguration?: WritebackConfiguration | null
}
export type DeviceProperties = PropertiesIn<typeof deviceLines>
export type ContactProperties = PropertiesIn<typeof contactLines>
export type ServicePrincipalProperties = PropertiesIn<typeof servicePrincipalLines>

export type UserObject = Readonly<UserProperties> & Identified
export type GroupObject = Readonly<GroupProperties> & Identified
export type DeviceObject = Readonly<DeviceProperties> & Identified
export type ContactObject = Readonly<ContactProperties> & Identified
export type ServicePrincipalObject = Readonly<ServicePrincipalProperties> & Identified

export interface Objects {
  user: UserObject
  group: GroupObject
  device: DeviceObject
  orgContact: ContactObject
  servicePrincipal: ServicePrincipalObject
}

/** A stored object. It is immutable and only replaced, so that a replica can keep the previous one. */
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

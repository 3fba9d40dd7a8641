/** The tenant, which tests and the demo fill and change while clients read it. */
import { createCountIndex, type CountIndex, type CountControls } from './countIndex.js'
import { createEdits, findLive, typedProperties, type Edits } from './edits.js'
import { createHiding, type HiddenGroups, type HidingControls } from './hiding.js'
import * as make from './newObjects.js'
import { withMembershipRule } from './membershipRule.js'
import {
  idOf,
  type ContactObject,
  type DeviceObject,
  type GroupObject,
  type GroupProperties,
  type ObjectKind,
  type Objects,
  type Reference,
  type ServicePrincipalObject,
  type UserObject,
  type UserProperties,
} from './objects.js'
import { createReplica, type Lag } from './replica.js'
import { emptyStore, liveMembers, type Store } from './store.js'
import { createTenantDefaults, type TenantOptions, type TenantDefaults } from './surroundings.js'

export type UserChanges = Omit<UserProperties, 'id'>
export type GroupChanges = Omit<GroupProperties, 'id' | 'members'>

export interface DeleteOptions {
  /** Deletes permanently, without deletedItems. */
  hard?: boolean
}

export interface Tenant extends HidingControls, CountControls {
  readonly id: string
  /** The verified domain, which also names the tenant. */
  readonly domain: string
  readonly onPremises: make.OnPremisesDomain
  addUser(user: make.NewUser): UserObject
  /** Adds a user as Entra Connect creates it from AD, with SID, immutable id and distinguished name. */
  addSyncedUser(user: make.NewUser): UserObject
  addGuest(user: make.NewUser): UserObject
  addGroup(group: make.NewGroup): GroupObject
  addDevice(device: make.NewDevice): DeviceObject
  addContact(contact: make.NewContact): ContactObject
  addServicePrincipal(principal: make.NewServicePrincipal): ServicePrincipalObject
  /** Null clears a property: a user without onPremisesSecurityIdentifier matches no AD account. */
  updateUser(user: Reference, changeMethods: UserChanges): UserObject
  /** A `membershipRule` makes the group dynamic; null ends that. */
  updateGroup(group: Reference, changes: GroupChanges): GroupObject
  renameGroup(group: Reference, displayName: string): GroupObject
  /** Moves a group's source of authority from AD to the cloud. */
  convertGroup(group: Reference): void
  addMember(group: Reference, ...members: readonly Reference[]): void
  removeMember(group: Reference, ...members: readonly Reference[]): void
  /** Ids of live direct members in the order of addition. */
  members(group: Reference): string[]
  user(user: Reference): UserObject | undefined
  group(group: Reference): GroupObject | undefined
  count(kind: ObjectKind): number
  deleteGroup(group: Reference, options?: DeleteOptions): void
  restoreGroup(group: Reference): void
  purgeGroup(group: Reference): void
  /** A deleted user keeps its memberships, and no read returns it until it is restored. */
  deleteUser(user: Reference, options?: DeleteOptions): void
  restoreUser(user: Reference): void
  purgeUser(user: Reference): void
  /**
   * Creates the settings object Group.Unified with these values over the template's; without values removes
   * it.
   */
  setGroupSettings(values?: Readonly<Record<string, string>>): void
  /** From now on reads after a write return the old state for this long; without an argument the lag ends. */
  lag(lag?: Lag): void
}

/** The interface for Graph's handlers. */
export interface TenantData {
  read(): Store
  updateGroup(id: string, changes: GroupChanges): void
  /** The store for writes: it has new objects that lagging reads do not return yet. */
  primary: Store
  /** Groups that exist but are hidden from reads. */
  hidden: HiddenGroups
  /** The index for `$count`. */
  counts: CountIndex
  /** The values of the settings object Group.Unified, if it exists. */
  groupSettings(): Readonly<Record<string, string>> | undefined
}

export function createTenant(options: TenantOptions): { tenant: Tenant; data: TenantData } {
  const store = emptyStore()
  const now = options.now ?? Date.now
  const replica = createReplica(store, now)
  const groupId = (group: Reference) => findLive(store, 'group', group).id
  const { counting, counts } = createCountIndex(store, now, groupId)
  const { hiding, hidden } = createHiding(groupId)
  const around = createTenantDefaults(options)
  let settings: Readonly<Record<string, string>> | undefined
  const edit = createEdits(store, replica, counts, around.timestamp)
  const tenant: Tenant = {
    id: options.id,
    domain: options.domain,
    onPremises: around.onPremises,
    ...additionMethods(edit, around),
    ...changes(edit),
    ...hiding,
    ...counting,
    members: (group) => [...liveMembers(store, groupId(group))].map(({ id }) => id),
    user: (user) => findTyped(store, 'user', user),
    group: (group) => findTyped(store, 'group', group),
    count: (kind) => store.kinds[kind].size,
    setGroupSettings(values) {
      settings = values
    },
    lag: (lag) => replica.setLag(lag),
  }
  const data: TenantData = {
    read: () => replica.read(),
    updateGroup: (id, properties) => void tenant.updateGroup(id, properties),
    primary: store,
    hidden,
    counts,
    groupSettings: () => settings,
  }
  return { tenant, data }
}

const additionMethods = (edit: Edits, around: TenantDefaults) => ({
  addUser: (user: make.NewUser) => edit.add('user', make.newUser(user, around.of(user))),
  addSyncedUser: (user: make.NewUser) => edit.add('user', make.newSyncedUser(user, around.of(user))),
  addGuest: (user: make.NewUser) => edit.add('user', make.newGuest(user, around.of(user))),
  addGroup(group: make.NewGroup) {
    const made = edit.add('group', make.newGroup(group, around.of(group)))
    if (group.members?.length) edit.link(made, group.members)
    return made
  },
  addDevice: (device: make.NewDevice) => edit.add('device', make.newDevice(device, around.of(device))),
  addContact: (contact: make.NewContact) =>
    edit.add('orgContact', make.newContact(contact, around.of(contact))),
  addServicePrincipal: (principal: make.NewServicePrincipal) =>
    edit.add('servicePrincipal', make.newServicePrincipal(principal, around.of(principal))),
})

const changes = (edit: Edits) => ({
  updateUser: (user: Reference, properties: UserChanges) => edit.update('user', user, () => properties),
  updateGroup: (group: Reference, properties: GroupChanges) =>
    edit.update('group', group, (before) => withMembershipRule(before, properties)),
  renameGroup: (group: Reference, displayName: string) =>
    edit.update('group', group, () => ({ displayName })),
  convertGroup: (group: Reference) => edit.convert(group),
  addMember: (group: Reference, ...members: readonly Reference[]) => edit.link(group, members),
  removeMember: (group: Reference, ...members: readonly Reference[]) => edit.unlink(group, members),
  deleteGroup: (group: Reference, options?: DeleteOptions) => edit.remove('group', group, options?.hard),
  restoreGroup: (group: Reference) => edit.restore(group),
  purgeGroup: (group: Reference) => edit.purge(group),
  deleteUser: (user: Reference, options?: DeleteOptions) => edit.remove('user', user, options?.hard),
  restoreUser: (user: Reference) => edit.restore(user),
  purgeUser: (user: Reference) => edit.purge(user),
})

function findTyped<K extends ObjectKind>(
  store: Store,
  kind: K,
  reference: Reference,
): Objects[K] | undefined {
  const object = store.kinds[kind].get(idOf(reference))
  return object && typedProperties(kind, object)
}

/** Adds users, groups and other objects to the directory, with the rights of an administrator. */
import { randomBytes } from 'node:crypto'
import { createAdministrator, domainDnOf, type Administrator, type Attributes } from './administrator.js'
import { isAccountName } from './operations/accountRules.js'
import type { Directory } from './operations/context.js'
import { dnOf, type Entry } from './store/entry.js'
import { resolveEntry } from './store/resolve.js'

export interface AddedObject {
  dn: string
  guid: string
  sid: string
}

export interface NewUser {
  /** The cn; also the account name if it is a valid one and `account` is not given. */
  name: string
  /** CN=Users by default. */
  ou?: string
  account?: string
  /** An account without a password is disabled. */
  password?: string
  attributes?: Attributes
}

export type NewComputer = Pick<NewUser, 'name' | 'ou' | 'attributes'>

export interface NewGroup extends Omit<NewUser, 'password'> {
  /** groupType; a universal security group by default. */
  type?: string
  members?: readonly string[]
}

/** @throws LdapRefusal as AD would respond */
export interface Additions {
  /** Returns the DN. */
  addOu(name: string, parent?: string): string
  addUser(user: NewUser): AddedObject
  /** Adds users with these names, or this number of users named u000001, u000002 and so on. */
  addUsers(users: number | readonly string[], ou: string): AddedObject[]
  /** Adds a workstation that has joined the domain, in CN=Computers by default. */
  addComputer(computer: NewComputer): AddedObject
  addGroup(group: NewGroup): AddedObject
  addContact(name: string, ou: string): Omit<AddedObject, 'sid'>
  /** Creates an account that may create, change and delete groups in this OU and below, and nothing else. */
  delegate(ou: string, account?: string): AddedObject & { password: string }
}

/** Universal and security-enabled. */
const universalSecurityType = '-2147483640'

/** userAccountControl of enabled accounts. */
const enabledFlags = { user: '512', workstation: '4096' }

export function createAdditions(directory: Directory): Additions {
  const administrator = createAdministrator(directory)
  const root = domainDnOf(directory.store)
  const users = `CN=Users,${root}`
  const addUser = (user: NewUser): AddedObject =>
    createUser(directory, administrator, { ...user, ou: user.ou ?? users })
  return {
    addOu: (name, parent = root) => dnOf(administrator.add('organizationalUnit', name, parent, {})),
    addUser,
    addUsers: (wanted, ou) => userNames(wanted).map((name) => addUser({ name, ou })),
    addComputer({ name, ou = `CN=Computers,${root}`, attributes }) {
      const sAMAccountName = `${name.toUpperCase()}$`
      const entry = administrator.add('computer', name, ou, { sAMAccountName, ...attributes })
      setPassword(directory, administrator, entry, newPassword(), enabledFlags.workstation)
      return addedObject(entry)
    },
    addGroup({ name, ou = users, account, type = universalSecurityType, members = [], attributes }) {
      const sAMAccountName = account ?? accountFor(name, 'group')
      const own = { sAMAccountName, groupType: type, member: members }
      return addedObject(administrator.add('group', name, ou, { ...own, ...attributes }))
    },
    addContact(name, ou) {
      const { dn, guid } = addedObject(administrator.add('contact', name, ou, {}))
      return { dn, guid }
    },
    delegate(ou, account = 'svc-writeback') {
      const password = newPassword()
      const made = addUser({ name: account, password })
      delegateGroups(directory, ou, made.guid)
      return { ...made, password }
    },
  }
}

function createUser(
  directory: Directory,
  administrator: Administrator,
  { name, ou, account, password, attributes }: NewUser & { ou: string },
): AddedObject {
  const sAMAccountName = account ?? accountFor(name, 'user')
  const entry = administrator.add('user', name, ou, { sAMAccountName, ...attributes })
  if (password !== undefined) setPassword(directory, administrator, entry, password, enabledFlags.user)
  return addedObject(entry)
}

const newPassword = (): string => randomBytes(18).toString('base64url')

/** Sets the password, and enables the account. */
function setPassword(
  { access }: Directory,
  administrator: Administrator,
  entry: Entry,
  password: string,
  flags: string,
): void {
  access.passwords.set(entry.guid, password)
  administrator.change(dnOf(entry), 'replace', { userAccountControl: flags })
}

function delegateGroups({ store, access: { delegations } }: Directory, ou: string, account: string): void {
  const container = resolveEntry(store, ou)
  const accounts = delegations.get(container.guid) ?? new Set()
  delegations.set(container.guid, accounts.add(account))
}

/** Returns undefined for a name that is not a valid account name; the server then generates one. */
const accountFor = (name: string, className: string): string | undefined =>
  isAccountName(name, className) ? name : undefined

const addedObject = (entry: Entry): AddedObject => ({
  dn: dnOf(entry),
  guid: entry.guid,
  sid: entry.sid ?? '',
})

const userNames = (wanted: number | readonly string[]): readonly string[] =>
  typeof wanted === 'number'
    ? Array.from({ length: wanted }, (_, index) => `u${String(index + 1).padStart(6, '0')}`)
    : wanted

/**
 * Fills and changes the directory with the rights of an administrator, through function calls instead of
 * LDAP.
 */
import { randomBytes } from 'node:crypto'
import { createAccessAdministration, type AccessAdministration } from './accessAdministration.js'
import { isAccountName, withEnabled } from './operations/accountRules.js'
import { add } from './operations/add.js'
import type { Context, Directory } from './operations/context.js'
import { remove } from './operations/delete.js'
import { modify } from './operations/modify.js'
import { modifyDn } from './operations/modifyDn.js'
import { escapeValue } from './names/dn.js'
import { noControls, type Controls } from './protocol/controls.js'
import type { Change } from './protocol/requests.js'
import { dnOf, textOf, type Entry } from './store/entry.js'
import { resolve } from './store/resolve.js'
import { bySid } from './store/store.js'

/** Values by attribute name; undefined or an empty list removes the attribute. */
export type Attributes = Readonly<Record<string, string | readonly string[] | undefined>>

export interface Made {
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

/**
 * Names of objects are DNs, `<GUID=…>` or `<SID=…>`.
 * @throws Refusal as AD would respond
 */
export interface Administration extends AccessAdministration {
  /** Returns the DN. */
  addOu(name: string, parent?: string): string
  addUser(user: NewUser): Made
  /** Adds users with these names, or this number of users named u000001, u000002 and so on. */
  addUsers(users: number | readonly string[], ou: string): Made[]
  /** Adds a workstation that has joined the domain, in CN=Computers by default. */
  addComputer(computer: NewComputer): Made
  addGroup(group: NewGroup): Made
  addContact(name: string, ou: string): Omit<Made, 'sid'>
  /** Creates an account that may create, change and delete groups in this OU and below, and nothing else. */
  delegate(ou: string, account?: string): Made & { password: string }
  edit(name: string, attributes: Attributes): void
  /** A disabled account cannot bind and keeps its memberships. */
  disable(name: string): void
  /** @throws Refusal for an account without a password */
  enable(name: string): void
  rename(name: string, newName: string): void
  move(name: string, ou: string): void
  addMembers(group: string, ...members: readonly string[]): void
  removeMembers(group: string, ...members: readonly string[]): void
  remove(name: string, options?: { tree?: boolean }): void
}

/** Universal and security-enabled. */
const usualGroupType = '-2147483640'

export function createAdministration(directory: Directory): Administration {
  const { store } = directory
  const [domain] = store.heads.values()
  const root = domain ? dnOf(domain) : ''
  const users = `CN=Users,${root}`
  const context = (controls: Partial<Controls> = {}): Context => {
    const account = bySid(store, `${store.domainSid}-500`)
    const subject = { administrator: true, ...(account && { account }) }
    return { ...directory, subject, controls: { ...noControls, ...controls } }
  }
  const make = (type: string, name: string, parent: string, attributes: Attributes): Entry => {
    const dn = `${type === 'organizationalUnit' ? 'OU' : 'CN'}=${escapeValue(name)},${parent}`
    return add(context(), { type: 'add', name: dn, attributes: listOf({ objectClass: type, ...attributes }) })
  }
  const change = (name: string, changes: Change[]) => modify(context(), { type: 'modify', name, changes })
  const setEnabled = (name: string, enabled: boolean) => {
    const flags = withEnabled(Number(textOf(resolve(store, name), 'useraccountcontrol')), enabled)
    change(name, [{ operation: 'replace', ...valuesOf('userAccountControl', String(flags)) }])
  }
  const addUser = ({ name, ou = users, account, password, attributes = {} }: NewUser): Made => {
    const entry = make('user', name, ou, {
      sAMAccountName: account ?? accountFor(name, 'user'),
      ...attributes,
    })
    if (password === undefined) return madeOf(entry)
    directory.access.passwords.set(entry.guid, password)
    change(dnOf(entry), [{ operation: 'replace', ...valuesOf('userAccountControl', '512') }])
    return madeOf(entry)
  }
  return {
    ...createAccessAdministration(directory),
    addOu: (name, parent = root) => dnOf(make('organizationalUnit', name, parent, {})),
    addUser,
    addComputer({ name, ou = `CN=Computers,${root}`, attributes }) {
      const entry = make('computer', name, ou, { sAMAccountName: `${name.toUpperCase()}$`, ...attributes })
      directory.access.passwords.set(entry.guid, randomBytes(18).toString('base64url'))
      change(dnOf(entry), [{ operation: 'replace', ...valuesOf('userAccountControl', '4096') }])
      return madeOf(entry)
    },
    addUsers: (wanted, ou) => namesOf(wanted).map((name) => addUser({ name, ou })),
    addGroup: ({ name, ou = users, account, type = usualGroupType, members = [], attributes }) =>
      madeOf(
        make('group', name, ou, {
          sAMAccountName: account ?? accountFor(name, 'group'),
          groupType: type,
          member: members,
          ...attributes,
        }),
      ),
    addContact(name, ou) {
      const { dn, guid } = madeOf(make('contact', name, ou, {}))
      return { dn, guid }
    },
    delegate(ou, account = 'svc-writeback') {
      const password = randomBytes(18).toString('base64url')
      const made = addUser({ name: account, password })
      const container = resolve(store, ou)
      const { delegations } = directory.access
      const accounts = delegations.get(container.guid) ?? new Set()
      delegations.set(container.guid, accounts.add(made.guid))
      return { ...made, password }
    },
    edit: (name, attributes) =>
      change(
        name,
        Object.entries(attributes).map(([key, value]) => ({ operation: 'replace', ...valuesOf(key, value) })),
      ),
    disable: (name) => setEnabled(name, false),
    enable: (name) => setEnabled(name, true),
    rename: (name, newName) => rename(context(), name, newName),
    move: (name, ou) => rename(context(), name, resolve(store, name).rdn.value, ou),
    addMembers: (group, ...members) => change(group, [{ operation: 'add', ...valuesOf('member', members) }]),
    removeMembers: (group, ...members) =>
      change(group, [{ operation: 'delete', ...valuesOf('member', members) }]),
    remove: (name, { tree = false } = {}) => remove(context({ treeDelete: tree }), { type: 'delete', name }),
  }
}

/** Returns undefined for a name that is not a valid account name; the server then generates one. */
const accountFor = (name: string, className: string): string | undefined =>
  isAccountName(name, className) ? name : undefined

function rename(context: Context, name: string, newName: string, newSuperior?: string): void {
  const { type } = resolve(context.store, name).rdn
  const newRdn = `${type}=${escapeValue(newName)}`
  modifyDn(context, {
    type: 'modifyDn',
    name,
    newRdn,
    deleteOldRdn: true,
    ...(newSuperior !== undefined && { newSuperior }),
  })
}

const madeOf = (entry: Entry): Made => ({ dn: dnOf(entry), guid: entry.guid, sid: entry.sid ?? '' })

const valuesOf = (attribute: string, value: string | readonly string[] | undefined) => ({
  attribute,
  values: (typeof value === 'string' ? [value] : (value ?? [])).map((one) => Buffer.from(one)),
})

const listOf = (attributes: Attributes) =>
  Object.entries(attributes)
    .map(([name, value]) => valuesOf(name, value))
    .filter(({ values }) => values.length > 0)

const namesOf = (wanted: number | readonly string[]): readonly string[] =>
  typeof wanted === 'number'
    ? Array.from({ length: wanted }, (_, index) => `u${String(index + 1).padStart(6, '0')}`)
    : wanted

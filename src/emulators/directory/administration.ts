/** Fills and changes the directory as an administrator does, by function calls instead of LDAP. */
import { createAccessAdministration, type AccessAdministration } from './accessAdministration.js'
import { createAdditions, type Additions } from './additions.js'
import { createAdministrator, type Attributes } from './administrator.js'
import { withEnabled } from './operations/accountRules.js'
import type { Directory } from './operations/context.js'
import { textOf } from './store/entry.js'
import { resolveEntry } from './store/resolve.js'

/**
 * Names of objects are DNs, `<GUID=…>` or `<SID=…>`.
 * @throws LdapRefusal as AD would respond
 */
export interface Administration extends AccessAdministration, Additions {
  edit(name: string, attributes: Attributes): void
  /** A disabled account cannot bind and keeps its memberships. */
  disable(name: string): void
  /** @throws LdapRefusal for an account without a password */
  enable(name: string): void
  rename(name: string, newName: string): void
  move(name: string, ou: string): void
  addMembers(group: string, ...members: readonly string[]): void
  removeMembers(group: string, ...members: readonly string[]): void
  remove(name: string, options?: { tree?: boolean }): void
}

export function createAdministration(directory: Directory): Administration {
  const { store } = directory
  const administrator = createAdministrator(directory)
  const setEnabled = (name: string, enabled: boolean) => {
    const flags = withEnabled(Number(textOf(resolveEntry(store, name), 'useraccountcontrol')), enabled)
    administrator.change(name, 'replace', { userAccountControl: String(flags) })
  }
  return {
    ...createAccessAdministration(directory),
    ...createAdditions(directory),
    edit: (name, attributes) => administrator.change(name, 'replace', attributes),
    disable: (name) => setEnabled(name, false),
    enable: (name) => setEnabled(name, true),
    rename: (name, newName) => administrator.rename(name, newName),
    move: (name, ou) => administrator.rename(name, resolveEntry(store, name).rdn.value, ou),
    addMembers: (group, ...members) => administrator.change(group, 'add', { member: members }),
    removeMembers: (group, ...members) => administrator.change(group, 'delete', { member: members }),
    remove: (name, { tree = false } = {}) => administrator.remove(name, tree),
  }
}

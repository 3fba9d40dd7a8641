/** Requests with the rights of the built-in administrator, by function calls instead of LDAP. */
import { addEntry } from './operations/add.js'
import type { Context, Directory } from './operations/context.js'
import { deleteEntry } from './operations/delete.js'
import { modifyEntry } from './operations/modify.js'
import { renameEntry } from './operations/modifyDn.js'
import { escapeValue } from './names/dn.js'
import { noControls, type Controls } from './protocol/controls.js'
import type { Change } from './protocol/requests.js'
import { dnOf, type Entry } from './store/entry.js'
import { resolveEntry } from './store/resolve.js'
import { findBySid, type Store } from './store/store.js'

/** Values by attribute name; undefined or an empty list removes the attribute. */
export type Attributes = Readonly<Record<string, string | readonly string[] | undefined>>

/** @throws LdapRefusal as AD would respond */
export interface Administrator {
  /** Adds an object of this class to a container. */
  add(className: string, name: string, container: string, attributes: Attributes): Entry
  change(name: string, operation: Change['operation'], attributes: Attributes): void
  rename(name: string, newName: string, newContainer?: string): void
  remove(name: string, tree: boolean): void
}

export function createAdministrator(directory: Directory): Administrator {
  const { store } = directory
  const context = (controls: Partial<Controls> = {}): Context => {
    const account = findBySid(store, `${store.domainSid}-500`)
    const subject = { administrator: true, ...(account && { account }) }
    return { ...directory, subject, controls: { ...noControls, ...controls } }
  }
  return {
    add(className, name, container, attributes) {
      const type = className === 'organizationalUnit' ? 'OU' : 'CN'
      const values = attributeValues({ objectClass: className, ...attributes })
      return addEntry(context(), {
        type: 'add',
        name: `${type}=${escapeValue(name)},${container}`,
        attributes: values.filter((one) => one.values.length > 0),
      })
    },
    change(name, operation, attributes) {
      const changes = attributeValues(attributes).map((one) => ({ operation, ...one }))
      modifyEntry(context(), { type: 'modify', name, changes })
    },
    rename(name, newName, newSuperior) {
      const newRdn = `${resolveEntry(store, name).rdn.type}=${escapeValue(newName)}`
      const request = { type: 'modifyDn', name, newRdn, deleteOldRdn: true } as const
      renameEntry(context(), newSuperior === undefined ? request : { ...request, newSuperior })
    },
    remove: (name, tree) => deleteEntry(context({ treeDelete: tree }), { type: 'delete', name }),
  }
}

const attributeValues = (attributes: Attributes) =>
  Object.entries(attributes).map(([attribute, value]) => ({
    attribute,
    values: (typeof value === 'string' ? [value] : (value ?? [])).map((one) => Buffer.from(one)),
  }))

/** Returns the DN of the domain. */
export function domainDnOf({ heads }: Store): string {
  const [domain] = heads.values()
  return domain ? dnOf(domain) : ''
}

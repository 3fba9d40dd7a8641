/** Renders objects and trees of the directory for people. */
import { guidFromBytes, sidFromBytes } from './names/identifiers.js'
import { dnOf, isGroup, linkTargets, textOf, type Entry, type Value } from './store/entry.js'
import { resolveEntry } from './store/resolve.js'
import { findByValue, type Store } from './store/store.js'
import { valuesOf } from './store/values.js'
import { ldapCodes, LdapRefusal } from './errors.js'

export interface ObjectView {
  dn: string
  guid: string
  sid?: string
  /** Spelled as in the schema; binary values are base64, except GUIDs and SIDs. */
  attributes: Readonly<Record<string, readonly string[]>>
  /** DNs. */
  members: readonly string[]
}

export interface View {
  /** Finds an object by DN, `<GUID=…>` or `<SID=…>`; undefined if it does not exist. */
  read(name: string): ObjectView | undefined
  /** Finds live objects with this value in this attribute. */
  find(attribute: string, value: string): ObjectView[]
  /** Draws a container and its subtree; the whole domain by default. */
  tree(container?: string): string
}

export function createView(store: Store, root: string): View {
  return {
    read(name) {
      try {
        return objectView(store, resolveEntry(store, name))
      } catch (error) {
        if (error instanceof LdapRefusal && error.code === ldapCodes.noSuchObject) return undefined
        throw error
      }
    },
    find: (attribute, value) => findByValue(store, attribute, value).map((entry) => objectView(store, entry)),
    tree(container = root) {
      const top = resolveEntry(store, container)
      return [dnOf(top), ...treeLines(top, '')].join('\n')
    },
  }
}

function objectView(store: Store, entry: Entry): ObjectView {
  const attributes: Record<string, readonly string[]> = {}
  for (const attribute of entry.class.attributes) {
    const values = attribute.constructed ? [] : valuesOf(store.schema, entry, attribute)
    if (values.length > 0)
      attributes[attribute.name] = values.map((value) => readableValue(attribute.key, value))
  }
  const { guid, sid } = entry
  const members = [...linkTargets(entry, 'member')].map(dnOf)
  return { dn: dnOf(entry), guid, ...(sid !== undefined && { sid }), attributes, members }
}

function readableValue(key: string, value: Value): string {
  if (typeof value === 'string') return value
  if (!Buffer.isBuffer(value)) return dnOf(value)
  const text = key === 'objectguid' ? guidFromBytes(value) : sidFromBytes(value)
  return text ?? value.toString('base64')
}

function treeLines(entry: Entry, indent: string): string[] {
  const children = [...entry.children.values()].filter(({ hidden }) => !hidden).sort(byName)
  return children.flatMap((child, index) => {
    const isLast = index === children.length - 1
    const line = `${indent}${isLast ? '└─ ' : '├─ '}${child.rdn.type}=${child.rdn.value}${groupDetail(child)}`
    return [line, ...treeLines(child, indent + (isLast ? '   ' : '│  '))]
  })
}

const { compare } = new Intl.Collator('en', { numeric: true })
const byName = (one: Entry, other: Entry): number => compare(one.rdn.value, other.rdn.value)

function groupDetail(entry: Entry): string {
  if (!isGroup(entry)) return ''
  const type = Number(textOf(entry, 'grouptype'))
  const scope = (type & 8) !== 0 ? 'universal' : (type & 2) !== 0 ? 'global' : 'domain-local'
  const count = linkTargets(entry, 'member').size
  return ` (${scope} ${type < 0 ? 'security' : 'distribution'}, ${count} ${count === 1 ? 'member' : 'members'})`
}

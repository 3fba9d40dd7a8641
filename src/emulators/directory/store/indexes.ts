/** Indexes for lookups. They contain deleted objects too, which callers must filter out. */
import { foldText } from '../names/fold.js'
import type { Schema } from '../schema/schema.js'
import type { Entry } from './entry.js'
import { comparisonKey } from './values.js'

/** Attributes by which this product and Windows look objects up; searches on all others scan. */
const indexed = [
  'adminDescription',
  'msDS-ExternalDirectoryObjectId',
  'sAMAccountName',
  'userPrincipalName',
  'mS-DS-ConsistencyGuid',
  'mail',
  'mailNickname',
  'proxyAddresses',
  'displayName',
  'lDAPDisplayName',
  'primaryGroupID',
].map((name) => name.toLowerCase())

/** One index covers the names of all objects, whatever their naming attribute is. */
const nameIndex = 'name'
const namingAttributes = new Set(['cn', 'ou', 'dc', nameIndex])
const indexFor = (key: string): string => (namingAttributes.has(key) ? nameIndex : key)

type Holders = Map<string, Set<Entry>>

export interface Indexes {
  guids: Map<string, Entry>
  sids: Map<string, Entry>
  /** By structural class, without the objects of subclasses. */
  classes: Map<string, Set<Entry>>
  has(key: string): boolean
  find(key: string, value: string): ReadonlySet<Entry>
  /** Every value that occurs, with the objects that have it. */
  values(key: string): ReadonlyMap<string, ReadonlySet<Entry>>
  add(entry: Entry): void
  addName(entry: Entry): void
  removeName(entry: Entry): void
  addValues(entry: Entry, key: string): void
  removeValues(entry: Entry, key: string): void
}

const noHolders: ReadonlySet<Entry> = new Set()

export function createIndexes(schema: Schema): Indexes {
  const holders = new Map<string, Holders>([nameIndex, ...indexed].map((key) => [key, new Map()]))
  const guids = new Map<string, Entry>()
  const sids = new Map<string, Entry>()
  const classes = new Map<string, Set<Entry>>()
  const keysOf = (entry: Entry, key: string): string[] => {
    const attribute = schema.attribute(key)
    return attribute ? (entry.attributes.get(key) ?? []).map((value) => comparisonKey(attribute, value)) : []
  }
  const indexes: Indexes = {
    guids,
    sids,
    classes,
    has: (key) => holders.has(indexFor(key)),
    find: (key, value) => holders.get(indexFor(key))?.get(value) ?? noHolders,
    values: (key) => holders.get(indexFor(key)) ?? new Map<string, Set<Entry>>(),
    add(entry) {
      guids.set(entry.guid, entry)
      if (entry.sid !== undefined) sids.set(entry.sid, entry)
      addToIndex(classes, entry.class.name, entry)
      indexes.addName(entry)
      for (const key of entry.attributes.keys()) indexes.addValues(entry, key)
    },
    addName: (entry) => addToIndex(holders.get(nameIndex), foldText(entry.rdn.value), entry),
    removeName: (entry) => removeFromIndex(holders.get(nameIndex), foldText(entry.rdn.value), entry),
    addValues(entry, key) {
      const held = holders.get(indexFor(key))
      if (held) for (const value of keysOf(entry, key)) addToIndex(held, value, entry)
    },
    removeValues(entry, key) {
      const held = holders.get(indexFor(key))
      if (held) for (const value of keysOf(entry, key)) removeFromIndex(held, value, entry)
    },
  }
  return indexes
}

function addToIndex(held: Holders | undefined, value: string, entry: Entry): void {
  const entries = held?.get(value)
  if (entries) entries.add(entry)
  else held?.set(value, new Set([entry]))
}

function removeFromIndex(held: Holders | undefined, value: string, entry: Entry): void {
  const entries = held?.get(value)
  entries?.delete(entry)
  if (entries?.size === 0) held?.delete(value)
}

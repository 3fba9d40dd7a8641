/** Two controllers without a network: only their databases, for thousands of changes per second. */
import { createAccess } from '../../../../src/emulators/directory/access/rights.js'
import {
  createAdministration,
  type Administration,
} from '../../../../src/emulators/directory/administration.js'
import { defaultLimits, type Directory } from '../../../../src/emulators/directory/operations/context.js'
import { modifyEntry } from '../../../../src/emulators/directory/operations/modify.js'
import { noControls } from '../../../../src/emulators/directory/protocol/controls.js'
import { copyDatabase, replicateBothWays } from '../../../../src/emulators/directory/replication/replicate.js'
import { createSchema } from '../../../../src/emulators/directory/schema/schema.js'
import { seedForest } from '../../../../src/emulators/directory/seed/domain.js'
import { dnOf, type Value } from '../../../../src/emulators/directory/store/entry.js'
import { resolveEntry } from '../../../../src/emulators/directory/store/resolve.js'
import { createRidMaster } from '../../../../src/emulators/directory/store/rids.js'
import { createStore, type Store } from '../../../../src/emulators/directory/store/store.js'
import { valuesOf } from '../../../../src/emulators/directory/store/values.js'

export interface Side {
  administration: Administration
  /** The DN of a live object. @throws LdapRefusal */
  place(name: string): string
  restore(name: string, dn: string): void
  /** Everything that controllers have in common, by GUID. */
  content(): Record<string, unknown>
}

export interface World {
  sides: readonly [Side, Side]
  /** `<GUID=…>` of initial objects: a container with groups and one more container. */
  names: string[]
  wait(seconds: number): void
  replicate(): void
}

const dns = 'corp.test'
const newSchema = () => createSchema({ schema: '2016', exchange: 'none' })

export function createWorld(recycleBin: boolean): World {
  let time = 0
  const [domainSid, now, ridMaster] = ['S-1-5-21-1-2-3', () => time, createRidMaster()]
  const store = createStore({ schema: newSchema(), domainSid, recycleBin, now, ridMaster, seed: 'one' })
  seedForest(store, { domainDn: 'DC=corp,DC=test', netbios: 'CORP', dns, exchange: 'none', children: [] })
  const one = sideOf(store)
  const { administration } = one
  const top = administration.addOu('Top')
  const groups = ['a', 'b', 'x', 'y'].map((name) => administration.addGroup({ name, ou: top }).dn)
  const names = [top, administration.addOu('below', top), ...groups]
  const copy = copyDatabase(store, { schema: newSchema(), seed: 'other' })
  return {
    sides: [one, sideOf(copy)],
    names: names.map((dn) => `<GUID=${resolveEntry(store, dn).guid}>`),
    wait: (seconds) => void (time += seconds * 1000),
    replicate: () => replicateBothWays(store, copy),
  }
}

function sideOf(store: Store): Side {
  const domain = { dns, netbios: 'CORP' }
  const shared = { access: createAccess(0), limits: defaultLimits, strongAuth: false }
  const directory: Directory = { store, domain, host: `dc.${dns}`, ...shared }
  return {
    administration: createAdministration(directory),
    place: (name) => dnOf(resolveEntry(store, name)),
    restore(name, dn) {
      const controls = { ...noControls, showDeleted: true }
      modifyEntry(
        { ...directory, controls, subject: { administrator: true } },
        {
          type: 'modify',
          name,
          changes: [
            { operation: 'delete', attribute: 'isDeleted', values: [] },
            { operation: 'replace', attribute: 'distinguishedName', values: [Buffer.from(dn)] },
          ],
        },
      )
    },
    content: () => contentOf(store),
  }
}

/** Attributes that differ between controllers. */
const local = new Set(['usncreated', 'usnchanged', 'whenchanged'])

function contentOf({ schema, indexes }: Store): Record<string, unknown> {
  const content: Record<string, unknown> = {}
  for (const entry of indexes.guids.values()) {
    const values: Record<string, unknown> = { dn: dnOf(entry), size: entry.size }
    for (const type of entry.class.attributes) {
      if (!type.constructed && !local.has(type.key))
        values[type.key] = valuesOf(schema, entry, type).map(textOf).sort()
    }
    content[entry.guid] = values
  }
  return content
}

function textOf(value: Value): string {
  if (typeof value === 'string') return value
  return Buffer.isBuffer(value) ? value.toString('hex') : value.guid
}

/** A company with some groups for the access tests: the library runs in this process, both sides over the network. */
import { readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import {
  disableWriteback,
  enableWriteback,
  planWriteback,
  syncGroup,
  syncGroups,
  type Report,
  type RunOptions,
  type WrittenConfig,
} from '../../../src/index.js'
import { makeCompany, type Company, type Place } from '../company.js'

export interface Person {
  id: string
  dn: string
  sid: string
}

export interface Office extends Company {
  people: Person[]
  file: string
  state: string
  sync(options?: RunOptions): Promise<Report>
  syncSome(ids: string[], options?: RunOptions): Promise<Report>
  plan(): Promise<Report>
  enable(ids: string[], options?: RunOptions): Promise<Report>
  disable: typeof disableWriteback extends (config: infer _, options: infer O) => infer R
    ? (options: O) => R
    : never
  /** Adds a security group with these people, by number. */
  addGroup(name: string, members: readonly number[], more?: object): string
  /** DNs of the members of the object of a group in AD, read by another client. */
  members(id: string): Promise<string[]>
  /** The object of a group by attribute, read by another client. */
  object(id: string): Promise<Map<string, string[]> | undefined>
  /** Number of objects with the anchor. */
  objects(): Promise<number>
  /** Shifts all times in the state into the past by some minutes. */
  age(minutes: number): void
  /** Runs the first sync with its approval. */
  settle(): Promise<Report>
}

export async function openOffice(
  open: () => Promise<Place>,
  people: number,
  changes: Partial<WrittenConfig> = {},
): Promise<Office> {
  const company = await makeCompany(await open())
  const { place, entra, folder } = company
  Object.assign(process.env, company.env)
  company.configure(changes)
  const file = join(folder, 'group-writeback.json')
  const state = join(folder, '.group-writeback')
  const users = (await place.addUsers(people)).map(({ dn, sid }, index): Person => {
    const onPremises = { onPremisesSecurityIdentifier: sid, onPremisesDistinguishedName: dn }
    const { id } = entra.tenant.addSyncedUser({ displayName: `User ${index}`, ...onPremises })
    return { id, dn, sid }
  })
  const attributes = async (id: string) => {
    const [entry] = await place.search('-b', place.container, `(adminDescription=Group_${id})`)
    if (!entry) return undefined
    return new Map([...entry.attributes].map(([name, values]) => [name, values.map(String)]))
  }
  const office: Office = {
    ...company,
    people: users,
    file,
    state,
    sync: (options) => syncGroups(file, options),
    syncSome: (ids, options) => syncGroup(file, ids, options),
    plan: () => planWriteback(file),
    enable: (groups, options) => enableWriteback(file, { groups, ...options }),
    disable: (options) => disableWriteback(file, options),
    addGroup: (displayName, members, more = {}) =>
      entra.tenant.addGroup({
        displayName,
        ...more,
        members: members.flatMap((number) => users[number]?.id ?? []),
      }).id,
    members: async (id) => (await attributes(id))?.get('member') ?? [],
    object: attributes,
    objects: async () =>
      (await place.search('-b', place.container, '(adminDescription=Group_*)', 'cn')).length,
    age: (minutes) => ageState(state, minutes),
    async settle() {
      const first = await office.sync()
      return first.exitCode === 3 ? office.sync({ approve: first.planHash }) : first
    },
  }
  return office
}

/** Shifts the times in the state. The journals keep their names, by which later runs sort them. */
function ageState(folder: string, minutes: number): void {
  for (const name of ['memory.json', 'approvals.json', 'troubles.json']) {
    const file = join(folder, name)
    const text = readIfThere(file)
    if (text !== undefined)
      writeFileSync(
        file,
        text.replaceAll(isoTime, (time) => earlier(time, minutes)),
      )
  }
}

const isoTime = /\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z/g
const earlier = (time: string, minutes: number): string =>
  new Date(Date.parse(time) - minutes * 60_000).toISOString()

function readIfThere(file: string): string | undefined {
  try {
    return readFileSync(file, 'utf8')
  } catch {
    return undefined
  }
}

export const forgetState = (office: Office): void => rmSync(office.state, { recursive: true, force: true })

/** Returns the numbers from the first to before the last. */
export const range = (from: number, to: number): number[] =>
  Array.from({ length: to - from }, (_, index) => from + index)

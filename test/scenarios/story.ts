/** The numbered story of one company. Each step starts from the result of the previous one. */
import { expect } from 'chai'
import type { Report } from '../../src/index.js'
import type { GroupObject } from '../../src/emulators/entra/tenant/objects.js'
import { beginning } from './beginning.js'
import { changes } from './changes.js'
import { makeCompany, type Company, type Place } from './company.js'
import { ending } from './ending.js'
import { expectEqual, seenInDirectory, wantedByTenant, type Seen } from './equality.js'
import { troubles } from './troubles.js'

export interface StorySize {
  groups: number
  users: number
}

/** The state and the helpers that the steps share. */
export interface Story {
  size: StorySize
  company: Company
  /** Ids of the existing cloud groups of the story. */
  ids: string[]
  /** Ids of the cloud users. */
  users: string[]
  /** SIDs by DN. */
  people: Map<string, string>
  addGroup(index: number): GroupObject
  /** Runs `group-writeback sync` and expects this exit code. */
  sync(exitCode: number, ...args: string[]): Promise<Report>
  /** Runs a sync that these guard rules withhold, then one that approves it. */
  approve(...rules: string[]): Promise<Report>
  /** The container as another client reads it. */
  seen(): Promise<Map<string, Seen>>
  /** Expects both sides to be equal. */
  check(): Promise<void>
  /** The highest uSNChanged in the container, which AD increases with every write. */
  lastWrite(): Promise<number>
}

export function story(open: () => Promise<Place>, size: StorySize): void {
  const told = { size, ids: [], users: [], people: new Map<string, string>() } as unknown as Story
  before(async () => {
    // With the optional permission to read deleted groups.
    const permissions = ['Group.Read.All', 'User.Read.All', 'Member.Read.Hidden'] as const
    Object.assign(told, tools(told), { company: await makeCompany(await open(), permissions) })
    await addPeople(told)
    for (let index = 0; index < size.groups; index++) told.addGroup(index)
  })
  after(() => told.company.close())

  beginning(told)
  changes(told)
  troubles(told)
  ending(told)
}

async function addPeople({ company: { place, entra }, size, people, users }: Story): Promise<void> {
  for (const [index, { dn, sid }] of (await place.addUsers(size.users)).entries()) {
    people.set(dn, sid)
    const onPremises = { onPremisesSecurityIdentifier: sid, onPremisesDistinguishedName: dn }
    users.push(entra.tenant.addSyncedUser({ displayName: `User ${index}`, ...onPremises }).id)
  }
}

/** Names with characters that are special in DNs and filters. */
const oddNames = [
  'Sales, EMEA + "R&D" \\ <b>; a=b #1',
  '#leading hash',
  '  blanks around  ',
  '😀 emoji 👩‍👩‍👧',
  'שלום عربي',
  'a/b:c|d*e?f[g]',
  "it's; (quoted)",
  'José Müller – naïve',
]

const tools = (
  told: Story,
): Pick<Story, 'addGroup' | 'sync' | 'approve' | 'seen' | 'check' | 'lastWrite'> => ({
  addGroup(index) {
    const { tenant } = told.company.entra
    const isOffice = index % 3 === 1
    const { users } = told
    const members = Array.from(
      { length: 5 + (index % 20) },
      (_, n) => users[(index * 7 + n * 13) % users.length],
    )
    const group = tenant.addGroup({
      displayName: oddNames[index] ?? `Team ${index}`,
      kind: isOffice ? 'microsoft365' : 'security',
      ...(index % 4 === 0 && { description: `What team ${index} is for` }),
      members: [...new Set(members.flatMap((id) => id ?? []))],
    })
    const earlier = told.ids[index - 2]
    if (!isOffice && earlier && !tenant.group(earlier)?.groupTypes?.includes('Unified'))
      tenant.addMember(group, earlier)
    told.ids.push(group.id)
    return group
  },
  async sync(exitCode, ...args) {
    const result = await told.company.run('sync', '--output', 'json', ...args)
    expect(result.code, result.stdout + result.stderr).to.equal(exitCode)
    return result.report()
  },
  async approve(...rules) {
    const held = await told.sync(3)
    expect(held.guard.tripped.map(({ rule }) => rule)).to.include.members(rules)
    return told.sync(0, '--approve', held.planHash)
  },
  seen: () => seenInDirectory(told.company.place, told.people),
  async check() {
    const sids = new Set(told.people.values())
    expectEqual(await told.seen(), wantedByTenant(told.company.entra, told.ids, sids))
  },
  async lastWrite() {
    const { place } = told.company
    const entries = await place.search('-b', place.container, 'uSNChanged')
    return Math.max(...entries.map((entry) => Number(entry.attributes.get('usnchanged')?.[0]?.toString())))
  },
})

/**
 * Random tenants and random drift: after one run the directory equals an independently written model, and a second run
 * changes nothing.
 */
import { expect } from 'chai'
import fc from 'fast-check'
import { runSync } from '../../src/commands/sync.js'
import type { CloudGroup, CloudGroupKind } from '../../src/model/group.js'
import type { CloudMember } from '../../src/model/member.js'
import {
  addObject,
  anchorsOf,
  dnOf,
  managedObjects,
  removeObject,
  type MemoryObject,
} from '../memory/directory.js'
import { runs } from '../support/runs.js'
import { addGroup, addUser, idOf, makeWorld, nestedMember, type World } from '../memory/world.js'

const kinds: CloudGroupKind[] = ['security', 'microsoft365', 'mailEnabledSecurity', 'distribution']
const userKinds = ['synced', 'synced', 'synced', 'cloudOnly', 'guest', 'elsewhere', 'device'] as const

const text = fc.string({ unit: fc.constantFrom(...'ab ,+"\\<>;=#é😀ש/'), maxLength: 12 })

const groupArb = fc.record({
  kind: fc.constantFrom(...kinds),
  displayName: text,
  description: fc.option(text, { nil: undefined }),
  syncedFromAd: fc.boolean().map((yes) => yes || undefined),
  members: fc.array(fc.nat(15), { maxLength: 12 }),
})

const tenantArb = fc.record({
  users: fc.array(fc.constantFrom(...userKinds), { minLength: 1, maxLength: 10 }),
  groups: fc.array(groupArb, { maxLength: 6 }),
})

const driftArb = fc.array(fc.record({ at: fc.nat(20), what: fc.nat(6), who: fc.nat(20) }), { maxLength: 6 })

type Tenant = typeof tenantArb extends fc.Arbitrary<infer T> ? T : never
type Drift = typeof driftArb extends fc.Arbitrary<infer T> ? T : never

/** Replaces the groups by those of the tenant; the users stay the same. */
function fill(world: World, tenant: Tenant, people: CloudMember[]) {
  for (const id of world.cloud.groups.keys()) world.cloud.deleted.add(id)
  world.cloud.groups.clear()
  world.cloud.members.clear()
  const groups = tenant.groups.map((group, index) =>
    addGroup(world, numberOf(group, index), withoutMembers(group)),
  )
  for (const { id } of groups) world.cloud.deleted.delete(id)
  const everybody = [...people, ...groups.map(nestedMember)]
  for (const [index, { id }] of groups.entries()) {
    const members = tenant.groups[index]?.members ?? []
    const chosen = members
      .flatMap((n) => everybody[n % everybody.length] ?? [])
      .filter((one) => one.id !== id)
    world.cloud.members.set(id, [...new Set(chosen)])
  }
}

/** A group never changes its kind or its source of authority, so another combination is another group. */
const numberOf = ({ kind, syncedFromAd }: Tenant['groups'][number], index: number) =>
  index + 10 * kinds.indexOf(kind) + (syncedFromAd ? 100 : 0)

const withoutMembers = ({ members: _, ...group }: Tenant['groups'][number]): Partial<CloudGroup> => group

function person(world: World, kind: (typeof userKinds)[number], index: number): CloudMember {
  const one: CloudMember = { id: idOf(5000 + index), kind: 'user', displayName: `P${index}`, guest: false }
  if (kind === 'synced') return addUser(world, index)
  if (kind === 'guest') return { ...one, guest: true }
  if (kind === 'elsewhere') return { ...one, sid: `S-1-5-21-9-9-9-${index}` }
  return kind === 'device' ? { ...one, kind: 'device' } : one
}

/** Edits groups in AD by hand. */
function edit(world: World, drift: Drift) {
  for (const { at, what, who } of drift) {
    const { directory } = world
    const group =
      at === 0 ? undefined : managedObjects(directory)[at % Math.max(managedObjects(directory).length, 1)]
    const other = [...directory.objects.values()][who % directory.objects.size]
    if (!group || !other) continue
    if (what === 0) group.members.add(other.guid)
    if (what === 1) group.members.delete([...group.members][who % Math.max(group.members.size, 1)] ?? '')
    if (what === 2) group.name = `renamed ${who}-${directory.writes++}`
    if (what === 3) group.attributes['description'] = ['by hand']
    if (what === 4) removeObject(directory, group.guid)
    if (what === 5) group.container = 'OU=Sub,OU=Groups,DC=test'
    if (what === 6) delete group.attributes['msDS-ExternalDirectoryObjectId']
  }
}

/** The model, written from the documentation alone: the required object of each group, by group id. */
function expected(world: World): Record<string, unknown> {
  const written = [...world.cloud.groups.values()].filter(
    ({ kind, syncedFromAd }) => !syncedFromAd && (kind === 'security' || kind === 'microsoft365'),
  )
  const ids = new Set(written.map(({ id }) => id))
  const sids = new Set([...world.directory.objects.values()].map(({ sid }) => sid))
  return Object.fromEntries(
    written.map((group) => {
      const members = (world.cloud.members.get(group.id) ?? []).flatMap((member) => {
        if (member.kind === 'group') return ids.has(member.id) ? `Group_${member.id}` : []
        return member.kind === 'user' && member.sid !== undefined && sids.has(member.sid) ? member.sid : []
      })
      const shown = group.displayName.trim()
      const object = {
        container: 'OU=Groups,DC=test',
        name: shown === '' ? `Group_${group.id}` : `${shown}_${group.id.slice(24)}`,
        displayName: group.displayName === '' ? undefined : group.displayName,
        description: group.description === '' ? undefined : group.description,
        groupType: group.kind === 'security' ? '-2147483640' : '8',
        anchors: [`Group_${group.id}`, `Group_${group.id}`],
        members: [...new Set(members)].sort(),
      }
      return [group.id, object]
    }),
  )
}

function actual({ directory }: World): Record<string, unknown> {
  const anchorOf = (object: MemoryObject) => object.attributes['adminDescription']?.[0]
  return Object.fromEntries<unknown>(
    managedObjects(directory).map((object) => [
      anchorsOf(object)[0] ?? '',
      {
        container: object.container,
        name: object.name,
        displayName: object.attributes['displayName']?.[0],
        description: object.attributes['description']?.[0],
        groupType: object.attributes['groupType']?.[0],
        anchors: [anchorOf(object), object.attributes['msDS-ExternalDirectoryObjectId']?.[0]],
        members: [...object.members]
          .map((guid) => directory.objects.get(guid))
          .map((member) => (member?.isGroup ? anchorOf(member) : member?.sid))
          .sort(),
      },
    ]),
  )
}

/** Runs, and approves what trips the guard whatever the limits: an empty cloud and deleted objects. */
async function run(world: World) {
  const report = await runSync('sync', world.ports, world.settings, {})
  expect(report.problems).to.deep.equal([])
  if (report.status !== 'withheld') return expect(report.exitCode).to.equal(0)
  expect(report.guard.tripped.map(({ rule }) => rule)).to.satisfy((rules: string[]) =>
    rules.every((rule) => rule === 'emptySource' || rule === 'recreations'),
  )
  const approved = await runSync('sync', world.ports, world.settings, { approve: report.planHash })
  return expect(approved.status).to.equal('applied')
}

describe('reconcile with random tenants and drift', function () {
  this.timeout(120_000)

  it('makes the directory equal to the model, and a second run changes nothing', async () => {
    await fc.assert(
      fc.asyncProperty(tenantArb, tenantArb, driftArb, async (first, second, drift) => {
        const world = makeWorld()
        const people = first.users.map((kind, index) => person(world, kind, index))
        addObject(world.directory, { name: 'unmanaged', isGroup: true })
        for (const tenant of [first, second]) {
          fill(world, tenant, people)
          await run(world)
          expect(actual(world)).to.deep.equal(expected(world))
          const { writes } = world.directory
          const again = await runSync('sync', world.ports, world.settings, {})
          expect(again.status).to.equal('inSync')
          expect(world.directory.writes).to.equal(writes)
          edit(world, drift)
        }
        await run(world)
        expect(actual(world)).to.deep.equal(expected(world))
        const unmanaged = [...world.directory.objects.values()].filter(({ name }) => name === 'unmanaged')
        expect(unmanaged.map(dnOf)).to.deep.equal(['CN=unmanaged,OU=Groups,DC=test'])
      }),
      { numRuns: runs(2000) },
    )
  })
})

/** Contract tests of GroupSource: the location of groups that a listing omits. */
import { expect } from 'chai'
import type { GroupSource } from '../../src/engine/ports.js'
import type { WritebackError } from '../../src/errors.js'
import type { CloudGroup } from '../../src/model/group.js'
import { newGroup, newId, type SourceFixture } from './sourceFixture.js'

type Scope = Parameters<GroupSource['locateGroups']>[0]

export function sourceLocationsContract(
  current: () => SourceFixture,
  /** Adds groups that stay in the tenant. */
  add: (...groups: CloudGroup[]) => CloudGroup[],
  read: (...args: Parameters<GroupSource['readGroups']>) => Promise<CloudGroup[]>,
): void {
  const filter = "startsWith(displayName,'AD-') and displayName ne 'AD-none'"
  const scopes: Array<[string, Scope]> = [
    ['all', 'all'],
    ['entra', 'entra'],
    ['a filter', { filter }],
  ]
  let named: CloudGroup[] = []
  before(() => {
    current().addFilter(
      filter,
      ({ displayName }) => displayName.startsWith('AD-') && displayName !== 'AD-none',
    )
  })

  const locate = async (scope: Scope, ...ids: string[]) =>
    (await current().source.locateGroups(scope, ids)).items
  /** Adds a group that is deleted later. */
  const addFor = (displayName: string, more: Partial<CloudGroup> = {}): CloudGroup => {
    const group = newGroup(displayName, more)
    current().addGroup(group)
    return group
  }
  /** Adds a group that is in every scope. */
  const addNamed = (): CloudGroup => addFor('AD-Everywhere', { writeback: { isEnabled: true } })
  /** Returns the group as a scope reads it: only `entra` reads the writeback settings. */
  const seenIn = (scope: Scope, { writeback, ...group }: CloudGroup): CloudGroup => ({
    ...group,
    ...(scope === 'entra' && { writeback: writeback ?? {} }),
  })

  for (const [name, scope] of scopes) {
    it(`locates groups that are in scope, deleted and missing, in the order of their ids, in scope ${name}`, async () => {
      const [here, deleted, gone] = [addNamed(), addNamed(), addNamed()]
      current().deleteGroup(deleted.id)
      current().removeGroup(gone.id)
      const nowhere = newId()
      expect(await locate(scope, nowhere, deleted.id, here.id, gone.id)).to.deep.equal([
        { id: nowhere, status: 'missing' },
        { id: deleted.id, status: 'deleted' },
        { id: here.id, status: 'inScope', group: seenIn(scope, here) },
        { id: gone.id, status: 'missing' },
      ])
      expect(await locate(scope)).to.deep.equal([])
      current().removeGroup(here.id)
    })

    it(`locates a group in scope that listings omit, in scope ${name}`, async () => {
      const [late, other] = [addNamed(), addNamed()]
      current().hideFromListings(late.id)
      const listed = (await read(scope)).map(({ id }) => id)
      expect(listed).to.include(other.id).and.not.include(late.id)
      expect((await read(scope, [late.id])).map(({ id }) => id)).to.deep.equal([late.id])
      expect(await locate(scope, late.id)).to.deep.equal([
        { id: late.id, status: 'inScope', group: seenIn(scope, late) },
      ])
      for (const { id } of [late, other]) current().removeGroup(id)
    })

    it(`reports a group as missing if its id is not found either, in scope ${name}`, async () => {
      const lost = addNamed()
      current().hideEverywhere(lost.id)
      expect((await read(scope)).map(({ id }) => id)).to.not.include(lost.id)
      expect(await read(scope, [lost.id])).to.deep.equal([])
      expect(await locate(scope, lost.id)).to.deep.equal([{ id: lost.id, status: 'missing' }])
      current().removeGroup(lost.id)
    })
  }

  it('locates a group out of scope by a filter, with all its properties', async () => {
    const [inside, outside] = add(newGroup('AD-Sales'), newGroup('Sales'))
    named = [inside, outside].flatMap((group) => group ?? [])
    const [first, second] = named
    expect(await locate({ filter }, ...named.map(({ id }) => id))).to.deep.equal([
      { id: first?.id, status: 'inScope', group: first },
      { id: second?.id, status: 'outOfScope', group: second },
    ])
  })

  it('locates groups by the writeback settings of Entra, set or not', async () => {
    const mail = { kind: 'microsoft365', mail: 'undecided@contoso.com' } as const
    const proxyAddresses = ['SMTP:undecided@contoso.com']
    const groups = [
      addFor('On', { writeback: { isEnabled: true } }),
      addFor('Off', { writeback: { isEnabled: false } }),
      addFor('Undecided security', { writeback: {} }),
      addFor('Undecided team', { ...mail, proxyAddresses, writeback: {} }),
    ]
    const found = await locate('entra', ...groups.map(({ id }) => id))
    const expected = ['inScope', 'outOfScope', 'outOfScope', 'inScope']
    expect(found).to.deep.equal(
      groups.map((group, index) => ({ id: group.id, status: expected[index], group })),
    )
    for (const { id } of groups) current().removeGroup(id)
  })

  it('fails with filterRefused for an invalid filter when locating groups', async () => {
    const [group] = named
    const located = locate({ filter: "noSuchProperty eq 'x'" }, group?.id ?? '')
    const error = await located.catch((error: unknown) => error)
    expect((error as WritebackError).code).to.equal('filterRefused')
  })
}

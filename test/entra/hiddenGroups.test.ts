import { expect } from 'chai'
import type { GroupSource } from '../../src/engine/ports.js'
import type { FaultResponse } from '../../src/emulators/entra/faults.js'
import type { EntraRequest } from '../../src/emulators/entra/messages.js'
import { failureOf, graphLog, startEntraFixture, type EntraFixture } from './fixture.js'

type GraphObject = Record<string, unknown>

const isListing = ({ path, area }: EntraRequest) => area === 'graph' && path === '/groups'
const isSingleRead = ({ batchItem }: EntraRequest) => batchItem !== undefined

/** Sets all properties of these groups to null except their ids, in a listing or in a response for one group. */
const hiding = (ids: readonly string[]): FaultResponse => {
  const hide = (group: GraphObject): GraphObject =>
    ids.includes(String(group['id']))
      ? Object.fromEntries(Object.entries(group).map(([name, value]) => [name, name === 'id' ? value : null]))
      : group
  return {
    rewrite: (answer) => {
      const body = answer.body as GraphObject & { value?: GraphObject[] }
      return { ...answer, body: body.value ? { ...body, value: body.value.map(hide) } : hide(body) }
    },
  }
}

describe('groups whose properties Graph hides', () => {
  let fixture: EntraFixture
  let source: GroupSource
  let ids: string[]
  before(async () => {
    fixture = await startEntraFixture({ paging: { pageSize: 2 } })
    source = fixture.source()
    ids = ['A', 'B', 'C'].map((displayName) => fixture.entra.tenant.addGroup({ displayName }).id)
  })
  after(() => fixture.close())
  beforeEach(() => fixture.entra.log.clear())
  afterEach(() => fixture.entra.faults.clear())

  const names = async (...args: Parameters<typeof source.readGroups>) =>
    (await source.readGroups(...args)).items.map(({ displayName }) => displayName).sort()
  const sentPaths = () => graphLog(fixture).map(({ url }) => url.split('?')[0])

  it('are not read again if no group hides its properties', async () => {
    expect(await names('all')).to.deep.equal(['A', 'B', 'C'])
    expect(sentPaths()).to.deep.equal(['/v1.0/groups', '/v1.0/groups'])
  })

  it('fail the listing with permissionMissing if all groups hide their properties', async () => {
    fixture.entra.faults.always({ match: isListing, respond: hiding(ids) })
    const error = await failureOf(names('all'))
    expect(error.code).to.equal('permissionMissing')
    expect(error.message).to.contain(`the group ${ids[0]}: the permission GroupMember.Read.All is missing.`)
    expect(sentPaths()).to.deep.equal(['/v1.0/groups'])
  })

  for (const index of [0, 1, 2]) {
    it(`are read by id if other groups show their properties (group ${index + 1} of 3)`, async () => {
      fixture.entra.faults.always({ match: isListing, respond: hiding([ids[index] ?? '']) })
      expect(await names('all')).to.deep.equal(['A', 'B', 'C'])
      expect(sentPaths().filter((url) => url?.endsWith('$batch'))).to.have.length(1)
    })
  }

  it('are read by id with the properties and the filter of the scope', async () => {
    fixture.entra.tenant.updateGroup(ids[1] ?? '', { writebackConfiguration: { isEnabled: true } })
    fixture.entra.faults.always({ match: isListing, respond: hiding([ids[1] ?? '']) })
    const groups = (await source.readGroups('entra')).items
    expect(groups.find(({ id }) => id === ids[1])?.writeback).to.deep.equal({ isEnabled: true })
    expect(await names({ filter: "displayName ge 'B'" })).to.deep.equal(['B', 'C'])
  })

  it('are unreadable, and stay in scope, if a read by id shows no properties either', async () => {
    fixture.entra.faults.always({ match: isListing, respond: hiding([ids[1] ?? '']) })
    fixture.entra.faults.always({ match: isSingleRead, respond: hiding([ids[1] ?? '']) })
    const groups = (await source.readGroups('all')).items
    expect(groups.map(({ id, unreadable }) => [id, unreadable?.code])).to.have.deep.members([
      [ids[0], undefined],
      [ids[1], 'graphIncomplete'],
      [ids[2], undefined],
    ])
    const locations = (await source.locateGroups('entra', [ids[1] ?? ''])).items
    expect(locations.map(({ status }) => status)).to.deep.equal(['inScope'])
  })

  it('are omitted if a read by id finds no group', async () => {
    fixture.entra.faults.always({ match: isListing, respond: hiding([ids[1] ?? '']) })
    fixture.entra.faults.always({
      match: isSingleRead,
      respond: { status: 404, code: 'Request_ResourceNotFound', message: 'Gone.' },
    })
    expect(await names('all')).to.deep.equal(['A', 'C'])
  })

  it('affect only themselves in a read by ids, and fail it if all groups hide their properties', async () => {
    fixture.entra.faults.always({ match: isSingleRead, respond: hiding([ids[1] ?? '']) })
    const unreadable = async (some: readonly string[]) =>
      (await source.readGroups('all', some)).items.filter((group) => group.unreadable).map(({ id }) => id)
    expect(await unreadable(ids)).to.deep.equal([ids[1]])
    expect(await unreadable([ids[1] ?? ''])).to.deep.equal([ids[1]])
    expect((await failureOf(source.findGroups([ids[1] ?? '']))).code).to.equal('permissionMissing')
    fixture.entra.faults.clear()
    fixture.entra.faults.always({ match: isSingleRead, respond: hiding(ids) })
    expect((await failureOf(source.readGroups('all', ids))).code).to.equal('permissionMissing')
  })
})

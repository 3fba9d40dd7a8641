import { expect } from 'chai'
import type { GroupSource } from '../../src/engine/ports.js'
import type { FaultResponse } from '../../src/emulators/entra/faults.js'
import type { EntraRequest } from '../../src/emulators/entra/messages.js'
import { failureOf, graphLog, startPlace, type Place } from './support.js'

type Shown = Record<string, unknown>

const listing = ({ path, area }: EntraRequest) => area === 'graph' && path === '/groups'
const single = ({ batchItem }: EntraRequest) => batchItem !== undefined

/** Leaves nothing of these groups but their ids, in a list or alone. */
const hiding = (ids: readonly string[]): FaultResponse => {
  const hide = (group: Shown): Shown =>
    ids.includes(String(group['id']))
      ? Object.fromEntries(Object.entries(group).map(([name, value]) => [name, name === 'id' ? value : null]))
      : group
  return {
    rewrite: (answer) => {
      const body = answer.body as Shown & { value?: Shown[] }
      return { ...answer, body: body.value ? { ...body, value: body.value.map(hide) } : hide(body) }
    },
  }
}

describe('groups whose properties Graph hides', () => {
  let place: Place
  let source: GroupSource
  let ids: string[]
  before(async () => {
    place = await startPlace({ paging: { pageSize: 2 } })
    source = place.source()
    ids = ['A', 'B', 'C'].map((displayName) => place.entra.tenant.addGroup({ displayName }).id)
  })
  after(() => place.close())
  beforeEach(() => place.entra.log.clear())
  afterEach(() => place.entra.faults.clear())

  const names = async (...args: Parameters<typeof source.readGroups>) =>
    (await source.readGroups(...args)).items.map(({ displayName }) => displayName).sort()
  const sent = () => graphLog(place).map(({ url }) => url.split('?')[0])

  it('are one listing less: none is asked for again where all show theirs', async () => {
    expect(await names('all')).to.deep.equal(['A', 'B', 'C'])
    expect(sent()).to.deep.equal(['/v1.0/groups', '/v1.0/groups'])
  })

  it('end the listing where no group shows any, since a permission is missing then', async () => {
    place.entra.faults.always({ match: listing, respond: hiding(ids) })
    const error = await failureOf(names('all'))
    expect(error.code).to.equal('permissionMissing')
    expect(error.message).to.contain(`the group ${ids[0]}: GroupMember.Read.All is missing.`)
    expect(sent()).to.deep.equal(['/v1.0/groups'])
  })

  for (const index of [0, 1, 2]) {
    it(`are asked for by their id where others show theirs, on whichever page (${index + 1} of 3)`, async () => {
      place.entra.faults.always({ match: listing, respond: hiding([ids[index] ?? '']) })
      expect(await names('all')).to.deep.equal(['A', 'B', 'C'])
      expect(sent().filter((url) => url?.endsWith('$batch'))).to.have.length(1)
    })
  }

  it('are asked for in the words of the scope', async () => {
    place.entra.tenant.updateGroup(ids[1] ?? '', { writebackConfiguration: { isEnabled: true } })
    place.entra.faults.always({ match: listing, respond: hiding([ids[1] ?? '']) })
    const groups = (await source.readGroups('entra')).items
    expect(groups.find(({ id }) => id === ids[1])?.writeback).to.deep.equal({ isEnabled: true })
    expect(await names({ filter: "displayName ge 'B'" })).to.deep.equal(['B', 'C'])
  })

  it('are groups that cannot be read where one still shows none', async () => {
    place.entra.faults.always({ match: listing, respond: hiding([ids[1] ?? '']) })
    place.entra.faults.always({ match: single, respond: hiding([ids[1] ?? '']) })
    const groups = (await source.readGroups('all')).items
    expect(groups.map(({ id, unreadable }) => [id, unreadable?.code])).to.have.deep.members([
      [ids[0], undefined],
      [ids[1], 'graphIncomplete'],
      [ids[2], undefined],
    ])
    const locations = (await source.locateGroups('entra', [ids[1] ?? ''])).items
    expect(locations.map(({ place }) => place)).to.deep.equal(['inScope'])
  })

  it('are left out where they are gone meanwhile', async () => {
    place.entra.faults.always({ match: listing, respond: hiding([ids[1] ?? '']) })
    place.entra.faults.always({
      match: single,
      respond: { status: 404, code: 'Request_ResourceNotFound', message: 'Gone.' },
    })
    expect(await names('all')).to.deep.equal(['A', 'C'])
  })

  it('concern themselves alone where they are asked for by their ids, and all where all hide', async () => {
    place.entra.faults.always({ match: single, respond: hiding([ids[1] ?? '']) })
    const unreadable = async (some: readonly string[]) =>
      (await source.readGroups('all', some)).items.filter((group) => group.unreadable).map(({ id }) => id)
    expect(await unreadable(ids)).to.deep.equal([ids[1]])
    expect(await unreadable([ids[1] ?? ''])).to.deep.equal([ids[1]])
    expect((await failureOf(source.findGroups([ids[1] ?? '']))).code).to.equal('permissionMissing')
    place.entra.faults.clear()
    place.entra.faults.always({ match: single, respond: hiding(ids) })
    expect((await failureOf(source.readGroups('all', ids))).code).to.equal('permissionMissing')
  })
})

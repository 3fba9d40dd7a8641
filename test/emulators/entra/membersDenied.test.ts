import { expect } from 'chai'
import { startEntra, type Entra } from '../../../src/emulators/entra/entra.js'
import { membersDenied } from '../../../src/emulators/entra/faultKinds.js'
import type { GraphPermission } from '../../../src/emulators/entra/authority/permissions.js'
import type { GroupObject } from '../../../src/emulators/entra/tenant/objects.js'
import { ask, get, getEventual, items, refusal, signIn, type Json } from './support/client.js'

const refused = '403 Authorization_RequestDenied'
const plain: GraphPermission[] = ['GroupMember.Read.All', 'User.Read.All']

describe('the emulated Entra: members that an app may not read', () => {
  let entra: Entra
  let token: string
  let open: GroupObject
  let hidden: GroupObject
  before(async () => {
    entra = await startEntra({
      seed: 'denied',
      apps: [{ secret: 's', permissions: plain }],
      hiddenMembership: 'denied',
    })
    token = await signIn(entra)
    const members = [1, 2].map((number) => entra.tenant.addUser({ displayName: `User ${number}` }))
    open = entra.tenant.addGroup({ displayName: 'Open', members })
    const secret = { kind: 'microsoft365', hiddenMembership: true, members } as const
    hidden = entra.tenant.addGroup({ displayName: 'Hidden', ...secret })
  })
  after(() => entra.close())
  afterEach(() => {
    entra.faults.clear()
    entra.undocumented.hiddenMembership = 'denied'
  })

  const paths = ['members', 'transitiveMembers', 'members/microsoft.graph.user']
  const answers = async ({ id }: GroupObject, given = token) => {
    const all: string[] = []
    for (const path of paths) {
      const reply = await get(entra, `/groups/${id}/${path}`, { token: given })
      all.push(reply.status === 200 ? `${items(reply).length} members` : refusal(reply))
      const count = await getEventual(entra, `/groups/${id}/${path}/$count`, { token: given })
      all.push(count.status === 200 ? `counted ${count.text}` : refusal(count))
    }
    return [...new Set(all)]
  }
  const inBatch = async () => {
    const requests = [open, hidden].map(({ id }) => ({ id, method: 'GET', url: `/groups/${id}/members` }))
    const { body } = await ask(entra, '/v1.0/$batch', { method: 'POST', body: { requests }, token })
    return Object.fromEntries((body['responses'] as Json[]).map(({ id, status }) => [String(id), status]))
  }

  it('are denied for a hidden membership without Member.Read.Hidden, and for no other group', async () => {
    expect(await answers(hidden)).to.deep.equal([refused])
    expect(await answers(open)).to.deep.equal(['2 members', 'counted 2'])
    expect((await get(entra, `/groups/${hidden.id}`, { token })).status).to.equal(200)
    expect(await inBatch()).to.deep.equal({ [open.id]: 200, [hidden.id]: 403 })
    const app = entra.apps.add({ secret: 's', permissions: [...plain, 'Member.Read.Hidden'] })
    expect(await answers(hidden, await signIn(entra, app))).to.deep.equal(['2 members', 'counted 2'])
  })

  it('are empty instead, by option', async () => {
    entra.undocumented.hiddenMembership = 'empty'
    expect(await answers(hidden)).to.deep.equal(['0 members', 'counted 0'])
  })

  it('are denied for one group by a fault, in single requests and batches, but the group is not', async () => {
    entra.undocumented.hiddenMembership = 'empty'
    entra.faults.always(membersDenied(open.id))
    const path = `/groups/${open.id}/members`
    expect(refusal(await get(entra, path, { token }))).to.equal(refused)
    expect(refusal(await getEventual(entra, `${path}/$count`, { token }))).to.equal(refused)
    expect((await get(entra, `/groups/${open.id}`, { token })).status).to.equal(200)
    expect(await inBatch()).to.deep.equal({ [open.id]: 403, [hidden.id]: 200 })
    entra.faults.clear()
    expect(await answers(open)).to.deep.equal(['2 members', 'counted 2'])
  })

  it('are denied for every group by a fault', async () => {
    entra.undocumented.hiddenMembership = 'empty'
    entra.faults.always(membersDenied())
    expect(await inBatch()).to.deep.equal({ [open.id]: 403, [hidden.id]: 403 })
    expect(refusal(await get(entra, `/groups/${hidden.id}/members`, { token }))).to.equal(refused)
    expect((await get(entra, '/groups', { token })).status).to.equal(200)
  })
})

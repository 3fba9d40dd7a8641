import { expect } from 'chai'
import { startEntra, type Entra } from '../../../src/emulators/entra/entra.js'
import * as kinds from '../../../src/emulators/entra/faultKinds.js'
import type { GroupObject, UserObject } from '../../../src/emulators/entra/tenant/objects.js'
import {
  ask,
  get,
  getEventual,
  idsIn,
  items,
  nextLink,
  refusal,
  signIn,
  type Json,
} from './support/client.js'

interface ItemReply {
  id: string
  status: number
  body: Json
}

describe('the emulated Entra: incomplete pages of members', () => {
  let entra: Entra
  let token: string
  let users: UserObject[]
  let group: GroupObject
  let other: GroupObject
  before(async () => {
    entra = await startEntra({ seed: 'short', paging: { pageSize: 2 } })
    token = await signIn(entra)
    users = [1, 2, 3, 4, 5].map((number) => entra.tenant.addUser({ displayName: `User ${number}` }))
    group = entra.tenant.addGroup({ displayName: 'Sales', members: users })
    other = entra.tenant.addGroup({ displayName: 'Other', members: users })
  })
  after(() => entra.close())
  afterEach(() => entra.faults.clear())

  const first = ({ id }: GroupObject) => get(entra, `/groups/${id}/members?$select=id,displayName`, { token })
  /** Returns the ids on each page, following next links. */
  async function pages(of: GroupObject): Promise<unknown[][]> {
    let reply = await first(of)
    const found = [idsIn(reply)]
    for (let link = nextLink(reply); link !== undefined; link = nextLink(reply)) {
      reply = await ask(entra, link, { token })
      expect(reply.status).to.equal(200)
      found.push(idsIn(reply))
    }
    return found
  }
  const sizes = async (of: GroupObject) => (await pages(of)).map(({ length }) => length)
  async function batch(...urls: string[]): Promise<ItemReply[]> {
    const requests = urls.map((url, index) => ({ id: String(index), method: 'GET', url }))
    const reply = await ask(entra, '/v1.0/$batch', { method: 'POST', body: { requests }, token })
    const responses = reply.body['responses'] as ItemReply[]
    return responses.sort((a, b) => Number(a.id) - Number(b.id))
  }
  const batchOfBoth = () => batch(`/groups/${group.id}/members`, `/groups/${other.id}/members`)

  it('return an empty page for one group, and for no other', async () => {
    entra.faults.next({ match: kinds.membersOf(group), respond: kinds.emptyPage() })
    expect(await sizes(other)).to.deep.equal([2, 2, 1])
    expect(await sizes(group)).to.deep.equal([0])
    expect(await sizes(group)).to.deep.equal([2, 2, 1])
    entra.faults.next({ match: kinds.membersOf(group, { page: 'later' }), respond: kinds.emptyPage() })
    expect(await sizes(group)).to.deep.equal([2, 0])
  })

  it('omit the next link of the first page or of a later one', async () => {
    entra.faults.always({ match: kinds.membersOf(group, { page: 'first' }), respond: kinds.lostLink() })
    expect(await pages(group)).to.deep.equal([users.slice(0, 2).map(({ id }) => id)])
    entra.faults.clear()
    entra.faults.always({ match: kinds.membersOf(group, { page: 'later' }), respond: kinds.lostLink() })
    expect(await sizes(group)).to.deep.equal([2, 2])
  })

  it('insert an empty page with a next link, repeatedly', async () => {
    entra.faults.next({
      match: kinds.membersOf(group, { page: 'later' }),
      times: 2,
      respond: kinds.emptyMiddle(),
    })
    const found = await pages(group)
    expect(found.map(({ length }) => length)).to.deep.equal([2, 0, 0, 2, 1])
    expect(found.flat()).to.deep.equal(users.map(({ id }) => id))
    entra.faults.next({ match: kinds.membersOf(group), respond: kinds.emptyMiddle() })
    expect(await sizes(group)).to.deep.equal([0, 2, 2, 1])
    entra.faults.always({ match: kinds.membersOf(group), respond: kinds.emptyMiddle() })
    const bare = await get(entra, `/groups/${group.id}/members`, { token })
    const links = [bare, await ask(entra, nextLink(bare) ?? '', { token })].map(nextLink)
    expect(new Set([...links, undefined]).size).to.equal(3)
  })

  it('leave a listing of one page unchanged', async () => {
    const small = entra.tenant.addGroup({ displayName: 'Small', members: users.slice(0, 2) })
    entra.faults.next({ match: kinds.membersOf(small), respond: kinds.emptyMiddle() })
    expect(await sizes(small)).to.deep.equal([2])
    entra.tenant.purgeGroup(small)
  })

  it('reduce one member of one group to type and id', async () => {
    const member = users[1] as UserObject
    entra.faults.always({ match: kinds.membersOf(group), respond: kinds.limitedMember(member.id) })
    const whole = items(await get(entra, `/groups/${group.id}/members`, { token }))
    expect(whole[0]).to.include({ displayName: 'User 1' })
    expect(whole[1]).to.deep.include({
      '@odata.type': '#microsoft.graph.user',
      id: member.id,
      displayName: null,
      userPrincipalName: null,
      businessPhones: [],
    })
    expect(items(await first(other))[1]).to.include({ displayName: 'User 2' })
    expect((await get(entra, `/users/${member.id}`, { token })).body['displayName']).to.equal('User 2')
  })

  it('do the same to items of a batch', async () => {
    const match = kinds.membersOf(group)
    const value = (reply?: ItemReply) => reply?.body['value'] as Json[]
    entra.faults.next({ match, respond: kinds.emptyPage() })
    let [mine, theirs] = await batchOfBoth()
    expect([value(mine).length, value(theirs).length]).to.deep.equal([0, 2])
    expect([mine, theirs].map((reply) => '@odata.nextLink' in (reply?.body ?? {}))).to.deep.equal([
      false,
      true,
    ])
    entra.faults.next({ match, respond: kinds.lostLink() })
    ;[mine, theirs] = await batchOfBoth()
    expect(value(mine)).to.have.length(2)
    expect(mine?.body).not.to.have.property('@odata.nextLink')
    entra.faults.next({ match, respond: kinds.emptyMiddle() })
    ;[mine] = await batchOfBoth()
    expect(value(mine)).to.deep.equal([])
    const followed = await ask(entra, String(mine?.body['@odata.nextLink']), { token })
    expect(idsIn(followed)).to.deep.equal(users.slice(0, 2).map(({ id }) => id))
    entra.faults.next({ match, respond: kinds.limitedMember(users[0]?.id ?? '') })
    ;[mine, theirs] = await batchOfBoth()
    expect([value(mine)[0], value(theirs)[0]].map((item) => item?.['displayName'])).to.deep.equal([
      null,
      'User 1',
    ])
  })

  it('can be limited to single requests or to items of a batch', async () => {
    const respond = kinds.emptyPage()
    entra.faults.always({ match: kinds.membersOf(group, { inBatch: true }), respond })
    expect(await sizes(group)).to.deep.equal([2, 2, 1])
    expect((await batchOfBoth())[0]?.body['value']).to.have.length(0)
    entra.faults.clear()
    entra.faults.always({ match: kinds.membersOf(group, { inBatch: false }), respond })
    expect((await batchOfBoth())[0]?.body['value']).to.have.length(2)
    expect(await sizes(group)).to.deep.equal([0])
  })

  it('apply to members only, not to the group or its count', async () => {
    entra.faults.always({ match: kinds.membersOf(), respond: kinds.unavailable() })
    expect((await get(entra, `/groups/${group.id}`, { token })).status).to.equal(200)
    expect((await get(entra, '/groups', { token })).status).to.equal(200)
    const count = `/groups/${group.id}/members/$count`
    expect((await getEventual(entra, count, { token })).text).to.equal('5')
    const cast = `/groups/${group.id.toUpperCase()}/members/microsoft.graph.user`
    expect((await get(entra, cast, { token })).status).to.equal(503)
    entra.faults.clear()
    entra.faults.always({ match: kinds.countOf(group.id), respond: kinds.unavailable() })
    expect((await getEventual(entra, count, { token })).status).to.equal(503)
    expect((await getEventual(entra, `/groups/${other.id}/members/$count`, { token })).text).to.equal('5')
    expect(await sizes(group)).to.deep.equal([2, 2, 1])
  })

  it('leave responses that are not pages unchanged', async () => {
    entra.faults.next({ match: kinds.membersOf(), respond: kinds.emptyPage() })
    const unknown = await get(entra, '/groups/00000000-0000-4000-8000-000000000000/members', { token })
    expect(refusal(unknown)).to.equal('404 Request_ResourceNotFound')
    expect(entra.faults.pending()).to.equal(0)
  })
})

/** Tests of reads that need faults or limits of the embedded directory. */
import { expect } from 'chai'
import { parseGeneralizedTime } from '../../src/ad/origins.js'
import { removeMembers, surplusMembers } from '../../src/model/change.js'
import { orderByPerson } from '../../src/model/evidence.js'
import { rejectionOf } from './ldap/ldap.helpers.js'
import { anchor, startEmbedded, type Embedded } from './embedded.helpers.js'

const isModify = ({ operation }: { operation: { type: string } }) => operation.type === 'modify'

describe('a target on the embedded directory', function () {
  let embedded: Embedded
  before(async () => (embedded = await startEmbedded({ limits: { maxValRange: 4 } })))
  after(() => embedded.close())
  afterEach(() => embedded.directory.faults.clear())

  let number = 0
  const addGroup = (name: string, ou = embedded.container, members: string[] = []) =>
    embedded.directory.addGroup({ name, ou, members, attributes: { adminDescription: anchor(++number) } })
  const addUsers = (...names: string[]) => embedded.directory.addUsers(names, embedded.people)

  it('finds a protected parent of a group with more parents than one range', async () => {
    const child = addGroup('well connected')
    const parents = Array.from({ length: 11 }, (_, n) => addGroup(`parent ${n}`, embedded.people, [child.dn]))
    const last = parents.at(-1)
    if (!last) throw new Error('not made')
    embedded.directory.edit(last.dn, { adminCount: '1' })
    const found = await embedded.open().findProtectedParents([child.guid])
    expect(found.get(child.guid)).to.deep.equal([[last.dn]])
  })

  it('does not report values as unchanged that an attempt without a response wrote', async () => {
    const group = addGroup('added unheard')
    const users = addUsers('unheard1', 'unheard2')
    const target = embedded.open()
    await target.currentController()
    embedded.directory.faults.next({ match: isModify, respond: { drop: 'after' } })
    const change = { type: 'addMembers', guid: group.guid, dn: group.dn, members: users } as const
    expect(await target.apply(change)).to.deep.equal({ refused: [], unchanged: [] })
    expect(embedded.directory.read(group.dn)?.members).to.have.length(2)
    expect((await target.apply(change)).unchanged).to.deep.equal(users)
  })

  it('rejects a removal with membersUnreadable if the members have become unreadable', async () => {
    const users = addUsers('seen1', 'seen2', 'seen3')
    const [first] = users
    const group = addGroup(
      'hidden later',
      embedded.container,
      users.map(({ dn }) => dn),
    )
    const target = embedded.open()
    const { items } = await target.readManagedGroups([anchor(number).slice(6)], async (groups) => groups)
    const [read] = items
    if (!read || !('members' in read) || !first) throw new Error('not read')
    const removal = removeMembers(
      surplusMembers(read, () => false),
      group.dn,
      orderByPerson('disable'),
      (member) => member,
    )
    embedded.directory.denyRead(group.dn, embedded.account.dn, 'member')
    embedded.directory.removeMembers(group.dn, first.dn) // so that the directory refuses to remove all of them
    expect((await rejectionOf(target.apply(removal))).code).to.equal('membersUnreadable')
    expect(embedded.directory.read(group.dn)?.members).to.have.length(2)
  })

  it('does not report a group as empty if its access list is unreadable', async () => {
    const group = addGroup('sealed')
    const target = embedded.open()
    expect([...(await target.readEmptyGroups([group.guid]))]).to.deep.equal([group.guid])
    embedded.directory.denyRead(group.dn, embedded.account.dn, 'nTSecurityDescriptor')
    expect([...(await target.readEmptyGroups([group.guid]))]).to.deep.equal([])
  })

  it('reads 150 empty groups with two requests', async () => {
    const groups = Array.from({ length: 150 }, (_, n) => addGroup(`one of many ${n}`))
    const target = embedded.open()
    await target.readFacts()
    const before = target.requests()
    expect((await target.readEmptyGroups(groups.map(({ guid }) => guid))).size).to.equal(150)
    expect(target.requests() - before).to.be.at.most(2)
  })

  it('reports an object as unknown while the controller that wrote it is unavailable and not listed', async () => {
    const second = await embedded.directory.addController({ name: 'dc5' })
    await second.close()
    const gone = addGroup('gone with its controller')
    embedded.directory.remove(gone.dn)
    const found = await embedded.open().locateObjects([{ guid: gone.guid, controller: second.host }])
    expect(found.get(gone.guid)).to.deep.equal({
      guid: gone.guid,
      status: 'unknown',
      controller: second.host,
    })
  })

  it('tries to sign in once to a writer that refuses the bind', async () => {
    const second = await embedded.directory.addController({ name: 'dc7' })
    second.faults.next({ match: () => true, respond: { code: 49 }, times: 1000 })
    const gone = addGroup('its writer refuses')
    embedded.directory.remove(gone.dn)
    const target = embedded.open({ urls: [embedded.directory.ldapsUrl, second.ldapsUrl] })
    const other = addGroup('nobody knows who wrote it')
    embedded.directory.remove(other.dn)
    const objects = [{ guid: gone.guid, controller: second.host }, { guid: other.guid }]
    const found = await target.locateObjects(objects)
    expect([...found.values()].map(({ status }) => status)).to.deep.equal(['unknown', 'unknown'])
    expect(second.faults.pending()).to.equal(999)
  })

  it('reports an object as gone if its deletion is known here, although its writer is unavailable', async () => {
    const second = await embedded.directory.addController({ name: 'dc6' })
    await second.close()
    embedded.directory.allowRestore(embedded.account.dn)
    const gone = addGroup('deleted for all to see')
    embedded.directory.remove(gone.dn)
    const found = await embedded.open().locateObjects([{ guid: gone.guid, controller: second.host }])
    expect(found.get(gone.guid)).to.deep.include({ status: 'gone' }).and.have.property('deletedDn')
  })
})

describe('a target whose domain has many users with another primary group', function () {
  let embedded: Embedded
  before(async () => (embedded = await startEmbedded({ limits: { maxPageSize: 3 } })))
  after(() => embedded.close())

  it('reads the primary members per page of groups, and reads all of them', async () => {
    const { directory, container, people } = embedded
    const groups = Array.from({ length: 7 }, (_, n) => {
      const attributes = { adminDescription: anchor(n) }
      return directory.addGroup({ name: `primary ${n}`, ou: container, attributes })
    })
    const users = directory.addUsers(7, people)
    for (const [n, { dn, sid }] of groups.entries()) {
      const user = users[n]?.dn ?? ''
      directory.addMembers(dn, user)
      directory.edit(user, { primaryGroupID: sid.slice(sid.lastIndexOf('-') + 1) })
    }
    const target = embedded.open()
    await target.currentController()
    const before = target.requests()
    const { items } = await target.readManagedGroups('all', async (page) => page)
    const found = items.map(({ guid, primaryMembers }) => [guid, primaryMembers.map((member) => member.guid)])
    expect(found).to.have.deep.members(groups.map(({ guid }, n) => [guid, [users[n]?.guid]]))
    expect(target.requests() - before).to.equal(1 + 3 + 3) // one for all, three pages, one for each of them
  })
})

describe('isoTime', () => {
  it('converts generalized time to ISO 8601', () => {
    expect(parseGeneralizedTime('20261128042251.0Z')).to.equal('2026-11-28T04:22:51.000Z')
    expect(parseGeneralizedTime('20261128042251Z')).to.equal('2026-11-28T04:22:51.000Z')
    for (const text of [undefined, '', '2026', '20261128042251+0100'])
      expect(parseGeneralizedTime(text)).to.equal(undefined)
  })
})

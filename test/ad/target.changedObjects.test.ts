/** Tests of changes whose object has changed since the plan was made. */
import { expect } from 'chai'
import type { DirectoryGroup } from '../../src/model/group.js'
import { childDn } from '../../src/model/dn.js'
import { deletionOf } from '../contract/targetFixture.js'
import { rejectionOf } from './ldap/ldap.helpers.js'
import { anchor, startEmbedded, type Embedded } from './embedded.helpers.js'

type Message = Parameters<NonNullable<Parameters<Embedded['directory']['faults']['next']>[0]['match']>>[0]
const isModify = ({ operation }: Message) => operation.type === 'modify'
const isOfOneObject = ({ operation }: Message) =>
  operation.type === 'search' && operation.base.startsWith('<GUID=')

describe('a change of an object', function () {
  let embedded: Embedded
  before(async () => (embedded = await startEmbedded({ limits: { maxValRange: 4 } })))
  after(() => embedded.close())
  afterEach(() => embedded.directory.faults.clear())

  let number = 0
  const addGroup = (name: string, ou = embedded.container, members: string[] = []) =>
    embedded.directory.addGroup({ name, ou, members, attributes: { adminDescription: anchor(++number) } })
  const idOf = (group: number) => anchor(group).slice('Group_'.length)

  async function readGroup(group: number): Promise<DirectoryGroup> {
    const { items } = await embedded.open().readManagedGroups([idOf(group)], async (page) => page)
    const [found] = items
    if (!found || !('members' in found)) throw new Error('not read')
    return found
  }

  it('that was renamed to a taken name is rejected with nameTaken', async () => {
    const group = addGroup('to be renamed')
    const holder = addGroup('taken')
    const change = { type: 'renameGroup', guid: group.guid, from: group.dn, to: holder.dn } as const
    expect((await rejectionOf(embedded.open().apply(change))).code).to.equal('nameTaken')
    expect(embedded.directory.read(group.dn)?.guid).to.equal(group.guid)
  })

  it('whose restore the directory refuses is rejected with restoreRefused', async () => {
    const { directory, account, container } = embedded
    directory.allowRestore(account.dn)
    const group = addGroup('not to be brought back')
    directory.remove(group.dn)
    directory.faults.next({ match: isModify, respond: { code: 50, text: 'no' } })
    const dn = childDn('brought back', container)
    const change = { type: 'restoreGroup', guid: group.guid, dn, from: group.dn } as const
    expect((await rejectionOf(embedded.open().apply(change))).code).to.equal('restoreRefused')
  })

  it('that is built in and is to be adopted is rejected with protectedObject, whatever its anchor', async () => {
    const { directory } = embedded
    const container = `CN=Users,${directory.baseDn}`
    const dn = childDn('Domain Guests', container)
    directory.edit(dn, { adminDescription: anchor(++number) })
    const { guid = '', sid = '' } = directory.read(dn) ?? {}
    const change = { type: 'adoptGroup', guid, sid, dn, kind: 'security', leaving: 0 } as const
    const error = await rejectionOf(embedded.open({ container }).apply(change))
    expect(error.code).to.equal('protectedObject')
    expect(error.message).to.include(dn)
  })

  it('that left the container and is to be deleted is rejected with protectedObject', async () => {
    const group = addGroup('moved away')
    const deletion = deletionOf(await readGroup(number))
    embedded.directory.move(group.dn, embedded.people)
    expect((await rejectionOf(embedded.open().apply(deletion))).code).to.equal('protectedObject')
    expect(embedded.directory.read(`<GUID=${group.guid}>`)).to.not.equal(undefined)
  })

  it('with unreadable members is listed with an error, beside the other groups', async () => {
    const users = embedded.directory.addUsers(6, embedded.people)
    const whole = users.map(({ dn }) => dn)
    const [cut] = [addGroup('cut off', embedded.container, whole), addGroup('small')]
    embedded.directory.faults.next({ match: isOfOneObject, respond: { code: 80, text: 'no more' }, times: 9 })
    const ids = [idOf(number - 1), idOf(number)]
    const { items } = await embedded.open().readManagedGroups(ids, async (page) => page)
    const failed = items.flatMap((group) => ('error' in group ? [group.guid] : []))
    expect(items).to.have.length(2)
    expect(failed).to.deep.equal([cut.guid])
  })
})

import { expect } from 'chai'
import { and, atLeast, equals, type Filter } from '../../../src/ad/ldap/filter.js'
import { useDirectory } from './support/fixture.js'
import { texts } from './support/wire.js'
import { cpuOf } from '../../support/cpu.js'

const local = '-2147483644'

describe('the embedded directory: primary groups', () => {
  const fixture = useDirectory()

  const values = async (base: string, name: string) =>
    texts((await fixture().admin.search({ base, scope: 'base', attributes: [name] })).entries[0], name)

  function people(name: string, type?: string) {
    const { directory, ou } = fixture()
    const account = directory.addUser({ name, ou }).dn
    const group = directory.addGroup({
      name: `${name}s`,
      ou,
      members: [account],
      ...(type !== undefined && { type }),
    })
    return { account, group: group.dn, rid: group.sid.slice(group.sid.lastIndexOf('-') + 1) }
  }

  const choose = (account: string, rid: string) =>
    fixture().admin.modify(account, [{ operation: 'replace', attribute: 'primaryGroupID', values: [rid] }])

  it('swap membership in both groups, as a change of all three objects', async () => {
    const { directory } = fixture()
    const { account, group, rid } = people('ann')
    const numbers = () => [account, group].map((dn) => Number(directory.read(dn)?.attributes['uSNChanged']))
    const before = numbers()
    expect((await choose(account, rid)).code).to.equal(0)
    expect(await values(group, 'member')).to.equal(undefined)
    expect(await values(account, 'memberOf')).to.deep.equal([`CN=Domain Users,CN=Users,${directory.baseDn}`])
    expect(await values(`<SID=${directory.domainSid}-513>`, 'member')).to.deep.equal([account])
    for (const [index, number] of numbers().entries()) expect(number).to.be.greaterThan(before[index] ?? 0)
    expect((await choose(account, '513')).code).to.equal(0)
    expect(await values(group, 'member')).to.deep.equal([account])
    expect(await values(`<SID=${directory.domainSid}-513>`, 'member')).to.equal(undefined)
  })

  it("are rejected with AD's errors", async () => {
    const { admin, directory, ou } = fixture()
    const { account, group, rid } = people('bob')
    const other = directory.addGroup({ name: 'strangers', ou })
    const stranger = await choose(account, other.sid.slice(other.sid.lastIndexOf('-') + 1))
    expect(stranger.text).to.match(/^00000529: SvcErr: .*5003 \(WILL_NOT_PERFORM\)/)
    expect((await choose(account, '4')).text).to.match(/^00000527: SvcErr/)
    expect((await choose(account, people('local', local).rid)).code).to.equal(53)
    await choose(account, rid)
    const change = async (operation: 'add' | 'delete') =>
      (await admin.modify(group, [{ operation, attribute: 'member', values: [account] }])).text
    expect(await change('add')).to.match(/^00000562: UpdErr: .*6005 \(ENTRY_EXISTS\)/)
    expect(await change('delete')).to.match(/^0000055E: SvcErr: .*5003 \(WILL_NOT_PERFORM\)/)
    expect((await admin.delete(group)).text).to.match(/^0000055E: UpdErr: .*6005 \(ENTRY_EXISTS\)/)
  })

  it('count as membership in Administrators', async () => {
    const { directory, ou, signIn } = fixture()
    const { dn } = directory.addUser({ name: 'cyd', ou, password: 'Cyd, 1' })
    directory.addMembers(`CN=Domain Admins,CN=Users,${directory.baseDn}`, dn)
    directory.edit(dn, { primaryGroupID: '512' })
    expect(directory.read(dn)?.attributes['memberOf']).to.not.include('Domain Admins')
    const wire = await signIn(dn, 'Cyd, 1')
    expect((await wire.add(`OU=made by cyd,${ou}`, { objectClass: 'organizationalUnit' })).code).to.equal(0)
  })

  it('are found by range filters, through an index', async () => {
    const { admin, directory, ou } = fixture()
    const everybody = directory.addOu('Everybody', ou)
    directory.addUsers(20_000, everybody)
    const { account, rid } = people('dan')
    await choose(account, rid)
    const isPerson = equals('objectCategory', 'person')
    const find = async (filter: Filter) => {
      let dns: string[] = []
      const work = await cpuOf(5, async () => {
        const reply = await admin.search({ base: directory.baseDn, filter, attributes: ['1.1'] })
        dns = reply.entries.map(({ dn }) => dn)
      })
      return { dns, work }
    }
    const byIndex = and(isPerson, atLeast('primaryGroupID', rid))
    const scanned = and(isPerson, atLeast('codePage', '1'))
    await find(byIndex)
    const [indexed, all] = [await find(byIndex), await find(scanned)]
    expect(indexed.dns).to.deep.equal([account])
    expect(indexed.work).to.be.below(all.work / 2)
  })
})

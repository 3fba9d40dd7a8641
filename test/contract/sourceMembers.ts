/** Contract tests of GroupSource: members. */
import { expect } from 'chai'
import type { WritebackError } from '../../src/errors.js'
import type { CloudGroup } from '../../src/model/group.js'
import type { CloudMember } from '../../src/model/member.js'
import { itemsOf, newGroup, newId, newSid, newUser, sorted, type SourceFixture } from './sourceFixture.js'

/** Returns a group as a member of another group. */
const asMember = ({ id, displayName, onPremisesSid }: CloudGroup): CloudMember => ({
  id,
  kind: 'group',
  displayName,
  guest: false,
  ...(onPremisesSid !== undefined && { sid: onPremisesSid }),
})

export function sourceMembersContract(current: () => SourceFixture): void {
  const groupWith = (name: string, members: readonly CloudMember[] = []): CloudGroup => {
    const group = newGroup(name)
    current().addGroup(group)
    for (const member of members) current().addMember(group.id, member)
    return group
  }
  const membersOf = async (group: CloudGroup): Promise<CloudMember[]> =>
    itemsOf((await current().source.readMembers([group])).get(group.id))

  it('reads members of every kind with the properties that identify them in AD', async () => {
    const child = groupWith('Child')
    const synced = newGroup('Synced child', { syncedFromAd: true, onPremisesSid: newSid() })
    current().addGroup(synced)
    const named = (kind: CloudMember['kind'], displayName: string): CloudMember => ({
      id: newId(),
      kind,
      displayName,
      guest: false,
    })
    const members: CloudMember[] = [
      newUser({ sid: newSid() }),
      newUser(),
      newUser({ guest: true }),
      newUser({ guest: true, sid: newSid() }),
      asMember(child),
      asMember(synced),
      named('device', 'Laptop'),
      named('servicePrincipal', 'Service'),
      named('contact', 'Contact'),
    ]
    expect(await membersOf(groupWith('Mixed', members))).to.deep.equal(sorted(members))
  })

  it('reads direct members only, also of groups nested in each other', async () => {
    const ann = newUser({ sid: newSid() })
    const outer = groupWith('Outer')
    const inner = groupWith('Inner', [ann, asMember(outer)])
    current().addMember(outer.id, asMember(inner))
    expect(await membersOf(outer)).to.deep.equal([asMember(inner)])
    expect(await membersOf(inner)).to.deep.equal(sorted([ann, asMember(outer)]))
  })

  it('distinguishes a group without members from one that was not read', async () => {
    const empty = groupWith('Nobody there')
    const reads = await current().source.readMembers([empty])
    expect([...reads.keys()]).to.deep.equal([empty.id])
    expect(itemsOf(reads.get(empty.id))).to.deep.equal([])
    expect((await current().source.readMembers([])).size).to.equal(0)
  })

  it('reads thousands of members over pages', async () => {
    current().setPageSize(400)
    const people = Array.from({ length: 2001 }, () => newUser({ sid: newSid() }))
    expect(await membersOf(groupWith('Everybody', people))).to.deep.equal(sorted(people))
    current().setPageSize(3)
  })

  it('reads more groups than fit into one request, each with its own members', async () => {
    const expected = new Map<string, CloudMember[]>()
    const groups = Array.from({ length: 45 }, (_, index) => {
      const members = Array.from({ length: index % 6 }, () => newUser({ sid: newSid() }))
      const group = groupWith(`Group ${index} of many`, members)
      expected.set(group.id, members)
      return group
    })
    const reads = await current().source.readMembers(groups)
    expect(reads.size).to.equal(45)
    for (const [id, members] of expected) expect(itemsOf(reads.get(id))).to.deep.equal(sorted(members))
  })

  it('fails only for groups that cannot be read or are deleted', async () => {
    const members = [newUser({ sid: newSid() })]
    const groups = [groupWith('Good 1', members), groupWith('Bad'), groupWith('Gone'), groupWith('Good 2')]
    const [good, bad, gone, other] = groups
    current().breakGroup(bad?.id ?? '')
    current().removeGroup(gone?.id ?? '')
    const reads = await current().source.readMembers(groups)
    expect(itemsOf(reads.get(good?.id ?? ''))).to.deep.equal(members)
    expect(itemsOf(reads.get(other?.id ?? ''))).to.deep.equal([])
    const codes = [bad, gone].map((group) => (reads.get(group?.id ?? '') as WritebackError).code)
    expect(codes).to.deep.equal(['graphUnavailable', 'groupNotFound'])
  })

  it('fails only for the group whose members are denied; hiddenMembership differs from other denials', async () => {
    const member = newUser({ sid: newSid() })
    const hidden = newGroup('Refused and hidden', { kind: 'microsoft365', hiddenMembership: true })
    current().addGroup(hidden)
    const groups = [groupWith('Good', [member]), groupWith('Refused', [member]), hidden]
    const [good, refused] = groups
    for (const group of [refused, hidden]) current().refuseMembers(group?.id ?? '')
    const reads = await current().source.readMembers(groups)
    expect(itemsOf(reads.get(good?.id ?? ''))).to.deep.equal([member])
    const errors = [refused, hidden].map((group) => reads.get(group?.id ?? '') as WritebackError)
    expect(errors.map(({ code }) => code)).to.deep.equal(['graphDenied', 'hiddenMembership'])
    expect(errors[1]?.message).to.contain('Member.Read.Hidden')
  })
}

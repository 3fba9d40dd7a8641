/** Tests of members that AD hides, members by primary group, and members that must not be added. */
import { expect } from 'chai'
import type { Place } from '../company.js'
import { openOffice, range, type Office } from './office.js'

export function memberships(open: () => Promise<Place>): void {
  let office: Office
  afterEach(() => office.close())
  const remove = (id: string, numbers: readonly number[]) => {
    for (const number of numbers) office.entra.tenant.removeMember(id, office.people[number]?.id ?? '')
  }
  const errorOf = (report: Awaited<ReturnType<Office['sync']>>, id: string) =>
    report.groups.find((group) => group.id === id)?.error?.code
  const dnOf = async (id: string) => (await office.object(id))?.get('distinguishedname')?.[0] ?? ''

  it('9 a group whose members cannot be read is not in sync', async () => {
    office = await openOffice(open, 12)
    const hidden = office.addGroup('Hidden', range(0, 12))
    const empty = office.addGroup('Empty', [])
    await office.settle()
    await office.place.denyRead(await dnOf(hidden), 'member')
    const first = await office.sync()
    expect(errorOf(first, hidden)).to.equal('membersUnreadable')
    expect(errorOf(first, empty)).to.equal(undefined)
    remove(hidden, range(0, 12))
    const second = await office.sync()
    expect(second).to.deep.include({ status: 'partial', exitCode: 4 })
    expect(errorOf(second, hidden)).to.equal('membersUnreadable')
    expect(second.groups.find(({ id }) => id === hidden)?.changes).to.deep.equal([])
  })

  it('10 a member by primary group counts as a member, and its removal is reported as impossible', async () => {
    office = await openOffice(open, 12)
    const id = office.addGroup('Primary', range(0, 12))
    await office.settle()
    await office.place.setPrimaryGroup(office.people[0]?.dn ?? '', await dnOf(id))
    expect(await office.members(id)).to.have.length(11)
    for (const round of [1, 2])
      expect(await office.sync(), `run ${round}`).to.deep.include({ status: 'inSync' })
    remove(id, range(0, 3))
    const report = await office.sync()
    expect(report.exitCode).to.equal(4)
    expect(errorOf(report, id)).to.equal('primaryGroupMember')
    expect(report.totals.membersRemoved).to.equal(2)
    expect(await office.sync()).to.deep.include({ status: 'partial' })
  })

  it('11 a group inside Administrators receives no members unless the pair is allowed', async () => {
    office = await openOffice(open, 4)
    const id = office.addGroup('Helpers', range(0, 3))
    await office.settle()
    const admins = `CN=Administrators,CN=Builtin,${office.place.baseDn}`
    await office.place.modify(`dn: ${admins}\nchangetype: modify\nadd: member\nmember: ${await dnOf(id)}\n`)
    office.entra.tenant.addMember(id, office.people[3]?.id ?? '')
    remove(id, [0])
    const report = await office.sync()
    expect(report.guard.tripped[0]).to.deep.include({ rule: 'privilegedAdditions', group: id })
    expect(report.guard.tripped[0]?.path?.[0]).to.match(/^CN=Administrators/)
    expect(report.totals).to.include({ membersAdded: 0, membersRemoved: 1 })
    office.configure({ limits: { privileged: [{ group: id, below: admins }] } })
    const allowed = await office.sync()
    expect(allowed.totals.membersAdded).to.equal(1)
    expect(allowed.problems.map(({ code }) => code)).to.deep.equal(['privilegedMembers'])
    expect(allowed.exitCode).to.equal(0)
  })

  it('12 an object with a forged anchor is not adopted without approval', async () => {
    office = await openOffice(open, 2)
    const id = office.addGroup('Payroll', range(0, 2))
    const dn = `CN=planted,${office.place.container}`
    await office.place.modify(
      `dn: ${dn}\nchangetype: add\nobjectClass: group\ngroupType: -2147483640\nadminDescription: Group_${id}\n`,
    )
    const report = await office.sync()
    expect(report.guard.tripped.map(({ rule }) => rule)).to.deep.equal(['adoptions'])
    expect(await office.members(id)).to.deep.equal([])
    expect(report.groups[0]?.withheld[0]).to.deep.include({ type: 'adoptGroup', kind: 'security' })
    expect(report.groups[0]?.withheld.map(({ type }) => type)).to.not.include('renameGroup')
  })

  it('12 a copied anchor does not replace the managed object', async () => {
    office = await openOffice(open, 3)
    const id = office.addGroup('Team', range(0, 3))
    await office.settle()
    const known = await dnOf(id)
    await office.place.modify(
      `dn: CN=copy,${office.place.container}\nchangetype: add\nobjectClass: group\nadminDescription: Group_${id}\n`,
    )
    remove(id, [0])
    const report = await office.sync()
    expect(report).to.deep.include({ status: 'partial', exitCode: 4 })
    expect(errorOf(report, id)).to.equal('anchorDuplicate')
    expect(report.totals.membersRemoved).to.equal(1)
    const [entry] = await office.place.search('-b', known, '-s', 'base', 'member')
    expect(entry?.attributes.get('member')).to.have.length(2)
  })

  it('13 a member whose SID belongs to a built-in principal or another kind of object is not added', async () => {
    office = await openOffice(open, 1)
    const { tenant } = office.entra
    const id = office.addGroup('Team', [0])
    const domain = office.people[0]?.sid.replace(/-\d+$/, '') ?? ''
    const computer = await office.place.addComputer('ws1')
    const group = office.addGroup('Other', [])
    await office.settle()
    const otherSid = await office.place.sidOf(await dnOf(group))
    const expected = new Map<string, string>()
    for (const [sid, reason] of [
      [`${domain}-513`, 'systemObject'],
      [`${domain}-512`, 'systemObject'],
      [`${domain}-502`, 'systemObject'],
      [computer.sid, 'kindDiffers'],
      [otherSid, 'kindDiffers'],
    ] as const) {
      const user = tenant.addSyncedUser({ displayName: sid, onPremisesSecurityIdentifier: sid })
      tenant.addMember(id, user.id)
      expected.set(user.id, reason)
    }
    const report = await office.sync()
    const skipped = report.groups.find((one) => one.id === id)?.skippedMembers ?? []
    expect(new Map(skipped.map((member) => [member.id, member.reason as string]))).to.deep.equal(expected)
    expect(await office.members(id)).to.have.length(1)
  })
}

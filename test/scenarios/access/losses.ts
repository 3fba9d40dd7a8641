/** Tests of access that would end by configuration, lost state or deletions: counted in memberships, and withheld. */
import { expect } from 'chai'
import { cpSync } from 'node:fs'
import type { Place } from '../company.js'
import { forgetState, openOffice, range, type Office } from './office.js'

const rulesOf = (report: { guard: { tripped: Array<{ rule: string }> } }) =>
  report.guard.tripped.map(({ rule }) => rule)

export function lossesOfAccess(open: () => Promise<Place>): void {
  let office: Office
  afterEach(() => office.close())
  const remove = (id: string, numbers: readonly number[]) => {
    for (const number of numbers) office.entra.tenant.removeMember(id, office.people[number]?.id ?? '')
  }

  it('3 a lost state ends no membership', async () => {
    office = await openOffice(open, 3, { scope: { groups: 'selected' } })
    const ids = range(0, 4).map((number) => office.addGroup(`Team ${number}`, range(0, 3)))
    await office.enable(ids)
    forgetState(office)
    const held = await office.enable([ids[0] ?? ''])
    expect(held.exitCode).to.equal(3)
    await office.enable([ids[0] ?? ''], { approve: held.planHash })
    const report = await office.sync()
    expect(report.totals.deleted).to.equal(0)
    expect(report.skippedGroups.map(({ reason }) => reason)).to.deep.equal(
      ids.slice(1).map(() => 'unknownHere'),
    )
    expect(await office.objects()).to.equal(4)
  })

  it('3 an older copy of the state ends no membership', async () => {
    office = await openOffice(open, 3, { scope: { groups: 'selected' } })
    const ids = range(0, 4).map((number) => office.addGroup(`Team ${number}`, range(0, 3)))
    await office.enable(ids.slice(0, 1))
    cpSync(office.state, `${office.state}.old`, { recursive: true })
    await office.enable(ids.slice(1))
    forgetState(office)
    cpSync(`${office.state}.old`, office.state, { recursive: true })
    const report = await office.sync()
    expect(report.totals.deleted).to.equal(0)
    expect(await office.objects()).to.equal(4)
  })

  it('4 changing security groups to distribution groups is withheld', async () => {
    const mapping = { microsoft365Groups: 'universalSecurityGroup' } as const
    office = await openOffice(open, 4, { mapping })
    const ids = range(0, 3).map((n) => office.addGroup(`Team ${n}`, range(0, 4), { kind: 'microsoft365' }))
    await office.settle()
    office.configure()
    const report = await office.sync()
    expect(report).to.deep.include({ status: 'withheld', exitCode: 3 })
    expect(rulesOf(report)).to.deep.equal(ids.flatMap(() => ['groupEmptied', 'typeChanges']))
    expect((await office.object(ids[0] ?? ''))?.get('grouptype')).to.deep.equal(['-2147483640'])
    const approved = await office.sync({ approve: report.planHash })
    expect(approved.exitCode).to.equal(0)
    expect((await office.object(ids[0] ?? ''))?.get('grouptype')).to.deep.equal(['8'])
  })

  it("4 objects of Microsoft's writeback keep their group type", async () => {
    office = await openOffice(open, 4)
    const { place } = office
    const id = office.addGroup('Team', range(0, 4), { kind: 'microsoft365' })
    const dn = `CN=Group_${id},${place.container}`
    await place.modify(
      `dn: ${dn}\nchangetype: add\nobjectClass: group\ngroupType: -2147483640\nadminDescription: Group_${id}\nmember: ${office.people[0]?.dn}\n`,
    )
    const held = await office.sync()
    expect(rulesOf(held)).to.deep.equal(['adoptions'])
    await office.sync({ approve: held.planHash })
    const object = await office.object(id)
    expect(object?.get('grouptype')).to.deep.equal(['-2147483640'])
    expect(object?.get('cn')).to.deep.equal([`Group_${id}`])
    expect(await office.members(id)).to.have.length(4)
    expect((await office.sync()).status).to.equal('inSync')
  })

  it('5 the guard counts the members of groups that were deleted in the cloud', async () => {
    office = await openOffice(open, 40)
    const small = range(0, 7).map((number) => office.addGroup(`Small ${number}`, range(0, 2)))
    const large = range(0, 3).map((number) => office.addGroup(`Large ${number}`, range(0, 40)))
    await office.settle()
    for (const id of large) office.entra.tenant.deleteGroup(id)
    await office.sync()
    office.age(31)
    const report = await office.sync()
    expect(report).to.deep.include({ status: 'withheld', exitCode: 3 })
    expect(report.totals.deleted).to.equal(0)
    expect(await office.objects()).to.equal(small.length + large.length)
    expect((await office.sync({ approve: report.planHash })).totals.deleted).to.equal(3)
  })

  it('5 an order to delete many memberships is withheld until it is approved', async () => {
    office = await openOffice(open, 120)
    const id = office.addGroup('Large', range(0, 120))
    await office.settle()
    const held = await office.disable({ groups: [id], objects: 'delete' })
    expect(held).to.deep.include({ status: 'withheld', exitCode: 3 })
    expect(rulesOf(held)).to.include.members(['groupLossesCount', 'groupEmptied'])
    expect(await office.members(id)).to.have.length(120)
    const done = await office.disable({ groups: [id], objects: 'delete', approve: held.planHash })
    expect(done.totals.deleted).to.equal(1)
  })

  it('6 the removal of all members of a group of 9 is withheld', async () => {
    office = await openOffice(open, 9)
    const id = office.addGroup('Nine', range(0, 9))
    await office.settle()
    remove(id, range(0, 9))
    const report = await office.sync()
    expect(rulesOf(report)).to.deep.equal(['groupEmptied'])
    expect(await office.members(id)).to.have.length(9)
  })

  it('6 the guard adds up the removals of several runs', async () => {
    office = await openOffice(open, 100)
    const id = office.addGroup('Hundred', range(0, 100))
    for (const name of ['Steady', 'Also steady']) office.addGroup(name, range(0, 100))
    await office.settle()
    for (const round of range(0, 6)) {
      remove(id, range(round * 10, round * 10 + 10))
      await office.sync()
    }
    expect(await office.members(id)).to.have.length(70)
    expect(rulesOf(await office.sync())).to.include('groupLossesPercent')
  })

  it('6 the guard does not count temporary memberships of some hours', async () => {
    office = await openOffice(open, 20)
    const id = office.addGroup('Rota', range(0, 10))
    await office.settle()
    for (const round of range(0, 4)) {
      const guest = office.people[10 + round]?.id ?? ''
      office.entra.tenant.addMember(id, guest)
      expect((await office.sync()).exitCode).to.equal(0)
      office.entra.tenant.removeMember(id, guest)
      expect((await office.sync()).exitCode).to.equal(0)
    }
    expect(await office.members(id)).to.have.length(10)
  })

  it('7 the guard decides equally for the same changes in every kind of run', async () => {
    office = await openOffice(open, 60)
    const shrinking = range(0, 4).map((number) => office.addGroup(`Shrinking ${number}`, range(0, 9)))
    for (const number of range(0, 8)) office.addGroup(`Steady ${number}`, range(0, 60))
    await office.settle()
    for (const id of shrinking) remove(id, range(0, 3))
    const some = await office.syncSome(shrinking, { dryRun: true })
    const all = await office.sync({ dryRun: true })
    const overall = (report: typeof some) =>
      report.guard.checks.filter(({ group }) => group === undefined).map(({ rule, actual }) => [rule, actual])
    expect(overall(some)).to.deep.equal(overall(all))
    expect((await office.syncSome(shrinking)).totals.membersRemoved).to.equal(12)
  })
}

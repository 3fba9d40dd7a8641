/** Tests of well-formed but incomplete responses: they end no membership. */
import { expect } from 'chai'
import * as kinds from '../../../src/emulators/entra/faultKinds.js'
import type { Place } from '../company.js'
import { openOffice, range, type Office } from './office.js'

export function incompleteReads(open: () => Promise<Place>): void {
  let office: Office
  afterEach(() => office.close())

  const scopes = {
    all: 'all',
    entra: 'entra',
    filter: { filter: "startsWith(displayName,'Team')" },
  } as const
  for (const [name, groups] of Object.entries(scopes)) {
    it(`1 a group missing from one listing is reconciled as usual (scope ${name})`, async () => {
      office = await openOffice(open, 8, { scope: { groups } })
      const more = { writebackConfiguration: { isEnabled: true } }
      const ids = range(0, 5).map((number) => office.addGroup(`Team ${number}`, range(0, 8), more))
      await office.settle()
      const before = await office.object(ids[4] ?? '')
      office.entra.tenant.hideFromListings([ids[4] ?? ''], { listings: 1 })
      office.entra.tenant.removeMember(ids[4] ?? '', office.people[0]?.id ?? '')
      const report = await office.sync()
      expect(report).to.deep.include({ exitCode: 0 })
      expect(report.totals).to.include({ deleted: 0, membersRemoved: 1 })
      expect((await office.object(ids[4] ?? ''))?.get('objectguid')).to.deep.equal(before?.get('objectguid'))
    })
  }

  it('1 a selected group with a single 404 response is reconciled as usual', async () => {
    office = await openOffice(open, 8, { scope: { groups: 'selected' } })
    const ids = range(0, 3).map((number) => office.addGroup(`Team ${number}`, range(0, 8)))
    await office.enable(ids)
    office.entra.tenant.hideFromReads([ids[0] ?? ''], { reads: 1 })
    const report = await office.sync()
    expect(report).to.deep.include({ exitCode: 0, status: 'inSync' })
    expect(await office.objects()).to.equal(3)
  })

  it('1 a missing group is deleted only if a later run does not find it either', async () => {
    office = await openOffice(open, 2)
    const ids = range(0, 3).map((number) => office.addGroup(`Team ${number}`, range(0, 2)))
    await office.settle()
    office.entra.tenant.deleteGroup(ids[0] ?? '', { hard: true })
    const first = await office.sync()
    expect(first.totals.deleted).to.equal(0)
    expect(first.skippedGroups.map(({ id, reason }) => [id, reason])).to.deep.equal([
      [ids[0], 'missingInCloud'],
    ])
    office.age(29)
    expect((await office.sync()).totals.deleted).to.equal(0)
    office.age(2)
    expect((await office.sync()).totals.deleted).to.equal(1)
  })

  for (const [name, respond] of [
    ['comes empty', kinds.emptyPage()],
    ['comes without its next link', kinds.lostLink()],
  ] as const) {
    it(`2 no member is removed if a page of members ${name}`, async () => {
      office = await openOffice(open, 12)
      office.entra.paging.pageSize = 5
      const id = office.addGroup('Team', range(0, 12))
      await office.settle()
      office.entra.faults.next({ match: kinds.membersOf(id, { page: 'first' }), respond })
      const joiner = office.addGroup('Other', range(0, 3))
      const report = await office.sync()
      expect(report).to.deep.include({ status: 'pending', exitCode: 2 })
      expect(report.totals).to.include({ membersRemoved: 0, created: 1 })
      expect(report.groups.find((group) => group.id === id)?.waiting[0]).to.deep.include({
        reason: 'countDiffers',
      })
      expect(await office.members(id)).to.have.length(12)
      expect(await office.members(joiner)).to.have.length(3)
      expect(await office.sync()).to.deep.include({ status: 'inSync', exitCode: 0 })
    })

    it(`2 a new group is not written with too few members if a page of members ${name}`, async () => {
      office = await openOffice(open, 12)
      office.entra.paging.pageSize = 5
      const id = office.addGroup('Team', range(0, 12))
      office.entra.faults.next({ match: kinds.membersOf(id, { page: 'first' }), respond })
      await office.sync()
      expect((await office.sync()).exitCode).to.equal(0)
      expect(await office.members(id)).to.have.length(12)
    })
  }

  it('2 removals wait while Graph counts more members than it lists, until a later read returns the same list', async () => {
    office = await openOffice(open, 12)
    const id = office.addGroup('Team', range(0, 12))
    await office.settle()
    office.entra.tenant.setCount(id, 12)
    office.entra.tenant.removeMember(id, office.people[0]?.id ?? '')
    office.entra.tenant.addMember(id, office.entra.tenant.addUser({ displayName: 'Cloud only' }).id)
    office.entra.tenant.setCount(id, 13)
    expect((await office.sync()).exitCode).to.equal(2)
    office.age(4)
    expect((await office.sync()).exitCode).to.equal(2)
    office.age(2)
    const report = await office.sync()
    expect(report.totals).to.include({ membersRemoved: 1 })
    expect(report.exitCode).to.equal(0)
  })
}

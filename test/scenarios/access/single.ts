/** Tests of problems of one group, member or value: everything else is written. */
import { expect } from 'chai'
import * as kinds from '../../../src/emulators/entra/faultKinds.js'
import { checkWriteback, type Report } from '../../../src/index.js'
import type { Place } from '../company.js'
import { openOffice, range, type Office } from './office.js'

export interface PlaceOptions {
  exchange?: 'none' | 'organization'
}

export function singleObjects(open: (options?: PlaceOptions) => Promise<Place>): void {
  let office: Office
  afterEach(() => office.close())
  const groupOf = (report: Report, id: string) => report.groups.find((group) => group.id === id)

  it('a group with hidden membership fails alone, and the error names the permission', async () => {
    office = await openOffice(open, 20)
    const hiding = { kind: 'microsoft365', visibility: 'HiddenMembership' }
    const [hidden, shown] = [
      office.addGroup('Hidden', range(0, 20), hiding),
      office.addGroup('Shown', range(0, 20)),
    ]
    expect((await office.settle()).exitCode).to.equal(0)
    office.entra.faults.always(kinds.membersDenied(hidden))
    office.entra.tenant.removeMember(shown, office.people[0]?.id ?? '')
    const report = await office.sync()
    expect(report).to.deep.include({ status: 'partial', exitCode: 4 })
    expect(report.totals.membersRemoved).to.equal(1)
    expect(groupOf(report, hidden)?.error).to.deep.include({ code: 'hiddenMembership' })
    expect(groupOf(report, hidden)?.error?.hint).to.contain('Member.Read.Hidden')
    expect(await office.members(hidden)).to.have.length(20)
  })

  it('a group whose members are denied fails alone; if all are denied, the run fails', async () => {
    office = await openOffice(open, 4)
    const [denied, other] = [office.addGroup('Denied', range(0, 4)), office.addGroup('Other', range(0, 4))]
    await office.settle()
    office.entra.faults.always(kinds.membersDenied(denied))
    office.entra.tenant.removeMember(other, office.people[0]?.id ?? '')
    const report = await office.sync()
    expect([report.exitCode, groupOf(report, denied)?.error?.code]).to.deep.equal([4, 'graphDenied'])
    expect(report.totals.membersRemoved).to.equal(1)
    office.entra.faults.clear()
    office.entra.faults.always(kinds.membersDenied())
    const failed = await office.sync()
    expect(failed).to.deep.include({ status: 'failed', exitCode: 1 })
    expect(failed.problems.map(({ code }) => code)).to.deep.equal(['graphDenied'])
    expect(failed.groups).to.deep.equal([])
  })

  it('a member without properties makes only its group fail', async () => {
    office = await openOffice(open, 4)
    const [limited, other] = [office.addGroup('Limited', range(0, 4)), office.addGroup('Other', range(0, 3))]
    await office.settle()
    const respond = kinds.limitedMember(office.people[0]?.id ?? '')
    office.entra.faults.always({ match: kinds.membersOf(limited), respond })
    office.entra.tenant.addMember(other, office.people[3]?.id ?? '')
    const report = await office.sync()
    expect(report.exitCode).to.equal(4)
    expect(groupOf(report, limited)?.error?.code).to.equal('permissionMissing')
    expect(report.totals.membersAdded).to.equal(1)
    expect(await office.members(limited)).to.have.length(4)
  })

  it('a group out of scope is emptied by policy after the filter excluded it', async () => {
    office = await openOffice(open, 2, {
      scope: { groups: { filter: "startsWith(displayName,'AD-')" } },
      policy: { deprovision: 'empty' },
    })
    const ids = range(0, 3).map((number) => office.addGroup(`AD-${number}`, range(0, 2)))
    await office.settle()
    office.entra.tenant.hideFromListings([ids[0] ?? ''], { listings: 1 })
    office.entra.tenant.renameGroup(ids[1] ?? '', 'Not in AD')
    const report = await office.sync()
    expect(report.exitCode).to.equal(0)
    expect(report.totals.membersRemoved).to.equal(2)
    expect(await Promise.all(ids.map(async (id) => (await office.members(id)).length))).to.deep.equal([
      2, 0, 2,
    ])
  })

  it('values that the schema does not allow are skipped, and the group is written', async () => {
    office = await openOffice(() => open({ exchange: 'organization' }), 2)
    const office365 = { kind: 'microsoft365' }
    const x500 = `X500:/o=x/cn=${'c'.repeat(1200)}`
    const twice = ['SMTP:e@contoso.test', 'smtp:E@contoso.test']
    const mail = `${'m'.repeat(64)}@${'d'.repeat(200)}.test`
    const long = office.addGroup('Long X500', [0], {
      ...office365,
      proxyAddresses: ['SMTP:b@contoso.test', x500],
    })
    const longMail = office.addGroup('Long mail', [0], { ...office365, mail })
    const double = office.addGroup('Twice', [0], { ...office365, proxyAddresses: twice })
    const nick = ['A', 'B'].map((name) =>
      office.addGroup(`Same nick ${name}`, [0], { ...office365, mailNickname: 'samenick' }),
    )
    const report = await office.sync()
    expect(report.exitCode, JSON.stringify(report.groups.map(({ error }) => error))).to.equal(0)
    const left = (id: string) =>
      groupOf(report, id)?.skippedValues.map(({ attribute, reason }) => [attribute, reason])
    expect(left(long)).to.deep.equal([['proxyAddresses', 'tooLong']])
    expect(left(longMail)).to.deep.include(['mail', 'tooLong'])
    expect(left(double)).to.deep.equal([['proxyAddresses', 'duplicate']])
    const addresses = async (id: string) => (await office.object(id))?.get('proxyaddresses')
    expect(await addresses(long)).to.deep.equal(['SMTP:b@contoso.test'])
    expect(await addresses(double)).to.deep.equal(['SMTP:e@contoso.test'])
    expect((await office.object(longMail))?.has('mail')).to.equal(false)
    for (const id of [long, longMail, double, ...nick]) expect(await office.members(id)).to.have.length(1)
    expect(report.problems.map(({ code }) => code)).to.deep.equal(['aliasShared'])
    expect((await office.sync()).status).to.equal('inSync')
  })

  it('check reports a group whose members cannot be read', async () => {
    office = await openOffice(open, 3)
    const id = office.addGroup('Secret', range(0, 3))
    await office.settle()
    const dn = (await office.object(id))?.get('distinguishedname')?.[0] ?? ''
    await office.place.denyRead(dn, 'member')
    const { checks = [] } = await checkWriteback(office.file)
    const found = checks.find(({ name }) => name === 'Members')
    expect(found?.status).to.equal('warning')
    expect(found?.message).to.contain(dn)
  })
}

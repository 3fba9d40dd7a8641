/** Steps 10 to 12: name conflicts, skipped members and groups, and a killed run. */
import { expect } from 'chai'
import type { Story } from './story.js'

export function troubles(story: Story): void {
  it('10 unmanaged objects stay unchanged, also if they have the name of a group', async () => {
    const { place, entra } = story.company
    const name = 'Taken by a stranger'
    const fresh = entra.tenant.addGroup({ displayName: name })
    const dn = `CN=${name}_${fresh.id.slice(-12)},${place.container}`
    await place.modify(
      `dn: ${dn}\nchangetype: add\nobjectClass: group\nsAMAccountName: stranger\ndescription: not yours\n`,
    )
    const report = await story.sync(4)
    expect(report.groups.find(({ id }) => id === fresh.id)).to.deep.include({ status: 'failed' })
    expect(report.groups.find(({ id }) => id === fresh.id)?.error?.code).to.equal('nameTaken')
    const [stranger] = await place.search('-b', dn, 'description', 'adminDescription')
    expect(stranger?.attributes.get('description')?.map(String)).to.deep.equal(['not yours'])
    expect(stranger?.attributes.has('admindescription')).to.equal(false)
    await place.modify(`dn: ${dn}\nchangetype: delete\n`)
    story.ids.push(fresh.id)
    expect((await story.sync(0)).totals.created).to.equal(1)
    await story.check()
  })

  it('11 the report has a reason for each skipped member and group', async () => {
    const { tenant } = story.company.entra
    const group = tenant.addGroup({ displayName: 'Mixed' })
    story.ids.push(group.id)
    const list = tenant.addGroup({ displayName: 'List', kind: 'distribution' })
    const synced = tenant.addGroup({ displayName: 'From AD', source: 'ad' })
    const expected = {
      [tenant.addUser({ displayName: 'Cloud Only' }).id]: 'cloudOnly',
      [tenant.addGuest({ displayName: 'Guest' }).id]: 'guest',
      [tenant.addSyncedUser({ displayName: 'Elsewhere', onPremisesSecurityIdentifier: 'S-1-5-21-9-9-9-9' })
        .id]: 'notInForest',
      [tenant.addDevice({ displayName: 'Laptop' }).id]: 'device',
      [tenant.addServicePrincipal({ displayName: 'App' }).id]: 'servicePrincipal',
      [tenant.addContact({ displayName: 'Contact' }).id]: 'contact',
      [list.id]: 'groupNotWritten',
    }
    tenant.addMember(group, ...Object.keys(expected), story.users[0] ?? '')
    const report = await story.sync(0)
    const mixed = report.groups.find(({ id }) => id === group.id)
    expect(
      Object.fromEntries(mixed?.skippedMembers.map(({ id, reason }) => [id, reason]) ?? []),
    ).to.deep.equal(expected)
    const left = Object.fromEntries(report.skippedGroups.map(({ id, reason }) => [id, reason]))
    expect(left).to.deep.equal({ [list.id]: 'distributionList', [synced.id]: 'syncedFromAd' })
    await story.check()
    story.ids.push(list.id, synced.id)
  })

  it('12 a run completes the approved changes of a killed run without a new approval', async () => {
    for (let index = 0; index < 40; index++) story.addGroup(1000 + index)
    const { planHash } = await story.sync(3)
    const { child, result } = story.company.start('sync', '--approve', planHash, '--output', 'json')
    const halfway = async () => (await story.seen()).size > story.ids.length - 35
    while (child.exitCode === null && !(await halfway())) continue
    child.kill('SIGKILL')
    expect((await result).code).to.equal(null)
    const report = await story.sync(0)
    expect(report.totals.created).to.be.lessThan(40)
    await story.check()
    expect((await story.sync(0)).status).to.equal('inSync')
  })
}

/** Steps 06 to 09: changes in the cloud, drift in AD, and withheld changes. */
import { expect } from 'chai'
import type { Story } from './story.js'

export function changes(story: Story): void {
  it('06 sync writes an added member, a removed one, a new name and a deleted group', async () => {
    const { tenant } = story.company.entra
    const [first = '', second = '', third = ''] = story.ids
    const [fourth = ''] = story.ids.splice(3, 1) // also nested in another group, which loses it
    const [leaver] = tenant.members(first).filter((id) => story.users.includes(id))
    tenant.removeMember(first, leaver ?? '')
    const [joiner] = story.users.filter((id) => !tenant.members(second).includes(id))
    tenant.addMember(second, joiner ?? '')
    tenant.renameGroup(third, 'A new name, with = signs')
    tenant.deleteGroup(fourth)
    const held = await story.sync(3)
    expect(held.totals).to.include({ membersAdded: 1, membersRemoved: 2, renamed: 1, deleted: 0, created: 0 })
    expect((await story.approve('groupEmptied')).totals).to.include({ membersRemoved: 0, deleted: 1 })
    await story.check()
  })

  it('07 the object of a deleted group stays unchanged with the policy keep', async () => {
    story.company.configure({ policy: { deprovision: 'keep' } })
    const [id = ''] = story.ids.splice(4, 1)
    const before = (await story.seen()).get(`Group_${id}`)
    story.company.entra.tenant.deleteGroup(id)
    const report = await story.sync(0)
    expect(report.skippedGroups).to.deep.include({
      id,
      displayName: before?.displayName,
      reason: 'deletedInCloud',
    })
    const after = await story.seen()
    expect(after.get(`Group_${id}`)).to.deep.equal(before)
    story.company.configure()
    expect((await story.approve('groupEmptied')).totals.deleted).to.equal(1)
    await story.check()
  })

  it('08 only the mass removal is withheld, until its plan is approved', async () => {
    const { tenant } = story.company.entra
    const big = story.ids.find((id) => tenant.members(id).length >= 20) ?? ''
    const other = story.ids.find((id) => id !== big) ?? ''
    const members = tenant.members(big)
    tenant.removeMember(big, ...members.slice(0, Math.ceil(members.length / 2)))
    tenant.updateGroup(other, { description: 'changed meanwhile' })
    const held = await story.sync(3)
    expect(held.guard.tripped.map(({ rule, group }) => [rule, group])).to.deep.equal([
      ['groupLossesPercent', big],
    ])
    expect(held.totals).to.include({ withheld: 1, updated: 1, membersRemoved: 0 })
    await story.sync(3, '--approve', '0'.repeat(64))
    const approved = await story.sync(0, '--approve', held.planHash)
    expect(approved.totals.membersRemoved).to.equal(Math.ceil(members.length / 2))
    await story.check()
  })

  it('09 sync corrects drift in AD', async () => {
    const { place } = story.company
    const before = await story.seen()
    const [first, second, third] = [...before.values()].filter(({ members }) => members.length > 3)
    const victim = [...story.people].find(([, sid]) => first?.members.includes(sid))?.[0]
    const stranger = [...story.people].find(([, sid]) => !first?.members.includes(sid))?.[0]
    await place.modify(
      [
        `dn: ${first?.dn}\nchangetype: modify\ndelete: member\nmember: ${victim}\n-\nadd: member\nmember: ${stranger}\n`,
        `dn: ${second?.dn}\nchangetype: modify\nreplace: displayName\ndisplayName: by hand\n-\ndelete: msDS-ExternalDirectoryObjectId\n`,
        `dn: ${third?.dn}\nchangetype: modrdn\nnewrdn: CN=by hand\ndeleteoldrdn: 1\nnewsuperior: OU=Sub,${place.container}\n`,
      ].join('\n'),
    )
    const { totals } = await story.sync(0)
    expect(totals).to.include({ membersAdded: 1, membersRemoved: 1, updated: 1, renamed: 1, moved: 1 })
    await story.check()
  })
}

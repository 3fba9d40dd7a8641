/** Steps 13 and 14: disabling one group, and everything. */
import { expect } from 'chai'
import type { Story } from './story.js'

export function ending(story: Story): void {
  it('13 disabling one group keeps its object', async () => {
    const [id = ''] = story.ids.splice(5, 1)
    const before = (await story.seen()).get(`Group_${id}`)
    const { code } = await story.company.run('disable', '--group', id)
    expect(code).to.equal(0)
    story.company.entra.tenant.renameGroup(id, 'Nobody looks any more')
    const report = await story.sync(0)
    expect(report.skippedGroups).to.deep.include({
      id,
      displayName: 'Nobody looks any more',
      reason: 'disabled',
    })
    expect((await story.seen()).get(`Group_${id}`)).to.deep.equal(before)
    expect((await story.company.run('enable', '--group', id)).code).to.equal(0)
    story.ids.push(id)
    await story.check()
  })

  it('14 disabling everything keeps the objects, or deletes them after approval', async () => {
    const before = await story.seen()
    expect((await story.company.run('disable')).code).to.equal(0)
    expect((await story.sync(0)).problems.map(({ code }) => code)).to.deep.equal(['writebackDisabled'])
    expect(await story.seen()).to.deep.equal(before)
    const asked = await story.company.run('disable', '--objects', 'delete')
    expect([asked.code, asked.stderr]).to.satisfy(
      ([code, said]: [number, string]) => code === 5 && /--yes/.test(said),
    )
    const held = await story.company.run('disable', '--objects', 'delete', '--yes', '--output', 'json')
    expect(held.code).to.equal(3)
    expect(await story.seen()).to.deep.equal(before)
    const approve = held.report().planHash
    const done = await story.company.run(
      'disable',
      '--objects',
      'delete',
      '--yes',
      '--approve',
      approve,
      '--output',
      'json',
    )
    expect(done.report().totals.deleted, done.stdout).to.equal(before.size)
    expect(await story.seen()).to.deep.equal(new Map())
  })
}

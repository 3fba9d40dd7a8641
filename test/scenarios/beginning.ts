/** Steps 01 to 05: check, empty scope, plan, first run, second run. */
import { expect } from 'chai'
import type { Story } from './story.js'

export function beginning(story: Story): void {
  it('01 check passes on both sides and writes nothing', async () => {
    const { code, stdout } = await story.company.run('check')
    expect(stdout).to.match(/^ok +Sign-in/)
    expect(stdout).to.contain('Ready')
    expect(code).to.equal(0)
    expect(await story.seen()).to.deep.equal(new Map())
  })

  it('02 sync does nothing if no group is selected', async () => {
    story.company.configure({ scope: { groups: 'selected' } })
    expect((await story.sync(0)).status).to.equal('inSync')
    story.company.configure()
  })

  it('03 plan shows the first run and writes nothing', async () => {
    const { code, report } = await story.company.run('plan', '--output', 'json')
    expect(code).to.equal(3)
    expect(report()).to.deep.include({ status: 'withheld', dryRun: true })
    expect(report().totals).to.include({ created: 0, withheld: story.size.groups })
    expect(await story.seen()).to.deep.equal(new Map())
  })

  it('04 the first run, approved once, writes all groups, nested ones included', async () => {
    const report = await story.approve('creations')
    expect(report.status).to.equal('applied')
    expect(report.totals).to.include({ created: story.size.groups, failed: 0, withheld: 0 })
    await story.check()
  })

  it('05 the second plan is empty and the second run writes nothing', async () => {
    const before = await story.lastWrite()
    const report = await story.sync(0)
    expect(report).to.deep.include({ status: 'inSync', groups: [] })
    expect(await story.lastWrite()).to.equal(before)
  })
}

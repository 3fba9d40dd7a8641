/** First steps: nothing, a plan, a first run, nothing again. */
import { expect } from 'chai'
import type { Story } from './story.js'

export function beginning(story: Story): void {
  it('01 checks both sides before anything is written', async () => {
    const { code, stdout } = await story.company.run('check')
    expect(stdout).to.match(/^ok +Sign-in/)
    expect(stdout).to.contain('Ready')
    expect(code).to.equal(0)
    expect(await story.seen()).to.deep.equal(new Map())
  })

  it('02 does nothing for a scope in which nobody selected a group', async () => {
    story.company.configure({ scope: { groups: 'selected' } })
    expect((await story.sync(0)).status).to.equal('inSync')
    story.company.configure()
  })

  it('03 plans a first run without writing', async () => {
    const { code, report } = await story.company.run('plan', '--output', 'json')
    expect(code).to.equal(3)
    expect(report()).to.deep.include({ status: 'withheld', dryRun: true })
    expect(report().totals).to.include({ created: 0, withheld: story.size.groups })
    expect(await story.seen()).to.deep.equal(new Map())
  })

  it('04 makes the directory equal to the cloud in one run that is approved once, nested groups included', async () => {
    const report = await story.approve('creations')
    expect(report.status).to.equal('applied')
    expect(report.totals).to.include({ created: story.size.groups, failed: 0, withheld: 0 })
    await story.check()
  })

  it('05 plans nothing and writes nothing the second time', async () => {
    const before = await story.lastWrite()
    const report = await story.sync(0)
    expect(report).to.deep.include({ status: 'inSync', groups: [] })
    expect(await story.lastWrite()).to.equal(before)
  })
}

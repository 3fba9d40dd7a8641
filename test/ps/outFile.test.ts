/** Tests of -OutFile: it is checked before the run, and the file equals the JSON plan of the command line. */
import { expect } from 'chai'
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Report } from '../../src/index.js'
import { runCli } from '../support/cli.js'
import { psPlace, type PsPlace } from './place.js'
import { describePwsh } from './pwsh.js'

/** Removes the times, in which two equal plans differ. */
const timeless = (value: unknown) =>
  JSON.stringify(value, (key, one: unknown) => (key === 'since' ? '' : one), 1)

describePwsh('the file of -OutFile', function () {
  this.timeout(300_000)
  let place: PsPlace
  let people: string[]

  before(async () => {
    place = await psPlace()
    people = place.people(4)
  })
  after(() => place.close())

  const refused: Array<{ title: string; path: string; before?: string; says: RegExp }> = [
    {
      title: 'its folder is missing',
      path: './no such folder/plan.json',
      says: /^The folder of -OutFile does not exist: .*no such folder\./,
    },
    { title: 'it is a folder', path: './a folder', says: /^-OutFile is a folder: .*a folder\./ },
    {
      title: 'it ends with a slash',
      path: './plans/',
      says: /^The folder of -OutFile does not exist: .*plans/,
    },
    {
      title: 'its drive is missing',
      path: 'Nowhere:/plan.json',
      says: /^-OutFile cannot be written: .*Nowhere/,
    },
    {
      title: 'it cannot be written',
      path: './locked.json',
      before: "$lock = [System.IO.File]::Open((Join-Path $PWD 'locked.json'), 'Open', 'ReadWrite', 'None')",
      says: /^-OutFile cannot be written: .*locked\.json/,
    },
  ]

  it('is rejected before the run starts if it cannot be written', async () => {
    mkdirSync(join(place.folder, 'a folder'))
    writeFileSync(join(place.folder, 'locked.json'), 'kept')
    const script = refused.map(
      ({ path, before = '' }) => `
      ${before}
      try { Get-GroupWritebackPlan -OutFile '${path}' } catch { Show-Error $_ }`,
    )
    const errors = await place.values<{ id: string; message: string; exitCode: number }>(script.join('\n'))
    expect(errors).to.have.length(refused.length)
    for (const [index, { title, says }] of refused.entries()) {
      expect(errors[index]?.message, title).to.match(says)
      expect(errors[index], title).to.deep.include({ id: 'usage,Get-GroupWritebackPlan', exitCode: 5 })
    }
    expect(place.entra.log.count()).to.equal(0)
    expect(readFileSync(join(place.folder, 'locked.json'), 'utf8')).to.equal('kept')
  })

  it('is neither created nor emptied if the run fails', async () => {
    writeFileSync(join(place.folder, 'older.json'), 'kept')
    await place.values(`
      foreach ($file in './older.json', './newer.json') {
        try { Get-GroupWritebackPlan -ConfigPath ./none.json -OutFile $file } catch { "$_" }
      }`)
    expect(readFileSync(join(place.folder, 'older.json'), 'utf8')).to.equal('kept')
    expect(existsSync(join(place.folder, 'newer.json'))).to.equal(false)
  })

  it('contains the reasons of skipped and waiting items, and can be applied', async () => {
    const { tenant } = place.entra
    const team = place.group('Team', people)
    await place.run('Sync-GroupWriteback')
    tenant.removeMember(team, people[0] ?? '')
    tenant.setCount(team, 4)
    const guest = tenant.addUser({ displayName: 'Cloud only' }).id
    const fresh = place.group('New', [people[1] ?? '', guest])
    tenant.addGroup({ displayName: 'List', kind: 'distribution' })
    const path = join(place.folder, 'plan.json')
    await place.run('Get-GroupWritebackPlan -OutFile ./plan.json -WarningAction SilentlyContinue')
    const text = readFileSync(path, 'utf8')
    const saved = JSON.parse(text) as Report
    const reasons = (id: string, of: 'waiting' | 'skippedMembers') =>
      saved.groups.find((group) => group.id === id)?.[of].map(({ reason }) => reason)
    expect(reasons(team, 'waiting')).to.deep.equal(['countDiffers'])
    expect(reasons(fresh, 'skippedMembers')).to.deep.equal(['cloudOnly'])
    expect(saved.skippedGroups.map(({ displayName, reason }) => [displayName, reason])).to.deep.equal([
      ['List', 'distributionList'],
    ])
    expect(saved).to.deep.include({ command: 'plan', dryRun: true, status: 'pending', exitCode: 2 })
    expect(saved.totals).to.deep.include({ created: 1, membersAdded: 1, waiting: 1 })
    expect(saved.startedAt).to.match(/^\d{4}-\d\d-\d\dT[\d:.]+Z$/)
    expect(saved.guard).to.have.keys('checks', 'tripped')
    expect(text).to.not.include('\uFEFF')
    const cli = await runCli(['plan', '--output', 'json'], { cwd: place.folder, env: place.env })
    for (const key of ['target', 'planHash', 'groups', 'skippedGroups', 'guard', 'totals'] as const)
      expect(timeless(saved[key]), key).to.deep.equal(timeless(cli.report()[key]))
    expect(saved).to.have.keys(Object.keys(cli.report()))
    const [status] = await place.values<string>('(Invoke-GroupWritebackPlan -Path ./plan.json).Status')
    expect(status).to.equal('pending') // what waits
    expect(place.members('New')).to.equal(1)
    expect(place.members('Team')).to.equal(4)
  })
})

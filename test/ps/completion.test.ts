/** Tests of tab completion, through PowerShell's CommandCompletion. */
import { expect } from 'chai'
import { mkdirSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { psPlace, type PsPlace } from './place.js'
import { describePwsh, quoted } from './pwsh.js'

interface Offer {
  CompletionText: string
  ListItemText: string
  ToolTip: string
}

describePwsh('tab completion', function () {
  this.timeout(300_000)
  let place: PsPlace
  let people: string[]
  const ids = new Map<string, string>()
  const add = (name: string) => ids.set(name, place.group(name, people))
  const idOf = (name: string) => ids.get(name) ?? ''
  const names = ['Vertrieb Süd', "O'Brien & Söhne", 'Lager ‘Nord’']

  before(async () => {
    place = await psPlace()
    people = place.people(12)
    for (const name of names) add(name)
    await place.run('Sync-GroupWriteback')
    place.entra.log.clear()
    place.directory.log.clear()
  })
  after(() => place.close())

  /** Returns the completions at the end of a line, after the script `before` ran in the same session. */
  const offered = async (line: string, before = ''): Promise<Offer[]> =>
    place.values<Offer>(`
      $null = & { ${before} } 3>$null
      [System.Management.Automation.CommandCompletion]::CompleteInput(${quoted(line)}, ${line.length}, $null).CompletionMatches |
        Where-Object { $_.ResultType -eq 'ParameterValue' } | Select-Object CompletionText, ListItemText, ToolTip`)
  const texts = async (line: string, before?: string) =>
    (await offered(line, before)).map(({ CompletionText }) => CompletionText).sort()

  it('offers the groups of earlier results in the session, correctly quoted', async () => {
    add('Vertrieb Nord')
    const line = 'Sync-GroupWriteback -Group '
    expect(await texts(`${line}ver`, 'Get-GroupWritebackPlan')).to.deep.equal(["'Vertrieb Nord'"])
    expect(await texts(`${line}'ver`, 'Get-GroupWritebackPlan')).to.deep.equal(["'Vertrieb Nord'"])
    for (const name of names) place.entra.tenant.updateGroup(idOf(name), { description: 'auch neu' })
    const all = await offered(line, 'Get-GroupWritebackPlan')
    expect(all.map(({ ListItemText }) => ListItemText).sort()).to.deep.equal(
      [...names, 'Vertrieb Nord'].sort(),
    )
    expect(all.every(({ ToolTip, ListItemText }) => ToolTip.startsWith(`${ListItemText} (`))).to.equal(true)
    const parsed = await place.values<string>(all.map(({ CompletionText }) => CompletionText).join('\n'))
    expect(parsed.sort()).to.deep.equal([...names, 'Vertrieb Nord'].sort())
  })

  it('completes the beginning of a group id to the display name', async () => {
    const id = idOf('Vertrieb Nord')
    const line = `Disable-GroupWriteback -Group ${id.slice(0, 13)}`
    expect(await texts(line, 'Get-GroupWritebackPlan')).to.deep.equal(["'Vertrieb Nord'"])
  })

  it('offers failed groups from the local state, without network requests', async () => {
    await place.run('Sync-GroupWriteback')
    const isIt = ({ operation }: { operation: { type: string } }) => operation.type === 'add'
    place.group('Kommt nicht durch')
    place.directory.faults.next({ match: isIt, respond: { code: 53, text: 'not now' } })
    await place.run('Sync-GroupWriteback -ErrorAction SilentlyContinue')
    place.entra.log.clear()
    place.directory.log.clear()
    for (const command of ['Sync', 'Enable', 'Disable']) {
      expect(await texts(`${command}-GroupWriteback -Group Ko`)).to.deep.equal(["'Kommt nicht durch'"])
    }
    expect(await texts('Get-GroupWritebackPlan -Group Ko')).to.deep.equal(["'Kommt nicht durch'"])
    expect([place.entra.log.count(), place.directory.log.count()]).to.deep.equal([0, 0])
  })

  it('offers the hash of withheld changes for -Approve, and nothing if nothing is withheld', async () => {
    await place.run('Sync-GroupWriteback -Full')
    expect(await texts('Sync-GroupWriteback -Approve ')).to.deep.equal([])
    for (const id of people.slice(0, 9)) place.entra.tenant.removeMember(idOf('Vertrieb Süd'), id)
    const [hash] = await place.values<string>('(Sync-GroupWriteback -ErrorAction SilentlyContinue).PlanHash')
    for (const command of ['Sync-GroupWriteback', 'Enable-GroupWriteback', 'Invoke-GroupWritebackPlan']) {
      const [offer, ...more] = await offered(`${command} -Approve ${hash?.slice(0, 5)}`)
      expect([offer?.CompletionText, more]).to.deep.equal([hash, []])
      expect(offer?.ToolTip).to.match(/^sync of .* \([0-9a-f]{64}\)$/)
    }
    expect(await texts('Sync-GroupWriteback -Approve zz')).to.deep.equal([])
  })

  it('uses the state of the configuration that -ConfigPath names on the command line', async () => {
    const config = join(place.folder, 'group-writeback.json')
    const elsewhere = join(place.folder, 'anderswo')
    mkdirSync(elsewhere)
    const line = (path: string) => `Sync-GroupWriteback -ConfigPath ${quoted(path)} -Group Ko`
    const there = `Set-Location -LiteralPath ${quoted(elsewhere)}`
    expect(await texts('Sync-GroupWriteback -Approve ', there)).to.deep.equal([])
    const found = await texts(`Sync-GroupWriteback -ConfigPath ${quoted(config)} -Approve `, there)
    expect(found).to.have.length(1)
    expect(await texts(line(join(elsewhere, 'none.json')), there)).to.deep.equal([])
    rmSync(elsewhere, { recursive: true })
  })

  it('offers the values of ValidateSet parameters', async () => {
    expect(await texts('Disable-GroupWriteback -Objects ')).to.deep.equal(['delete', 'empty', 'keep'])
    expect(await texts('Enable-GroupWriteback -As universalS')).to.deep.equal(['universalSecurityGroup'])
  })
})

/** Checks that a password reaches only the directory: no arguments, no environment, no file, no stream. */
import { expect } from 'chai'
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { psPlace, type PsPlace } from './place.js'
import { nodesOf, pids, visibleOf } from './processes.js'
import { describePwsh, quoted, type RunningPwsh } from './pwsh.js'
import { skipNeeding } from '../support/needing.js'

const password = '"Pass\'wo`rd $env:HOME  \\ \u00fc\u00df\u20ac \u{1d11e} {0} %PATH% & | <>'
const forms = [
  password,
  JSON.stringify(password).slice(1, -1),
  encodeURIComponent(password),
  Buffer.from(password, 'utf16le').toString('latin1'),
]
const holds = (text: string) => forms.some((form) => text.includes(form))

/** Reads the password from standard input, because the script itself is a file. */
const withCredential = (name: string, script: string) => `
  $bytes = [Convert]::FromBase64String([Console]::In.ReadLine())
  $secret = ConvertTo-SecureString -AsPlainText -Force ([System.Text.Encoding]::UTF8.GetString($bytes))
  $credential = New-Object pscredential ${quoted(name)}, $secret
  ${script}
`

describePwsh('a password', function () {
  this.timeout(300_000)
  let place: PsPlace
  let group: string

  before(async () => {
    place = await psPlace({ adminPassword: password })
    group = place.group('Geheim', place.people(3))
    // -Credential replaces this account, so the missing variable is not an error.
    const { directory } = place.configuration()
    const bind = { dn: place.account.dn, password: { env: 'NOT_THERE' } }
    place.configure({ directory: { ...directory, bind } })
  })
  after(() => place.close())

  /** Starts a script whose files all go below the folder of the place. */
  const start = (script: string, secret = password): RunningPwsh =>
    place.start(withCredential(place.directory.adminDn, script), {
      input: `${Buffer.from(secret).toString('base64')}\n`,
      env: { HOME: place.folder, TMPDIR: place.folder, XDG_CACHE_HOME: place.folder },
    })

  it('is in the arguments and environment of no process during a run', async function () {
    if (process.platform !== 'linux') skipNeeding(this, 'Linux')
    place.directory.faults.next({ times: 10, respond: { delay: 100 } })
    const { child, result } = start('(Sync-GroupWriteback -Credential $credential -Verbose).Status')
    let ended = false
    void result.finally(() => (ended = true))
    let nodes = 0
    let entries = 0
    while (!ended) {
      nodes += nodesOf(child.pid ?? 0).length
      const seen = pids().map(visibleOf)
      entries += seen.filter((text) => text.includes('entry.cjs')).length
      expect(seen.some(holds)).to.equal(false)
      await pause(50)
    }
    expect(nodes, 'samples that contain Node').to.be.greaterThan(5)
    expect(entries, 'samples that contain its arguments').to.be.greaterThan(5)
    expect((await result).values).to.deep.equal(['applied'])
    expect(place.members('Geheim')).to.equal(3)
  })

  it('is in no stream and no file, on success and on failure', async () => {
    place.entra.tenant.updateGroup(group, { description: 'noch einmal' })
    const everything = `
      $DebugPreference = 'Continue'
      Start-Transcript -Path ./transcript.txt | Out-Null
      & {
        Sync-GroupWriteback -Credential $credential -Verbose -Debug -InformationAction Continue
        Get-GroupWritebackPlan -Credential $credential -OutFile ./plan.json -Verbose
        Test-GroupWriteback -Credential $credential -Verbose
        Sync-GroupWriteback -Credential $credential -ConfigPath ./nothing.json
        Sync-GroupWriteback -Credential $credential -Group Niemand
      } *>&1 | Out-String -Width 500
      Stop-Transcript | Out-Null
      $Error | Format-List -Property * -Force | Out-String -Width 500
      ConvertTo-Json $Error -Depth 6 -WarningAction SilentlyContinue
    `
    const { stdout, stderr, values, code } = await start(everything).result
    const output = [stdout, stderr, ...values].join('\n')
    expect([code, output]).to.satisfy(() => code === 0 && /Applied: 1 group updated/.test(output), output)
    expect(output).to.include('configNotFound').and.include('groupNotFound')
    expect(holds(output)).to.equal(false)
    expect(filesWith(place.folder)).to.deep.equal([])
  })

  it('is in no error if it is wrong', async () => {
    const wrong = `${password}?`
    const script =
      '$null = Sync-GroupWriteback -Credential $credential; $Error | Format-List * -Force | Out-String'
    const { stdout, stderr, values } = await start(script, wrong).result
    const output = [stdout, stderr, ...values].join('\n')
    expect(output).to.include('bindRefused')
    expect(holds(output)).to.equal(false)
    expect(filesWith(place.folder)).to.deep.equal([])
  })

  it('works with a distinguished name that has escaped characters', async () => {
    const cn = 'Müller, "Dienst" @ Süd'
    const { dn } = place.directory.addUser({ name: cn, account: 'mueller', password })
    expect(dn).to.include('\\')
    const { values } = await place.run(
      withCredential(dn, 'Test-GroupWriteback -Credential $credential -ErrorAction SilentlyContinue'),
      { input: `${Buffer.from(password).toString('base64')}\n` },
    )
    const checks = values as Array<Record<string, string>>
    expect(checks.find(({ Name }) => Name === 'Directory')).to.deep.include({ Status: 'ok' })
  })
})

/** Returns the files below a folder whose content or name contains the password. */
const filesWith = (folder: string): string[] => {
  const files = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((one) => one.isFile())
  expect(files.length).to.be.greaterThan(3)
  return files
    .map((one) => join(one.parentPath, one.name))
    .filter((path) => {
      const content = readFileSync(path)
      return holds(path) || holds(content.toString('utf8')) || holds(content.toString('latin1'))
    })
}

/** Tests of error records: error id, category, target object, exit code and recommended action of each error. */
import { expect } from 'chai'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { WrittenConfig } from '../../src/index.js'
import { psPlace, type PsPlace } from './place.js'
import { describePwsh } from './pwsh.js'

interface Case {
  code: string
  category: string
  exitCode: number
  says: RegExp
  script?: string
  config?: (written: WrittenConfig, place: PsPlace) => unknown
  target?: string
  /** The error is non-terminating. */
  continues?: true
}

/** The error as the script of a case receives it. */
interface Seen {
  id: string
  category: string
  message: string
  recommended: string
  exitCode: number
  target: string
  terminating: boolean
}

const cases: Case[] = [
  {
    code: 'configNotFound',
    category: 'ObjectNotFound',
    exitCode: 5,
    says: /nirgends\.json.*Write one with Initialize-GroupWriteback, or name another with -ConfigPath\./,
    script: 'Sync-GroupWriteback -ConfigPath ./nirgends.json',
  },
  {
    code: 'configInvalid',
    category: 'InvalidData',
    exitCode: 5,
    says: /scoop: .*limits: /,
    config: (w) => Object.assign(w, { scoop: 1, limits: 2 }),
  },
  {
    code: 'secretMissing',
    category: 'ObjectNotFound',
    exitCode: 5,
    says: /NOT_SET/,
    config: (w) => Object.assign(w.directory.bind, { password: { env: 'NOT_SET' } }),
  },
  {
    code: 'filterRefused',
    category: 'InvalidArgument',
    exitCode: 5,
    says: /nonsense eq/,
    config: (w) => Object.assign(w, { scope: { groups: { filter: 'nonsense eq' } } }),
  },
  {
    code: 'signInFailed',
    category: 'AuthenticationError',
    exitCode: 1,
    says: /AADSTS7000215/,
    config: (w) => Object.assign(w.entra.credential, { clientSecret: { env: 'WRONG' } }),
  },
  {
    code: 'graphUnreachable',
    category: 'ConnectionError',
    exitCode: 1,
    says: /certificate/,
    config: (w) => Object.assign(w.entra, { tls: { caPath: './directory ca.pem' } }),
  },
  {
    code: 'bindRefused',
    category: 'AuthenticationError',
    exitCode: 1,
    says: /password/,
    config: (w) => Object.assign(w.directory.bind, { password: { env: 'WRONG' } }),
  },
  {
    code: 'directoryUnreachable',
    category: 'ConnectionError',
    exitCode: 1,
    says: /127\.0\.0\.1:9/,
    config: (w) => Object.assign(w.directory, { urls: ['ldaps://127.0.0.1:9'] }),
  },
  {
    code: 'directoryTls',
    category: 'SecurityError',
    exitCode: 1,
    says: /certificate/,
    config: (w) => Object.assign(w.directory, { tls: { caPath: './entra ca.pem' } }),
  },
  {
    code: 'containerMissing',
    category: 'ObjectNotFound',
    exitCode: 1,
    says: /OU=Nirgends/,
    config: (w) => Object.assign(w.directory, { container: `OU=Nirgends,${w.directory.container}` }),
  },
  {
    code: 'containerNotWritable',
    category: 'PermissionDenied',
    exitCode: 1,
    says: /CN=Users/,
    script: 'Enable-GroupWriteback',
    config: (w) =>
      Object.assign(w.directory, { container: w.directory.container.replace(/^OU=[^,]+/, 'CN=Users') }),
  },
  {
    code: 'groupNotFound',
    category: 'ObjectNotFound',
    exitCode: 1,
    says: /Niemand/,
    script: "'Niemand' | Sync-GroupWriteback",
    continues: true,
  },
  {
    code: 'groupAmbiguous',
    category: 'InvalidArgument',
    exitCode: 1,
    says: /Doppelt/,
    script: 'Get-GroupWritebackPlan -Group Doppelt',
    target: 'GroupWriteback.Plan',
    continues: true,
  },
  {
    code: 'planInvalid',
    category: 'InvalidData',
    exitCode: 5,
    says: /The input is not a plan\./,
    script: "[pscustomobject]@{ Id = 'x' } | Invoke-GroupWritebackPlan",
    target: 'System.Management.Automation.PSCustomObject',
  },
  {
    code: 'planInvalid',
    category: 'InvalidData',
    exitCode: 5,
    says: /entra ca\.pem does not contain a plan\./,
    script: "Invoke-GroupWritebackPlan -Path './entra ca.pem'",
    target: 'System.String',
  },
  {
    code: 'configNotFound',
    category: 'ObjectNotFound',
    exitCode: 5,
    says: /nirgends/,
    script: 'Get-GroupWritebackStatus -ConfigPath ./nirgends.json',
    target: 'GroupWriteback.Failure',
  },
  {
    code: 'usage',
    category: 'InvalidArgument',
    exitCode: 5,
    says: /group-writeback\.json.*Name another file with -ConfigPath\./,
    script: 'Initialize-GroupWriteback',
    target: 'GroupWriteback.Failure',
  },
]

describePwsh('error records', function () {
  this.timeout(300_000)
  let place: PsPlace
  let seen: Seen[]

  before(async () => {
    place = await psPlace()
    for (let time = 0; time < 2; time++) place.group('Doppelt')
    const script = cases.map((one, index) => {
      const written = place.configuration()
      one.config?.(written, place)
      writeFileSync(join(place.folder, `fall ${index}.json`), JSON.stringify(written))
      const command = one.script ?? 'Sync-GroupWriteback'
      const isWhole = /-ConfigPath|Initialize/.test(command)
      const line = isWhole ? command : `${command} -ConfigPath './fall ${index}.json'`
      return `seen { ${line} -ErrorAction SilentlyContinue -ErrorVariable script:problem }`
    })
    seen = await place.values<Seen>(`${seenFunction}\n${script.join('\n')}`, { env: { WRONG: 'wrong' } })
  })
  after(() => place.close())

  for (const [index, one] of cases.entries()) {
    const command = /\b\w+-GroupWriteback\w*(?=[^|]*$)/.exec(one.script ?? 'Sync-GroupWriteback')?.[0] ?? ''
    it(`${command} reports ${one.code} with category ${one.category} and exit code ${one.exitCode}`, () => {
      const error = seen[index]
      expect(error).to.deep.include({
        id: `${one.code},${command}`,
        category: one.category,
        exitCode: one.exitCode,
        terminating: one.continues !== true,
        target: one.target ?? 'GroupWriteback.Report',
      })
      expect(error?.message).to.match(one.says)
      expect(error?.recommended).to.match(/^\w.*\.$/)
    })
  }
})

/** A function that runs a command and returns its only error, and whether it was terminating. */
const seenFunction = `
function seen([scriptblock] $Command) {
  $script:problem = $null
  $terminating = $false
  $record = try { $null = & $Command; $script:problem[0] } catch { $terminating = $true; $_ }
  $shown = Show-Error $record
  $shown | Add-Member -NotePropertyName terminating -NotePropertyValue $terminating -PassThru
}`

/** Tests of invalid input at each entry point: the same code, exit code and data, and a hint that fits the entry point. */
import { expect } from 'chai'
import { spawn } from 'node:child_process'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'
import {
  disableWriteback,
  enableWriteback,
  planWriteback,
  type Problem,
  type Report,
} from '../../src/index.js'
import { psPlace, type PsPlace } from '../ps/place.js'
import { describePwsh, quoted } from '../ps/pwsh.js'
import { ensureBuilt, runCli } from '../support/cli.js'
import { root } from '../project/source.js'
import { wrongInputs, type WrongInput } from './wrongInputs.js'

let place: PsPlace
let file = ''
before(async function () {
  this.timeout(60_000)
  ensureBuilt()
  place = await psPlace()
  file = join(place.folder, 'group-writeback.json')
  Object.assign(process.env, place.env, { WRONG: 'wrong' })
  for (const name of ['Sales', 'Twins', 'Twins']) place.group(name)
  place.entra.tenant.addGroup({ displayName: 'Synced', source: 'ad' })
})
after(() => place.close())

function prepare({ config, text: written }: WrongInput): void {
  const changed = place.configuration()
  config?.(changed)
  writeFileSync(file, written ?? JSON.stringify(changed))
}

type Ended = Pick<Report, 'exitCode' | 'status'> & { problems: Problem[] }

const ended = ({ exitCode, status, problems }: Report): Ended => ({ exitCode, status, problems })

function inLibrary({ enable, disable, groups }: WrongInput): Promise<Report> {
  if (enable) return enableWriteback(file, enable(place))
  if (disable) return disableWriteback(file, disable)
  return planWriteback(file, groups ? { groups } : {})
}

function flagsOf({ enable, disable, groups: named }: WrongInput): string[] {
  const { groups = named, as, container } = enable?.(place) ?? { groups: disable?.groups ?? named }
  return [
    enable ? 'enable' : disable ? 'disable' : 'plan',
    ...(groups ? ['--group', ...groups] : []),
    ...(as ? ['--as', as] : []),
    ...(container === undefined ? [] : ['--container', container]),
  ]
}

async function atEntry({ enable, disable, groups }: WrongInput): Promise<{ last: object; stderr: string }> {
  const command = enable ? 'enableWriteback' : disable ? 'disableWriteback' : 'planWriteback'
  const options = enable?.(place) ?? disable ?? (groups ? { groups } : {})
  const child = spawn(process.execPath, [join(root, 'lib/entry.cjs')], { cwd: place.folder })
  child.stdin.end(JSON.stringify({ command, config: file, options }))
  const [lines, stderr] = await Promise.all([text(child.stdout), text(child.stderr)])
  return { last: JSON.parse(lines.trim().split('\n').at(-1) ?? '{}') as object, stderr }
}

function inPowerShell({ enable, disable, groups: named }: WrongInput): string {
  const { groups = named, as, container } = enable?.(place) ?? { groups: disable?.groups ?? named }
  const command = enable
    ? 'Enable-GroupWriteback'
    : disable
      ? 'Disable-GroupWriteback -Force'
      : 'Get-GroupWritebackPlan'
  return [
    command,
    ...(groups ? [`-Group ${groups.map(quoted).join(', ')}`] : []),
    ...(as ? [`-As ${as}`] : []),
    ...(container === undefined ? [] : [`-GroupContainer ${quoted(container)}`]),
  ].join(' ')
}

/** Removes messages, ids and times, which differ between entry points and runs. */
const comparable = (problems: readonly Problem[]) =>
  problems.map(({ code, details, action }) => ({ code, details, action }))

describe('invalid input', () => {
  for (const wrong of wrongInputs) {
    it(`has the same problem in the library, the command line and the entry: ${wrong.what}`, async () => {
      prepare(wrong)
      const library = ended(await inLibrary(wrong))
      expect(library).to.deep.include({ status: 'failed', exitCode: wrong.exitCode })
      expect(library.problems[0]?.code).to.equal(wrong.code)

      const cli = await runCli([...flagsOf(wrong), '--output', 'json'], { cwd: place.folder })
      expect(cli.code).to.equal(wrong.exitCode)
      expect(comparable(cli.report().problems)).to.deep.equal(comparable(library.problems))

      const { last, stderr } = await atEntry(wrong)
      const { value } = last as { value: Report }
      expect(value.exitCode).to.equal(wrong.exitCode)
      expect(comparable(value.problems)).to.deep.equal(comparable(library.problems))
      expect(stderr).to.contain(`${wrong.code}: `)
    }).timeout(60_000)
  }

  it('is tested with at least 30 cases', () => expect(wrongInputs.length).to.be.at.least(30))
})

describePwsh('invalid input in PowerShell', () => {
  it('has the same code and exit code, without options of the command line in the message', async () => {
    for (const wrong of wrongInputs) {
      prepare(wrong)
      const [seen] = await place.values<{ id: string; exitCode: number; message: string }>(
        `try { $null = ${inPowerShell(wrong)} -ErrorAction Stop } catch {
          [pscustomobject] @{
            id = ($_.FullyQualifiedErrorId -split ',')[0]
            exitCode = $_.Exception.Data['ExitCode']
            message = "$($_.Exception.Message)"
          }
        }`,
      )
      expect(seen, wrong.what).to.include({ id: wrong.code, exitCode: wrong.exitCode })
      expect(seen?.message, wrong.what).to.not.match(/ --[a-z]|group-writeback (init|enable|plan)/)
    }
  }).timeout(300_000)
})

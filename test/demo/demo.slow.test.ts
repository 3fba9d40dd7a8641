import { expect } from 'chai'
import type { ChildProcess } from 'node:child_process'
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { once } from 'node:events'
import { connect } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { WrittenConfig } from '../../src/index.js'
import { ensureBuilt, runCli, startCli } from '../support/cli.js'

let place: string
/** So that a demo that does not end fails its test, and not those who wait for the tests. */
const started: ChildProcess[] = []
function start(args: readonly string[], env: Readonly<Record<string, string>> = {}) {
  const running = startCli(args, options(env))
  started.push(running.child)
  return running
}

/** The demo's own folder comes and goes in a place of ours. */
const options = (env: Readonly<Record<string, string>> = {}) => ({
  cwd: tmpdir(),
  env: { TMPDIR: place, TEMP: place, ...env },
})
const leftBehind = () => readdirSync(place)

describe('the demo', function () {
  this.timeout(300_000)
  before(ensureBuilt)
  before(() => (place = mkdtempSync(join(tmpdir(), 'group-writeback-test-'))))
  afterEach(() => started.splice(0).forEach((child) => child.kill('SIGKILL')))
  after(() => rmSync(place, { recursive: true }))

  it('shows every scene with the command a user would type, and leaves nothing behind', async () => {
    const { code, stdout, stderr } = await runCli(['demo'], options())
    expect([code, stderr]).to.deep.equal([0, ''])
    const scenes = [...stdout.matchAll(/^(\d+)\. .*\n\$ (group-writeback .*)$/gm)].map(
      ([, number, command]) => [number, command],
    )
    expect(scenes.map(([number]) => Number(number))).to.deep.equal(
      Array.from({ length: 11 }, (_, n) => n + 1),
    )
    expect(stdout).to.match(
      /^12\. The groups in Active Directory after these steps\.\n\nOU=Cloud Groups,DC=corp,DC=contoso,DC=com\n├─ /m,
    )
    const verdicts = [
      ...stdout.matchAll(/^(Ready|Enabled|Pending|Applied|In sync|Withheld|Disabled)\b/gm),
    ].map(([word]) => word)
    expect(verdicts).to.deep.equal([
      'Ready',
      'Enabled',
      'Pending',
      'Applied',
      'In sync',
      'Applied',
      'Pending',
      'Applied',
      'Withheld',
      'Applied',
      'Disabled',
    ])
    expect(stdout).to.include('3000 members)').and.to.not.include('\x1b')
    expect(leftBehind()).to.deep.equal([])
  })

  it('tells who plays: every kind of group, guests, people of the cloud alone, a name full of traps', async () => {
    const { stdout } = await runCli(['demo'], options())
    const lines = stdout.split('\n1. ')[0]?.split('\n') ?? []
    for (const line of [
      /^ {2}security, dynamic +3,000 people +All Employees$/,
      /^ {2}Microsoft 365 +12 people, 1 guest, 1 cloud-only +Marketing$/,
      /^ {2}security +41 people, 2 groups +Engineering$/,
      /^ {2}Microsoft 365 +10 people +Project "Aurora", R&D \+ ops; phase #1 = <go> \\o\/ 🚀$/,
      /^ {2}distribution +3 people +Newsletter$/,
      /^ {2}security, from AD +2 people +Printer Operators$/,
    ])
      expect(
        lines.filter((one) => line.test(one)),
        String(line),
      ).to.have.length(1)
  })

  it('keeps both servers and something to do for every other command, until Ctrl-C', async () => {
    const { child, result, config, said } = await kept({ npm_command: 'exec' })
    expect(said).to.include(`\n  npx group-writeback plan --config ${config}\n`)
    const run = (...args: string[]) =>
      runCli([...args, '--config', config, '--output', 'json'], { cwd: tmpdir() })
    expect((await run('check')).code).to.equal(0)
    const { totals, exitCode } = (await run('plan')).report()
    expect([exitCode, totals.membersAdded, totals.membersRemoved]).to.deep.equal([2, 2, 0])
    expect((await run('sync')).report()).to.deep.include({ status: 'applied', exitCode: 0 })
    expect((await run('sync')).report()).to.deep.include({ status: 'inSync', exitCode: 0 })
    expect((await run('plan', '--group', 'Sales')).code).to.equal(0)
    const status = JSON.parse((await run('status')).stdout) as { enabled: boolean; disabled: string[] }
    expect([status.enabled, status.disabled.length]).to.deep.equal([true, 1])
    const { entra, directory } = JSON.parse(readFileSync(config, 'utf8')) as WrittenConfig
    const [, ldap = ''] = /-H (\S+)/.exec(said) ?? []
    const ports = [...directory.urls, ldap, entra.graphUrl ?? ''].map((url) => Number(new URL(url).port))
    expect(await Promise.all(ports.map(accepts))).to.deep.equal([true, true, true])
    child.kill('SIGINT')
    const { code, stderr } = await result
    expect([code, stderr]).to.deep.equal([0, 'Stopping both servers.\n'])
    expect(leftBehind()).to.deep.equal([])
    expect(await Promise.all(ports.map(accepts))).to.deep.equal([false, false, false])
  })

  it('takes a Ctrl-C that comes twice, as npm makes it do, for one', async () => {
    const { child, result } = await kept()
    child.kill('SIGINT')
    child.kill('SIGTERM') // two signals of one kind that come at the same time would be one
    const { code, stderr } = await result
    expect([code, stderr]).to.deep.equal([0, 'Stopping both servers.\n'])
    expect(leftBehind()).to.deep.equal([])
  })

  it('cleans up when its terminal is closed', async () => {
    const { child, result } = await kept()
    child.kill('SIGHUP')
    expect((await result).code).to.equal(0)
    expect(leftBehind()).to.deep.equal([])
  })

  it('stops between two scenes, and says so', async () => {
    const { child, result } = start(['demo'])
    await until(child, '1. ')
    child.kill('SIGINT')
    const { code, stdout, stderr } = await result
    const words = 'Stopping both servers.\naborted: The demo was cancelled.\n'
    expect([code, stderr]).to.deep.equal([1, words])
    expect(stdout).to.not.include('12. The groups')
    expect(leftBehind()).to.deep.equal([])
  })

  it('stops where nobody reads on, as before `head`', async () => {
    const { child, result } = start(['demo', '--keep'])
    await until(child, '1. ')
    child.stdout?.destroy()
    const { stderr } = await result.catch(() => ({ stderr: '' })) // its output was cut off, by us
    expect(stderr).to.not.include('EPIPE')
    await ended(child)
    expect(leftBehind()).to.deep.equal([])
  })
})

/** A demo whose servers stay, once it has said everything. */
async function kept(env: Readonly<Record<string, string>> = {}) {
  const { child, result } = start(['demo', '--keep'], env)
  const said = await until(child, 'Press Ctrl-C')
  return { child, result, said, config: /--config (\S+)/.exec(said)?.[1] ?? '' }
}

/** What it has said when it says this. */
async function until({ stdout }: ChildProcess, words: string): Promise<string> {
  let said = ''
  stdout?.on('data', (text: Buffer) => (said += text.toString()))
  while (!said.includes(words)) await once(stdout as NodeJS.ReadableStream, 'data')
  return said
}

async function ended(child: ChildProcess): Promise<void> {
  if (child.exitCode === null && child.signalCode === null) await once(child, 'exit')
}

async function accepts(port: number): Promise<boolean> {
  const socket = connect(port, '127.0.0.1')
  const connected = once(socket, 'connect').then(
    () => true,
    () => false,
  )
  return connected.finally(() => socket.destroy())
}

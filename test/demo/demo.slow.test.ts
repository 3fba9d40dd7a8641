import { expect } from 'chai'
import type { ChildProcess } from 'node:child_process'
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { once } from 'node:events'
import { connect } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { WrittenConfig } from '../../src/index.js'
import { ensureBuilt, runCli, startCli } from '../support/cli.js'

let temporary: string
/** Killed after each test, so that a demo that does not end cannot block the tests. */
const started: ChildProcess[] = []
function start(args: readonly string[], env: Readonly<Record<string, string>> = {}) {
  const running = startCli(args, options(env))
  started.push(running.child)
  return running
}

/** Makes the demo create its folder in our temporary folder. */
const options = (env: Readonly<Record<string, string>> = {}) => ({
  cwd: tmpdir(),
  env: { TMPDIR: temporary, TEMP: temporary, ...env },
})
const leftBehind = () => readdirSync(temporary)

describe('the demo', function () {
  this.timeout(300_000)
  before(ensureBuilt)
  before(() => (temporary = mkdtempSync(join(tmpdir(), 'group-writeback-test-'))))
  afterEach(() => started.splice(0).forEach((child) => child.kill('SIGKILL')))
  after(() => rmSync(temporary, { recursive: true }))

  it('runs every step, shows its command and deletes its files', async () => {
    const { code, stdout, stderr } = await runCli(['demo'], options())
    expect([code, stderr]).to.deep.equal([0, ''])
    const steps = [...stdout.matchAll(/^(\d+)\. .*\n\$ (group-writeback .*)$/gm)].map(
      ([, number, command]) => [number, command],
    )
    expect(steps.map(([number]) => Number(number))).to.deep.equal(Array.from({ length: 11 }, (_, n) => n + 1))
    expect(stdout).to.match(
      /^12\. The groups in Active Directory after these steps\.\n\nOU=Cloud Groups,DC=corp,DC=contoso,DC=com\n├─ /m,
    )
    const statuses = [
      ...stdout.matchAll(/^(Ready|Enabled|Pending|Applied|In sync|Withheld|Disabled)\b/gm),
    ].map(([word]) => word)
    expect(statuses).to.deep.equal([
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

  it('lists the groups: every kind, guests, cloud-only users and a name with special characters', async () => {
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
        lines.filter((printed) => line.test(printed)),
        String(line),
      ).to.have.length(1)
  })

  it('--keep keeps both servers running with pending changes until Ctrl-C', async () => {
    const { child, result, config, printed } = await startKept({ npm_command: 'exec' })
    expect(printed).to.include(`\n  npx group-writeback plan --config ${config}\n`)
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
    const [, ldap = ''] = /-H (\S+)/.exec(printed) ?? []
    const ports = [...directory.urls, ldap, entra.graphUrl ?? ''].map((url) => Number(new URL(url).port))
    expect(await Promise.all(ports.map(accepts))).to.deep.equal([true, true, true])
    child.kill('SIGINT')
    const { code, stderr } = await result
    expect([code, stderr]).to.deep.equal([0, 'Stopping both servers.\n'])
    expect(leftBehind()).to.deep.equal([])
    expect(await Promise.all(ports.map(accepts))).to.deep.equal([false, false, false])
  })

  it('treats a Ctrl-C that npm forwards a second time as one', async () => {
    const { child, result } = await startKept()
    child.kill('SIGINT')
    child.kill('SIGTERM') // the system would merge two pending signals of one kind
    const { code, stderr } = await result
    expect([code, stderr]).to.deep.equal([0, 'Stopping both servers.\n'])
    expect(leftBehind()).to.deep.equal([])
  })

  it('deletes its files when the terminal is closed', async () => {
    const { child, result } = await startKept()
    child.kill('SIGHUP')
    expect((await result).code).to.equal(0)
    expect(leftBehind()).to.deep.equal([])
  })

  it('stops between two steps on Ctrl-C with the code aborted', async () => {
    const { child, result } = start(['demo'])
    await until(child, '1. ')
    child.kill('SIGINT')
    const { code, stdout, stderr } = await result
    const messages = 'Stopping both servers.\naborted: The demo was cancelled.\n'
    expect([code, stderr]).to.deep.equal([1, messages])
    expect(stdout).to.not.include('12. The groups')
    expect(leftBehind()).to.deep.equal([])
  })

  it('stops when the reader closes the pipe, as `head` does', async () => {
    const { child, result } = start(['demo', '--keep'])
    await until(child, '1. ')
    child.stdout?.destroy()
    const { stderr } = await result.catch(() => ({ stderr: '' })) // the test has closed its output
    expect(stderr).to.not.include('EPIPE')
    await ended(child)
    expect(leftBehind()).to.deep.equal([])
  })
})

/** Starts a demo with --keep and waits until it has printed everything. */
async function startKept(env: Readonly<Record<string, string>> = {}) {
  const { child, result } = start(['demo', '--keep'], env)
  const printed = await until(child, 'Press Ctrl-C')
  return { child, result, printed, config: /--config (\S+)/.exec(printed)?.[1] ?? '' }
}

/** Waits until the process has printed `text` and returns its output. */
async function until({ stdout }: ChildProcess, text: string): Promise<string> {
  let printed = ''
  stdout?.on('data', (chunk: Buffer) => (printed += chunk.toString()))
  while (!printed.includes(text)) await once(stdout as NodeJS.ReadableStream, 'data')
  return printed
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

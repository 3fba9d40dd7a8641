import { expect } from 'chai'
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { once } from 'node:events'
import { connect } from 'node:net'
import { tmpdir } from 'node:os'
import { dirname } from 'node:path'
import type { WrittenConfig } from '../../../src/index.js'
import { ensureBuilt, runCli, startCli } from '../../support/cli.js'

const folders = () => readdirSync(tmpdir()).filter((name) => name.startsWith('group-writeback-demo-'))

describe('the demo', function () {
  this.timeout(120_000)
  before(ensureBuilt)

  it('shows every scene with the command a user would type, and leaves nothing behind', async () => {
    const before = folders()
    const { code, stdout, stderr } = await runCli(['demo'], { cwd: tmpdir() })
    expect([code, stderr]).to.deep.equal([0, ''])
    const scenes = [...stdout.matchAll(/^(\d+)\. .*\n\$ (group-writeback .*)$/gm)].map(
      ([, number, command]) => [number, command],
    )
    expect(scenes.map(([number]) => Number(number))).to.deep.equal(
      Array.from({ length: 11 }, (_, n) => n + 1),
    )
    expect(stdout).to.match(
      /^12\. What stands in Active Directory now\.\n\nOU=Cloud Groups,DC=corp,DC=contoso,DC=com\n├─ /m,
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
    expect(stdout).to.include('All Employees_').and.include('3000 members)')
    expect(folders().filter((name) => !before.includes(name))).to.deep.equal([])
  })

  it('keeps both servers for every other command, until Ctrl-C', async () => {
    const { child, result } = startCli(['demo', '--keep'], { cwd: tmpdir() })
    let said = ''
    child.stdout?.on('data', (text: Buffer) => (said += text.toString()))
    while (!said.includes('Press Ctrl-C')) await once(child.stdout as NodeJS.ReadableStream, 'data')
    const config = /--config (\S+)/.exec(said)?.[1] ?? ''
    const run = (...args: string[]) =>
      runCli([...args, '--config', config, '--output', 'json'], { cwd: tmpdir() })
    expect((await run('check')).code).to.equal(0)
    expect((await run('sync')).report()).to.deep.include({ status: 'inSync', exitCode: 0 })
    expect((await run('plan', '--group', 'Sales')).code).to.equal(0)
    const status = JSON.parse((await run('status')).stdout) as { enabled: boolean; disabled: string[] }
    expect([status.enabled, status.disabled.length]).to.deep.equal([true, 1])
    const { directory } = JSON.parse(readFileSync(config, 'utf8')) as WrittenConfig
    const [url = ''] = directory.urls
    expect(await accepts(Number(new URL(url).port))).to.equal(true)
    child.kill('SIGINT')
    const { code, stderr } = await result
    expect([code, stderr]).to.deep.equal([0, 'Ending both servers.\n'])
    expect(existsSync(dirname(config))).to.equal(false)
    expect(await accepts(Number(new URL(url).port))).to.equal(false)
  })
})

async function accepts(port: number): Promise<boolean> {
  const socket = connect(port, '127.0.0.1')
  const connected = once(socket, 'connect').then(
    () => true,
    () => false,
  )
  return connected.finally(() => socket.destroy())
}

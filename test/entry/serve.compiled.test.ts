/** Tests the compiled entry before it is packed, to separate faults of the program from those of the packing. */
import { expect } from 'chai'
import { execFileSync } from 'node:child_process'
import { once } from 'node:events'
import { psPlace, type PsPlace } from '../ps/place.js'
import { read, root } from '../project/source.js'
import { ensureBuilt } from '../support/cli.js'
import { sendRequest, startEntry } from './standalone.js'

const compiled = `${root}lib/entry.js`

describe('the compiled entry', function () {
  this.timeout(300_000)
  let place: PsPlace
  let config: string

  before(async () => {
    ensureBuilt()
    place = await psPlace()
    place.group('Söhne & "Töchter"', place.people(3))
    config = `${place.folder}/group-writeback.json`
  })
  after(() => place.close())

  it('prints the version of the package for --version', () => {
    const { version } = JSON.parse(read('package.json')) as { version: string }
    expect(execFileSync(process.execPath, [compiled, '--version'], { encoding: 'utf8' })).to.equal(
      `${version}\n`,
    )
  })

  it('runs the command with the credentials of the request', async () => {
    const request = { command: 'syncGroups', config, bind: place.account, streamGroups: true }
    const { code, lines, last } = await sendRequest(request, place.env, compiled)
    expect(code).to.equal(0)
    expect(last).to.deep.include({ type: 'result', command: 'syncGroups', exitCode: 0 })
    expect(lines.find(({ type }) => type === 'groups')).to.have.nested.property('groups.length', 1)
    expect(place.written()).to.have.length(1)
  })

  it('rejects input that is not JSON with the code usage', async () => {
    const { code, last, stderr } = await sendRequest('sync please', {}, compiled)
    expect(code).to.equal(5)
    expect(last).to.deep.include({ type: 'error', code: 'usage' })
    expect(stderr).to.match(/^usage: /)
  })

  it('cancels the run when the sender closes standard input', async () => {
    place.entra.faults.next({ times: 10, respond: { delay: 300 } })
    const { child, answer } = startEntry(place.env, compiled)
    child.stdin.write(`${JSON.stringify({ command: 'syncGroups', config, keepAlive: true })}\n`)
    await once(child.stdout as NodeJS.ReadableStream, 'data')
    child.stdin.end()
    const { code, last } = await answer
    expect(code).to.equal(1)
    expect(last).to.have.nested.property('value.problems[0].code', 'aborted')
  })
})

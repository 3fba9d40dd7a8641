/** Tests the contract: a JSON request on standard input, JSON lines on standard output, messages on standard error. */
import { expect } from 'chai'
import { once } from 'node:events'
import type { Report } from '../../src/index.js'
import { manyGroups, psPlace, type PsPlace } from '../ps/place.js'
import { sendRequest, startEntry, type Line } from './standalone.js'

const eventsOf = (lines: readonly Line[]) =>
  lines.flatMap((line) => (line.type === 'event' ? line.event : []))
const isWrite = ({ operation: { type } }: { operation: { type: string } }) => type === 'add'

describe('the contract of the packaged entry', function () {
  this.timeout(300_000)
  let place: PsPlace
  let people: string[]
  let group: string
  let config: string

  before(async () => {
    place = await psPlace()
    place.configure(manyGroups)
    people = place.people(20)
    group = place.group('Söhne & "Töchter" \u2028', people)
    config = `${place.folder}/group-writeback.json`
  })
  after(() => place.close())

  const request = (command: string, options: object = {}, more: object = {}) =>
    sendRequest({ command, config, options, ...more }, place.env)
  const reportOf = async (command: string, options?: object): Promise<Report> => {
    const { code, last } = await request(command, options)
    if (last?.type !== 'result') throw new Error(JSON.stringify(last))
    expect(last).to.deep.include({ command, exitCode: code })
    return last.value
  }

  it('writes events and then one result, each on a line, and the summary to standard error', async () => {
    const { code, lines, stderr } = await request('syncGroups', { dryRun: true })
    expect(code).to.equal(2)
    expect(lines.map(({ type }) => type)).to.deep.equal([...lines.slice(1).map(() => 'event'), 'result'])
    expect(eventsOf(lines)).to.deep.equal([
      { type: 'phase', phase: 'reading' },
      { type: 'progress', phase: 'reading', done: 0, total: 1 },
      { type: 'progress', phase: 'reading', done: 1, total: 1 },
      { type: 'phase', phase: 'planning' },
    ])
    expect(stderr).to.equal('Pending: 1 group to create, 20 members to add.\n')
    expect(place.written()).to.deep.equal([])
  })

  it('emitChanges adds an event per change, and streamGroups sends the groups before the result', async () => {
    const { code, lines, last } = await request('syncGroups', {}, { emitChanges: true, streamGroups: true })
    expect(code).to.equal(0)
    const changes = eventsOf(lines).flatMap((event) => (event.type === 'change' ? event.change.type : []))
    expect(changes).to.deep.equal(['createGroup', 'addMembers'])
    expect(last).to.have.nested.property('value.groups').that.deep.equals([])
    expect(last).to.have.nested.property('words.summary', 'Applied: 1 group created, 20 members added.')
    const [part] = lines.filter((line) => line.type === 'groups')
    expect(part).to.have.nested.property('groups[0].displayName', 'Söhne & "Töchter" \u2028')
    expect(part?.words[0]?.[0]).to.match(/^\+ create CN=Söhne & \\?"Töchter/)
  })

  it('offers every function of the library and exits with the exit code of its report', async () => {
    expect(await reportOf('syncGroup', { groups: [group] })).to.deep.include({
      status: 'inSync',
      exitCode: 0,
    })
    expect(await reportOf('checkWriteback')).to.deep.include({ command: 'check', exitCode: 0 })
    expect(await reportOf('enableWriteback', { groups: [group] })).to.deep.include({ exitCode: 0 })
    place.entra.tenant.removeMember(group, ...people.slice(1))
    const plan = await reportOf('planWriteback', { groups: [group] })
    expect(plan).to.deep.include({ exitCode: 3, status: 'withheld' })
    expect(await reportOf('applyPlan', { plan })).to.deep.include({ exitCode: 3 })
    expect(await reportOf('applyPlan', { plan, approve: plan.planHash })).to.deep.include({ exitCode: 0 })
    expect(await reportOf('syncGroup', { groups: [group, 'Niemand'] })).to.deep.include({ exitCode: 4 })
    expect(await reportOf('disableWriteback', { groups: [group] })).to.deep.include({ exitCode: 0 })
    const { code, last } = await request('getStatus')
    expect(code).to.equal(0)
    expect(last).to.have.nested.property('value.disabled[0]', group)
    const made = await sendRequest({ command: 'initConfig', config: `${place.folder}/neu.json` })
    expect(made.code).to.equal(0)
    expect(made.last).to.have.property('value', `${place.folder}/neu.json`)
  })

  it('syncGroup requires a group, and never syncs all groups instead', async () => {
    const one = await reportOf('syncGroup', { group })
    // The group was disabled above; a named group that is not written is a problem.
    expect([one.exitCode, one.totals.groups, one.problems[0]?.code]).to.deep.equal([4, 1, 'groupSkipped'])
    for (const options of [{}, { groups: null }, { group: '' }]) {
      const report = await reportOf('syncGroup', options)
      expect(report).to.deep.include({ status: 'failed', exitCode: 5 })
      expect(report.problems[0]?.code).to.equal('usage')
    }
  })

  it('uses the credentials of the request instead of those of the configuration', async () => {
    const { directory, ...rest } = place.configuration()
    const bind = { dn: 'CN=nobody', password: { env: 'NOT_THERE' } }
    const account = { dn: place.account.dn, password: place.account.password }
    const changed = {
      ...rest,
      directory: { ...directory, bind },
      state: { directory: `${place.folder}/other` },
    }
    for (const part of [changed.entra, changed.directory])
      if (part.tls?.caPath) part.tls.caPath = `${place.folder}/${part.tls.caPath}`
    const { code, last } = await sendRequest(
      { command: 'checkWriteback', config: changed, bind: account },
      place.env,
    )
    expect([code, last?.type]).to.deep.equal([0, 'result'])
    const wrong = await sendRequest(
      { command: 'checkWriteback', config: changed, bind: { ...account, password: 'wrong' } },
      place.env,
    )
    expect(wrong.last).to.have.nested.property('value.problems[0].code', 'bindRefused')
  })

  for (const [how, stop] of [
    ['SIGINT', ({ child }) => child.kill('SIGINT')],
    ['SIGTERM', ({ child }) => child.kill('SIGTERM')],
    ['the end of standard input', ({ child }) => child.stdin.end()],
  ] as Array<[string, (started: ReturnType<typeof startEntry>) => unknown]>) {
    it(`completes the changes in flight and writes a result after ${how}`, async () => {
      for (let index = 0; index < 20; index++) place.group(`${how} ${index}`)
      place.directory.faults.next({ match: isWrite, times: 100, respond: { delay: 50 } })
      const started = startEntry(place.env)
      started.child.stdin.write(
        `${JSON.stringify({ command: 'syncGroups', config, emitChanges: true, keepAlive: true })}\n`,
      )
      await once(started.child.stdout as NodeJS.ReadableStream, 'data')
      const before = place.written().length
      while (place.written().length < before + 3) await new Promise((resolve) => setTimeout(resolve, 5))
      stop(started)
      const { code, last } = await started.answer
      place.directory.faults.clear()
      expect(code).to.equal(1)
      expect(last).to.have.nested.property('value.problems[0].code', 'aborted')
      const { created } = (last as Line & { type: 'result' }).value.totals
      expect(place.written().length - before).to.equal(created)
      expect(created).to.be.lessThan(20)
      expect((await reportOf('syncGroups')).totals.created).to.equal(20 - created)
    })
  }

  it('cancels the run when the reader closes standard output', async () => {
    for (let index = 0; index < 20; index++) place.group(`Taub ${index}`)
    place.directory.faults.next({ match: isWrite, times: 100, respond: { delay: 50 } })
    const { child, answer } = startEntry(place.env)
    answer.catch(() => undefined) // the output is lost
    child.stdin.end(JSON.stringify({ command: 'syncGroups', config, emitChanges: true }))
    await once(child.stdout as NodeJS.ReadableStream, 'data')
    child.stdout?.destroy()
    await once(child, 'exit')
    place.directory.faults.clear()
    expect((await reportOf('syncGroups')).totals.created).to.be.greaterThan(0)
  })
})

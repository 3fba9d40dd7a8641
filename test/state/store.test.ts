import { readdir, readFile, stat } from 'node:fs/promises'
import { expect } from 'chai'
import type { Problem } from '../../src/errors.js'
import type { StateStore } from '../../src/engine/ports.js'
import { emptyIntent } from '../../src/model/intent.js'
import type { JournalEntry } from '../../src/model/journal.js'
import { emptyMemory } from '../../src/model/memory.js'
import { openStore } from '../../src/state/store.js'
import {
  addition,
  approval,
  container,
  failure,
  head,
  heldAccess,
  holder,
  intent,
  lastRun,
  memory,
  temporaryFolder,
  trouble,
} from './fixture.js'

const hash = 'a'.repeat(64)

/** Returns the runs of a store, each with the types of its entries. */
async function runsOf(store: StateStore): Promise<Array<[runId: string, types: string[]]>> {
  const runs: Array<[string, string[]]> = []
  for await (const { head, entries } of store.readJournals({})) {
    const lines: JournalEntry[] = []
    for await (const entry of entries(new Set(['a']))) lines.push(entry)
    runs.push([head.runId, lines.map(({ type }) => type)])
  }
  return runs
}

describe('openStore', () => {
  const folder = temporaryFolder()
  const open = (at = folder('state'), of = container) => openStore(at, of)

  it('is empty at first and creates no files by reading', async () => {
    expect(await open().readIntent()).to.deep.equal(emptyIntent)
    expect(await open().readFailedGroups()).to.deep.equal([])
    expect(await open().readLastRun()).to.equal(undefined)
    expect(await open().readApprovals()).to.deep.equal([])
    expect(await open().readHeldAccess()).to.deep.equal([])
    expect(await open().readMemory()).to.deep.equal(emptyMemory)
    expect(await open().readWithheld(hash)).to.equal(undefined)
    expect(await runsOf(open())).to.deep.equal([])
    expect(await open().readLease()).to.equal(undefined)
    expect((await open().check()).problems).to.deep.equal([])
    expect(await readdir(folder())).to.deep.equal([])
  })

  it('returns the written content of each part', async () => {
    await open().writeIntent(intent)
    await open().writeLastRun(lastRun)
    await open().writeFailedGroups([trouble])
    await open().writeApprovals([approval])
    await open().writeHeldAccess([heldAccess])
    await open().writeMemory(memory)
    await open().writeWithheld(hash, ['a'])
    expect(await open().readIntent()).to.deep.equal(intent)
    expect(await open().readLastRun()).to.deep.equal(lastRun)
    expect(await open().readFailedGroups()).to.deep.equal([trouble])
    expect(await open().readApprovals()).to.deep.equal([approval])
    expect(await open().readHeldAccess()).to.deep.equal([heldAccess])
    expect(await open().readMemory()).to.deep.equal(memory)
    expect(await open().readWithheld(hash)).to.deep.equal(['a'])
    await open().writeIntent({ selected: {}, disabled: [] })
    expect(await open().readIntent(), 'as never enabled').to.not.have.property('enabled')
    expect(await open().readLastRun()).to.deep.equal(lastRun)
    const store = open()
    await store.readFailedGroups()
    await store.writeFailedGroups([])
    expect(await open().readFailedGroups()).to.deep.equal([])
    expect(await readdir(folder('state'))).to.have.members([
      ...['approvals.json', 'held-access.json', 'memory.json', 'state.json', 'troubles.json', 'withheld'],
    ])
  })

  it('reads the journals of its container only', async () => {
    const runs: Array<[runId: string, time: string, target: string]> = [
      ['mine', '2026-01-01T00:00:00.000Z', 'ou=groups, dc=CORP,dc=test'],
      ['other', '2026-01-02T00:00:00.000Z', 'OU=Other,DC=corp,DC=test'],
    ]
    for (const [runId, time, target] of runs)
      await (await open().openJournal(head(runId, time, target), [addition('a')])).close()
    expect(await runsOf(open())).to.deep.equal([['mine', ['intent', 'end']]])
  })

  it('returns the holder of the lease', async () => {
    const first = holder('first')
    const lease = await open().takeLease(first, false)
    expect(await open().readLease()).to.deep.equal(first)
    expect((await failure(open().takeLease(holder('second'), false))).code).to.equal('leaseHeld')
    await lease.release()
    expect(await open().readLease()).to.equal(undefined)
  })

  it('creates files and folders with access for this account only', async () => {
    await open().takeLease(holder('first'), false)
    await open().writeIntent(intent)
    await open().writeFailedGroups([trouble])
    await open().writeApprovals([approval])
    await open().writeHeldAccess([heldAccess])
    await open().writeMemory(memory)
    await open().writeWithheld(hash, ['a'])
    await (await open().openJournal(head('run'), [addition('a')])).close()
    const modes: Record<string, string> = {}
    for (const entry of await readdir(folder('state'), { recursive: true, withFileTypes: true })) {
      const { mode } = await stat(`${entry.parentPath}/${entry.name}`)
      modes[entry.name.replace(/^2026.*run/, 'run')] = (mode & 0o777).toString(8)
    }
    expect(modes).to.deep.equal({
      'lease.json': '600',
      'state.json': '600',
      'troubles.json': '600',
      'approvals.json': '600',
      'held-access.json': '600',
      'memory.json': '600',
      withheld: '700',
      [`${hash}.json`]: '600',
      journal: '700',
      'run.ndjson': '600',
    })
    expect((await stat(folder('state'))).mode & 0o777).to.equal(0o700)
  })

  it('throws configInvalid for another container; the spelling of a DN does not matter', async () => {
    await open().writeIntent(intent)
    const spelled = open(folder('state'), 'ou=groups, dc=CORP, dc=test')
    expect(await spelled.readIntent()).to.deep.equal(intent)
    const other = open(folder('state'), 'OU=Other,DC=corp,DC=test')
    const before = await readFile(folder('state/state.json'), 'utf8')
    for (const work of [
      () => other.readIntent(),
      () => other.readLastRun(),
      () => other.writeIntent(intent),
      () => other.writeLastRun(lastRun),
      () => other.check(),
    ]) {
      const { code, exitCode, message } = await failure(work())
      expect({ code, exitCode }).to.deep.equal({ code: 'configInvalid', exitCode: 5 })
      expect(message).to.equal(
        `The state in ${folder('state')} belongs to ${container}, not to OU=Other,DC=corp,DC=test. ` +
          'Give every container a state.directory of its own.',
      )
    }
    expect(await readFile(folder('state/state.json'), 'utf8')).to.equal(before)
  })
})

describe('a store without intent', () => {
  const folder = temporaryFolder()

  it('can be reused by another container, which starts empty', async () => {
    const other = openStore(folder(), 'OU=Other,DC=test')
    await other.writeLastRun(lastRun)
    await other.writeFailedGroups([trouble])
    await other.writeApprovals([approval])
    await other.writeHeldAccess([heldAccess])
    await other.writeMemory(memory)
    await other.writeWithheld(hash, ['a'])
    await (await other.openJournal(head('other', undefined, 'OU=Other,DC=test'), [addition('a')])).close()
    const problems: Problem[] = []
    const store = openStore(folder(), container, (problem) => problems.push(problem))
    expect(await store.readFailedGroups()).to.deep.equal([])
    expect(await store.readApprovals()).to.deep.equal([])
    expect(await store.readHeldAccess()).to.deep.equal([])
    expect(await store.readMemory()).to.deep.equal(emptyMemory)
    expect(await store.readWithheld(hash)).to.equal(undefined)
    expect(await runsOf(store)).to.deep.equal([])
    expect(problems, 'no warning').to.deep.equal([])
    expect((await store.check()).problems).to.deep.equal([])
    expect(await store.readLastRun()).to.equal(undefined)
    await store.writeIntent(intent)
    expect(await store.readIntent()).to.deep.equal(intent)
    expect((await failure(openStore(folder(), 'OU=Other,DC=test').readIntent())).code).to.equal(
      'configInvalid',
    )
  })

  it('belongs to its container once writeback was disabled', async () => {
    await openStore(folder(), 'OU=Other,DC=test').writeIntent({ enabled: false, selected: {}, disabled: [] })
    expect((await failure(openStore(folder(), container).readIntent())).code).to.equal('configInvalid')
  })
})

import { mkdir, readdir, readFile, stat, writeFile } from 'node:fs/promises'
import { expect } from 'chai'
import type { Intent } from '../../src/model/intent.js'
import type { LastRun, Trouble } from '../../src/model/status.js'
import { openStore } from '../../src/state/store.js'
import { addition, failure, head, holder, temporaryFolder } from './fixture.js'

const container = 'OU=Groups,DC=corp,DC=test'
const intent: Intent = {
  enabled: true,
  selected: { a: { as: 'universalSecurityGroup', container: 'OU=Sales,OU=Groups,DC=corp,DC=test' }, b: {} },
  disabled: ['c'],
}
const lastRun: LastRun = {
  runId: 'run',
  command: 'sync',
  startedAt: '2026-01-02T03:04:05.678Z',
  status: 'partial',
  planHash: 'hash',
}
const trouble: Trouble = {
  id: 'a',
  displayName: 'Ann\u2028s 😀 "group"\n',
  problem: { code: 'nameTaken', message: 'The name is taken.', wayOut: 'Rename it.' },
  since: '2026-01-02T03:04:05.678Z',
  attempts: 3,
  nextTry: '2026-01-02T04:04:05.678Z',
}

describe('the store', () => {
  const folder = temporaryFolder()
  const open = (at = folder('state'), of = container) => openStore(at, of)

  it('knows nothing at first, and makes nothing by looking', async () => {
    expect(await open().readIntent()).to.deep.equal({ selected: {}, disabled: [] })
    expect(await open().readTroubles()).to.deep.equal([])
    expect(await open().readLastRun()).to.equal(undefined)
    expect(await open().readLease()).to.equal(undefined)
    expect((await open().check()).problems).to.deep.equal([])
    expect(await readdir(folder())).to.deep.equal([])
  })

  it('gives back what was written, each thing beside the others', async () => {
    await open().writeIntent(intent)
    await open().writeLastRun(lastRun)
    await open().writeTroubles([trouble])
    expect(await open().readIntent()).to.deep.equal(intent)
    expect(await open().readLastRun()).to.deep.equal(lastRun)
    expect(await open().readTroubles()).to.deep.equal([trouble])
    await open().writeIntent({ selected: {}, disabled: [] })
    expect(await open().readIntent(), 'as never enabled').to.not.have.property('enabled')
    expect(await open().readLastRun()).to.deep.equal(lastRun)
    await open().writeTroubles([])
    expect(await open().readTroubles()).to.deep.equal([])
    expect(await readdir(folder('state'))).to.deep.equal(['state.json', 'troubles.json'])
  })

  it('says who holds the lease', async () => {
    const first = holder('first')
    const lease = await open().takeLease(first, false)
    expect(await open().readLease()).to.deep.equal(first)
    expect((await failure(open().takeLease(holder('second'), false))).code).to.equal('leaseHeld')
    await lease.release()
    expect(await open().readLease()).to.equal(undefined)
  })

  it('is for this account alone', async () => {
    await open().takeLease(holder('first'), false)
    await open().writeIntent(intent)
    await open().writeTroubles([trouble])
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
      journal: '700',
      'run.ndjson': '600',
    })
    expect((await stat(folder('state'))).mode & 0o777).to.equal(0o700)
  })

  it('belongs to one container, however that is spelled', async () => {
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

describe('state that cannot be read', () => {
  const folder = temporaryFolder()
  const open = () => openStore(folder(), container)
  const right = { version: 1, container, intent: { selected: {}, disabled: [] } }

  const contents: Array<[what: string, content: string, why: string]> = [
    ['nothing', '', 'it is no JSON'],
    ['half of it', JSON.stringify(right).slice(0, 50), 'it is no JSON'],
    ['null', 'null', 'it does not hold what this version writes there'],
    ['a list', '[]', 'it does not hold what this version writes there'],
    ['an empty object', '{}', 'it does not hold what this version writes there'],
    [
      'what a later version wrote',
      JSON.stringify({ ...right, version: 2 }),
      'it does not hold what this version writes there',
    ],
    [
      'no intent',
      JSON.stringify({ ...right, intent: undefined }),
      'it does not hold what this version writes there',
    ],
    [
      'an intent without selected groups',
      JSON.stringify({ ...right, intent: { disabled: [] } }),
      'it does not hold what this version writes there',
    ],
    [
      'an intent without disabled groups',
      JSON.stringify({ ...right, intent: { selected: {} } }),
      'it does not hold what this version writes there',
    ],
  ]
  for (const [what, content, why] of contents) {
    it(`since the file holds ${what} is never taken for none, nor written over`, async () => {
      await writeFile(folder('state.json'), content)
      const { code, exitCode, message } = await failure(open().readIntent())
      expect({ code, exitCode }).to.deep.equal({ code: 'stateUnreadable', exitCode: 1 })
      expect(message).to.equal(
        `${folder('state.json')} cannot be read: ${why}. ` +
          'Mend it or move it away; without it, groups enabled one by one are forgotten.',
      )
      for (const work of [
        () => open().readLastRun(),
        () => open().writeIntent(intent),
        () => open().writeLastRun(lastRun),
        () => open().check(),
      ]) {
        expect((await failure(work())).code).to.equal('stateUnreadable')
      }
      expect(await readFile(folder('state.json'), 'utf8')).to.equal(content)
    })
  }

  it('is read again once it is mended', async () => {
    await writeFile(folder('state.json'), JSON.stringify(right))
    expect(await open().readIntent()).to.deep.equal(right.intent)
  })

  it('since it is no file has the reason in it', async () => {
    await mkdir(folder('state.json'))
    const { code, message, cause } = await failure(open().readIntent())
    expect(code).to.equal('stateUnreadable')
    expect(message).to.match(/state\.json cannot be read: EISDIR: .+\. Mend it/)
    expect(cause).to.have.property('code', 'EISDIR')
  })

  for (const content of ['{}', '[{"id":"a"}]', '[null]', 'null', '[']) {
    it(`stops at troubles that are ${content}, which can be deleted`, async () => {
      await writeFile(folder('troubles.json'), content)
      const { code, message } = await failure(open().readTroubles())
      expect(code).to.equal('stateUnreadable')
      expect(message).to.match(
        /troubles\.json .+\. Delete it: without it, groups that failed are tried again at once\.$/,
      )
    })
  }

  it('stops at a lease that cannot be read, which can be broken', async () => {
    await writeFile(folder('lease.json'), '{')
    const { code, message } = await failure(open().readLease())
    expect(code).to.equal('stateUnreadable')
    expect(message).to.match(
      /lease\.json .+ Where no run goes on, delete it or break the lease \(--break-lease\)\.$/,
    )
  })
})

describe('state that cannot be written', () => {
  const folder = temporaryFolder()
  beforeEach(() => writeFile(folder('taken'), ''))

  for (const name of ['taken', 'taken/below/deep']) {
    it(`since its folder is ${name === 'taken' ? 'a file' : 'below a file'} is said, with the reason`, async () => {
      const store = openStore(folder(name), container)
      const intents = [addition('a')]
      for (const work of [
        () => store.check(),
        () => store.takeLease(holder('first'), false),
        () => store.writeIntent(intent),
        () => store.writeLastRun(lastRun),
        () => store.writeTroubles([]),
        () => store.openJournal(head('run'), intents),
      ]) {
        const { code, exitCode, message } = await failure(work())
        expect({ code, exitCode }).to.deep.equal({ code: 'stateNotWritable', exitCode: 1 })
        expect(message).to.match(
          /taken.* cannot be written: .+\. Give this account the right to write there, or name another state\.directory\.$/,
        )
      }
      expect(await store.readIntent(), 'nothing was ever remembered there').to.deep.equal({
        selected: {},
        disabled: [],
      })
    })
  }

  it('since the file’s name is taken by a folder is said', async () => {
    await mkdir(folder('troubles.json/x'), { recursive: true })
    const { code, cause } = await failure(openStore(folder(), container).writeTroubles([]))
    expect(code).to.equal('stateNotWritable')
    expect(cause).to.have.property('code', 'EISDIR')
    expect(await readdir(folder()), 'nothing is left behind').to.have.members(['taken', 'troubles.json'])
  })

  it('can be written is what the check says', async () => {
    for (const place of [folder(), folder('a/folder/to/come')]) {
      expect(await openStore(place, container).check()).to.deep.equal({
        checks: [{ name: 'State', status: 'ok', message: `${place} can be written.` }],
        problems: [],
      })
    }
    expect(await readdir(folder())).to.deep.equal(['taken'])
  })
})

import { readdir, readFile, stat } from 'node:fs/promises'
import { expect } from 'chai'
import type { Trouble } from '../../src/model/status.js'
import { openStore } from '../../src/state/store.js'
import { addition, container, failure, head, holder, intent, lastRun, temporaryFolder } from './fixture.js'

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

describe('state in which nobody asked for anything', () => {
  const folder = temporaryFolder()

  it('belongs to no container yet: the next one begins anew', async () => {
    const other = openStore(folder(), 'OU=Other,DC=test')
    await other.writeLastRun(lastRun)
    await other.writeTroubles([trouble])
    const store = openStore(folder(), container)
    expect(await store.readTroubles()).to.deep.equal([])
    expect((await store.check()).problems).to.deep.equal([])
    expect(await store.readLastRun()).to.equal(undefined)
    await store.writeIntent(intent)
    expect(await store.readIntent()).to.deep.equal(intent)
    expect((await failure(openStore(folder(), 'OU=Other,DC=test').readIntent())).code).to.equal(
      'configInvalid',
    )
  })

  it('is somebody’s once it was switched off', async () => {
    await openStore(folder(), 'OU=Other,DC=test').writeIntent({ enabled: false, selected: {}, disabled: [] })
    expect((await failure(openStore(folder(), container).readIntent())).code).to.equal('configInvalid')
  })
})

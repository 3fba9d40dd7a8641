import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises'
import { expect } from 'chai'
import { openStore } from '../../src/state/store.js'
import { addition, container, failure, head, holder, intent, lastRun, temporaryFolder } from './fixture.js'

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

/** Tests when a journal is flushed to disk, and the errors of a disk that rejects writes. */
import { open, readdir, readFile, type FileHandle } from 'node:fs/promises'
import { expect } from 'chai'
import { openJournal } from '../../src/state/journal.js'
import { addition, failure, head, temporaryFolder } from './fixture.js'

describe('openJournal', () => {
  const folder = temporaryFolder()
  const full = Object.assign(new Error('ENOSPC: no space left on device, write'), { code: 'ENOSPC' })
  let restore = () => {}
  const calls: string[] = []
  const used = new Set<FileHandle>()
  const areClosed = () => [...used].every(({ fd }) => fd === -1)

  /** Records the calls of every file handle; a call fails if `fails` returns true. */
  async function recordCalls(fails: (call: string, text: string) => boolean = () => false) {
    const handle = await open(folder())
    const handles = Object.getPrototypeOf(handle) as FileHandle
    await handle.close()
    const { appendFile, sync } = handles
    restore = () => Object.assign(handles, { appendFile, sync })
    const spy = (name: string, work: (...args: never[]) => Promise<unknown>) =>
      async function (this: FileHandle, text = '') {
        used.add(this)
        calls.push(name === 'append' ? `${name} ${text.split('\n').length - 1}` : name)
        if (fails(name, text)) throw full
        return work.call(this, ...([text] as never[]))
      }
    Object.assign(handles, { appendFile: spy('append', appendFile), sync: spy('sync', sync) })
  }
  afterEach(() => {
    restore()
    calls.length = 0
    used.clear()
  })

  it('flushes the head, the intents and the file name before the first outcome', async () => {
    await recordCalls()
    const journal = await openJournal(folder(), head('run'), [addition('a'), addition('b')])
    expect(calls, 'the file, then its folder').to.deep.equal(['append 3', 'sync', 'sync'])
    await journal.outcome(0, { outcome: 'done' })
    await journal.close()
    expect(calls.slice(3)).to.deep.equal(['append 1', 'append 1', 'sync'])
    expect(used.size).to.equal(2)
    expect(areClosed()).to.equal(true)
  })

  it('flushes a long journal once, after the last intent', async () => {
    await recordCalls()
    const members = Array.from({ length: 1000 }, (_, index) => `Member ${index}`)
    const intents = Array.from({ length: 100 }, () => addition('a', members))
    const journal = await openJournal(folder(), head('run'), intents)
    const kinds = calls.map((call) => call.split(' ')[0])
    expect(kinds).to.deep.equal(['append', 'append', 'append', 'sync', 'sync'])
    await journal.close()
  })

  it('ignores an error of flushing the folder, which not every system supports', async () => {
    let syncs = 0
    await recordCalls((call) => call === 'sync' && ++syncs === 2)
    await (await openJournal(folder(), head('run'), [addition('a')])).close()
    expect(syncs).to.equal(3)
  })

  for (const call of ['append', 'sync']) {
    it(`throws stateNotWritable if the intents cannot be written (${call})`, async () => {
      await recordCalls((name) => name === call)
      const { code, message, cause } = await failure(openJournal(folder(), head('run'), [addition('a')]))
      expect(code).to.equal('stateNotWritable')
      expect(message).to.match(
        /run\.ndjson cannot be written: ENOSPC: no space left on device, write\. Grant this account/,
      )
      expect(cause).to.equal(full)
      expect(used.size > 0 && areClosed()).to.equal(true)
    })
  }

  it('returns a journal that rejects every outcome after a failed one, and writes nothing after it', async () => {
    await recordCalls((_, text) => text.includes('"index":1,"outcome"'))
    const journal = await openJournal(folder(), head('run'), [addition('a'), addition('b'), addition('c')])
    const outcomes = [
      journal.outcome(0, { outcome: 'done' }),
      journal.outcome(1, { outcome: 'done' }),
      journal.outcome(2, { outcome: 'done' }),
    ]
    const results = await Promise.allSettled(outcomes)
    expect(results.map(({ status }) => status)).to.deep.equal(['fulfilled', 'rejected', 'rejected'])
    const { code, message } = await failure(journal.outcome(2, { outcome: 'done' }))
    expect(code).to.equal('stateNotWritable')
    expect(message.match(/cannot be written/g), 'reported once').to.have.lengthOf(1)
    expect((await failure(journal.close())).code).to.equal('stateNotWritable')
    expect(areClosed(), 'the file is closed nevertheless').to.equal(true)
    const [name = ''] = await readdir(folder())
    expect(await readFile(folder(name), 'utf8')).to.not.include('"index":2,"outcome"')
  })

  it('throws stateNotWritable if the file already exists', async () => {
    await (await openJournal(folder(), head('run'), [])).close()
    const { code, cause } = await failure(openJournal(folder(), head('run'), []))
    expect(code).to.equal('stateNotWritable')
    expect(cause).to.have.property('code', 'EEXIST')
  })
})

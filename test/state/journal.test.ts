import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises'
import { expect } from 'chai'
import fc from 'fast-check'
import type { Journal } from '../../src/engine/ports.js'
import { splitIntoChunks } from '../../src/util/splitIntoChunks.js'
import { openJournal } from '../../src/state/journal.js'
import { addition, failure, head, replaceFsFunctions, temporaryFolder } from './fixture.js'

type Line = Record<string, unknown>

describe('a journal', () => {
  const folder = temporaryFolder()
  const open = (
    runId: string,
    startedAt?: string,
    intents = [addition('a'), addition('b')],
  ): Promise<Journal> => openJournal(folder(), head(runId, startedAt), intents)
  const linesOf = async (name: string) =>
    (await readFile(folder(name), 'utf8'))
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line) as Line)
  const first = '2026-01-02T03-04-05-678Z-run.ndjson'

  it('contains its head and every intent when it is opened', async () => {
    const journal = await open('run')
    const lines = await linesOf(first)
    expect(lines).to.deep.equal([
      { type: 'run', ...head('run'), changes: 2 },
      { type: 'intent', index: 0, ...addition('a') },
      { type: 'intent', index: 1, ...addition('b') },
    ])
    await journal.close()
  })

  it('contains the outcome of each change with its time, and an end', async () => {
    const journal = await open('run')
    const problem = { code: 'nameTaken', message: 'The name is taken.' } as const
    const before = new Date().toISOString()
    await journal.outcome(1, { outcome: 'failed', problem })
    await journal.outcome(0, { outcome: 'partial' })
    await journal.close()
    const [, , , ...lines] = await linesOf(first)
    expect(lines.map(({ at: _, ...line }) => line)).to.deep.equal([
      { type: 'outcome', index: 1, outcome: 'failed', problem },
      { type: 'outcome', index: 0, outcome: 'partial' },
      { type: 'end' },
    ])
    for (const { at } of lines)
      expect(String(at) >= before && String(at) <= new Date().toISOString()).to.equal(true)
  })

  it('contains each outcome on its own line, in order, if outcomes are written in parallel', async () => {
    const intents = Array.from({ length: 500 }, (_, index) => addition(`group ${index}`))
    const journal = await open('run', undefined, intents)
    await Promise.all(intents.map((_, index) => journal.outcome(index, { outcome: 'done' })))
    await journal.close()
    const outcomes = (await linesOf(first)).filter(({ type }) => type === 'outcome')
    expect(outcomes.map(({ index }) => index)).to.deep.equal(intents.map((_, index) => index))
  })

  it('with thousands of changes and many members is written and read in chunks', async () => {
    const members = Array.from({ length: 100 }, (_, index) => `Ünïcödé ${index}`)
    const intents = Array.from({ length: 5000 }, (_, index) => addition(`group ${index}`, members))
    await (await open('run', undefined, intents)).close()
    await (await open('next', '2026-01-03T00:00:00.000Z')).close()
    const lines = await linesOf(first)
    expect(lines).to.have.lengthOf(5002)
    expect(lines[5000]).to.deep.equal({ type: 'intent', index: 4999, ...addition('group 4999', members) })
  })

  it('without changes contains a head and an end', async () => {
    await (await open('run', undefined, [])).close()
    expect((await linesOf(first)).map(({ type }) => type)).to.deep.equal(['run', 'end'])
  })

  it('has a name that sorts by time, and after the newest one if the clock was set back', async () => {
    const times = ['2026-12-31T23:59:59.999Z', '2027-01-01T00:00:00.000Z', '2026-02-01T10:00:00.000Z']
    for (const [index, time] of times.entries()) await (await open(`run${index}`, time)).close()
    const names = await readdir(folder())
    expect(names.sort().map((name) => name.slice(0, 24))).to.deep.equal([
      '2026-12-31T23-59-59-999Z',
      '2027-01-01T00-00-00-000Z',
      '2027-01-01T00-00-00-001Z',
    ])
  })

  it('stores any name on one line', async () => {
    const text = fc.string({ unit: 'binary', maxLength: 20 })
    let round = 0
    await fc.assert(
      fc.asyncProperty(fc.array(text, { maxLength: 5 }), async (names) => {
        const time = new Date(Date.UTC(2026, 0, 1) + round++).toISOString()
        const intents = [addition('x', ['a\nb\u2028c\r\u0085', ...names]), addition('y', names)]
        await (await open('run', time, intents)).close()
        const [, ...lines] = await linesOf(`${time.replaceAll(/[:.]/g, '-')}-run.ndjson`)
        expect(lines.map(({ group, change }) => ({ group, change })).slice(0, 2)).to.deep.equal(intents)
      }),
      { numRuns: 60 },
    )
  })
})

describe('a journal of an earlier run', () => {
  const folder = temporaryFolder()
  const next = () => openJournal(folder(), head('next', '2030-01-01T00:00:00.000Z'), [addition('a')])
  const write = (name: string, content: string | Uint8Array) => writeFile(folder(`${name}.ndjson`), content)
  const line = '{"type":"run"}\n'

  const tolerated: Array<[what: string, content: string | Uint8Array]> = [
    ['no content', ''],
    ['a last line that was cut off', `${line}{"type":"outc`],
    ['a last line without a line break', `${line}{"type":"outcome"}`],
    ['a character that was cut off', Buffer.from(`${line}{"type":"é`).subarray(0, -1)],
    ['zeros at the end, as after a power failure', Buffer.concat([Buffer.from(line), Buffer.alloc(4096)])],
  ]
  for (const [what, content] of tolerated) {
    it(`is accepted with ${what}`, async () => {
      await write('2026', content)
      await (await next()).close()
    })
  }

  const refused: Array<[what: string, content: string, number: number]> = [
    ['garbage in the middle', `${line}gar bage\n${line}`, 2],
    ['a complete last line of garbage', `${line}${line}garbage\n`, 3],
    ['an empty line', `${line}\n${line}`, 2],
    ['an incomplete line in the middle', `{"type":"ru${line}${line}`, 1],
    ['null', `${line}${line}${line}null\n`, 4],
    ['a number', `5\n`, 1],
    ['a list', `[]\n`, 1],
    ['a line without a type', `{"index":1}\n`, 1],
  ]
  for (const [what, content, number] of refused) {
    it(`stops the next run if it contains ${what}, and the error names the line`, async () => {
      await write('2026', content)
      const { code, exitCode, message } = await failure(next())
      expect({ code, exitCode }).to.deep.equal({ code: 'journalUnreadable', exitCode: 1 })
      expect(message).to.equal(
        `Line ${number} of the journal ${folder('2026.ndjson')} is invalid. ` +
          'Restore the file from a backup, or check the changes of that run in AD and move the file away.',
      )
      expect(await readdir(folder()), 'no journal is created').to.deep.equal(['2026.ndjson'])
    })
  }

  it('stops the next run if the file cannot be read', async () => {
    await mkdir(folder('2026.ndjson'))
    const { code, message, cause } = await failure(next())
    expect(code).to.equal('journalUnreadable')
    expect(message).to.match(/^The journal .+2026\.ndjson cannot be read: EISDIR: .+\. Restore the file/)
    expect(cause).to.have.property('code', 'EISDIR')
  })

  it('is checked if it is the newest one; other files are ignored', async () => {
    await write('2025', 'garbage\n')
    await write('2026', line)
    await writeFile(folder('zzz.txt'), 'garbage\n')
    const names = async () => ['2026.ndjson', 'zzz.txt', '2025.ndjson'] // folders are not sorted
    const restore = replaceFsFunctions({ readdir: names as unknown as typeof readdir })
    await (await next().finally(restore)).close()
  })

  it('can be read after a crash at any byte', async () => {
    const intents = [addition('a', ['Änn', 'B\u2028b😀']), addition('b')]
    const journal = await openJournal(folder(), head('run'), intents)
    await Promise.all([
      journal.outcome(0, { outcome: 'done' }),
      journal.outcome(1, { outcome: 'failed', problem: { code: 'nameTaken', message: '“taken”' } }),
    ])
    await journal.close()
    const [name = ''] = await readdir(folder())
    const whole = await readFile(folder(name))
    const cut = async (end: number) => {
      const path = folder(`cut${end}`)
      await mkdir(path)
      await writeFile(`${path}/${name}`, whole.subarray(0, end))
      await (await openJournal(path, head('next', '2030-01-01T00:00:00.000Z'), [])).close()
    }
    const ends = Array.from({ length: whole.length + 1 }, (_, end) => end)
    for (const some of splitIntoChunks(ends, 50)) await Promise.all(some.map(cut))
    expect(whole.length).to.be.greaterThan(500)
  })
})

import { mkdir, readdir, readFile, truncate, writeFile } from 'node:fs/promises'
import { expect } from 'chai'
import type { IntendedChange } from '../../src/engine/ports.js'
import { splitIntoChunks } from '../../src/util/splitIntoChunks.js'
import type { JournalEntry } from '../../src/model/journal.js'
import { openJournal } from '../../src/state/journal.js'
import { journalName, readJournals } from '../../src/state/journalFiles.js'
import { addition, failure, head, replaceFsFunctions, temporaryFolder } from './fixture.js'

const target = 'OU=Groups,DC=test'
const rename = (group: string): IntendedChange => ({
  group,
  change: { type: 'renameGroup', guid: group, from: `CN=${group}`, to: `CN=${group}2` },
})
type From = Parameters<typeof readJournals>[2]
interface Run {
  name: string
  runId: string
  entries: JournalEntry[]
}

async function read(folder: string, from: From = {}, additionsTo: readonly string[] = []): Promise<Run[]> {
  const runs: Run[] = []
  for await (const { name, head, entries } of readJournals(folder, target, from)) {
    const lines: JournalEntry[] = []
    for await (const entry of entries(new Set(additionsTo))) lines.push(entry)
    runs.push({ name, runId: head.runId, entries: lines })
  }
  return runs
}

/** Returns the ids of the runs without reading their entries. */
async function idsOf(folder: string, from: From = {}): Promise<string[]> {
  const ids: string[] = []
  for await (const run of readJournals(folder, target, from)) ids.push(run.head.runId)
  return ids
}

describe('readJournals', () => {
  const folder = temporaryFolder()
  const time = (day: number) => `2026-01-0${day}T00:00:00.000Z`
  const write = async (day: number, intents: readonly IntendedChange[] = [], of = target) => {
    const begun = head(`run${day}`, time(day), of)
    const journal = await openJournal(folder(), begun, intents)
    for (const [index] of intents.entries()) await journal.outcome(index, { outcome: 'done', guid: 'g' })
    await journal.close()
    return journalName(begun)
  }

  it('yields no runs if the folder is missing or a file', async () => {
    await writeFile(folder('file'), '')
    for (const path of ['nowhere', 'file', 'file/below']) expect(await read(folder(path))).to.deep.equal([])
  })

  it('yields the head and every entry in the order of writing', async () => {
    const intents = [rename('a'), { ...addition('b', ['Änn\u2028 😀\n']), approval: 'hash' }]
    const name = await write(1, intents)
    const [run] = await read(folder(), {}, ['b'])
    expect(run).to.include({ name, runId: 'run1' })
    expect(run?.entries.map((entry) => ('at' in entry ? { ...entry, at: '' } : entry))).to.deep.equal([
      { type: 'intent', index: 0, ...intents[0] },
      { type: 'intent', index: 1, ...intents[1] },
      { type: 'outcome', index: 0, outcome: 'done', guid: 'g', at: '' },
      { type: 'outcome', index: 1, outcome: 'done', guid: 'g', at: '' },
      { type: 'end', at: '' },
    ])
    for await (const { head: read } of readJournals(folder(), target, {}))
      expect(read).to.deep.equal({ type: 'run', ...head('run1', time(1)), changes: 2 })
  })

  it('yields the runs by time, whatever the order in the folder', async () => {
    const names = [await write(1), await write(2), await write(3)].reverse()
    const unordered = async () => ['notes.txt', ...names] // folders are not sorted
    const restore = replaceFsFunctions({ readdir: unordered as unknown as typeof readdir })
    expect(await idsOf(folder()).finally(restore)).to.deep.equal(['run1', 'run2', 'run3'])
  })

  it('yields the runs after the named journal', async () => {
    const names = [await write(1), await write(2), await write(3)]
    expect(await idsOf(folder(), { after: names[1] })).to.deep.equal(['run3'])
    expect(await idsOf(folder(), { after: names[2] })).to.deep.equal([])
    expect(await idsOf(folder(), {})).to.deep.equal(['run1', 'run2', 'run3'])
  })

  it('yields the runs since a time, inclusive', async () => {
    for (const day of [1, 2, 3]) await write(day)
    const since = async (moment: string) => idsOf(folder(), { since: new Date(moment) })
    expect(await since(time(2))).to.deep.equal(['run2', 'run3'])
    expect(await since('2026-01-02T00:00:00.001Z')).to.deep.equal(['run3'])
    expect(await since('2026-01-04T00:00:00.000Z')).to.deep.equal([])
  })

  it('compares a time with the start of the run, not with the name, which can be later', async () => {
    await write(9)
    await write(1)
    expect(await idsOf(folder())).to.deep.equal(['run9', 'run1'])
    expect(await idsOf(folder(), { since: new Date(time(2)) })).to.deep.equal(['run9'])
  })

  it('skips the runs of other containers; the spelling of a DN does not matter', async () => {
    await write(1, [], 'OU=Other,DC=test')
    await write(2, [], 'ou=groups, dc=TEST')
    expect(await idsOf(folder())).to.deep.equal(['run2'])
  })

  it('skips the additions to other groups without parsing them', async () => {
    const name = await write(1, [addition('a'), addition('b'), rename('b')])
    const groupsOf = async (...requested: string[]) =>
      (await read(folder(), {}, requested)).flatMap(({ entries }) =>
        entries.flatMap((entry) => (entry.type === 'intent' ? [[entry.index, entry.group]] : [])),
      )
    expect(await groupsOf()).to.deep.equal([[2, 'b']])
    expect(await groupsOf('b')).to.deep.equal([
      [1, 'b'],
      [2, 'b'],
    ])
    const lines = (await readFile(folder(name), 'utf8')).split('\n')
    lines[1] = lines[1]?.slice(0, -10) ?? ''
    await writeFile(folder(name), lines.join('\n'))
    expect(await groupsOf('b'), 'other additions are not parsed').to.have.lengthOf(2)
    expect((await failure(groupsOf('a'))).code).to.equal('journalUnreadable')
  })

  it('never skips other changes', async () => {
    const named: IntendedChange = {
      ...rename('a'),
      change: { ...rename('a').change, to: '"type":"addMembers"' } as never,
    }
    await write(1, [named])
    const [run] = await read(folder())
    expect(run?.entries).to.have.lengthOf(3)
  })
})

describe('readJournals of a journal that a crash cut off', () => {
  const folder = temporaryFolder()
  const file = '2026-run.ndjson'
  const line = (data: object) => `${JSON.stringify(data)}\n`
  const headLine = line({ type: 'run', ...head('run'), changes: 2 })
  const intentLine = (index: number) => line({ type: 'intent', index, ...rename('a') })

  const cut: Array<[what: string, text: string]> = [
    ['no content', ''],
    ['an incomplete head', headLine.slice(0, 40)],
    ['a head without a line break', headLine.trimEnd()],
    ['only a head', headLine],
    ['one intent of two', headLine + intentLine(0)],
    ['one intent and an incomplete one', headLine + intentLine(0) + intentLine(1).slice(0, 30)],
    ['all intents, the last one without a line break', headLine + intentLine(0) + intentLine(1).trimEnd()],
  ]
  for (const [what, text] of cut) {
    it(`skips it if it contains ${what}: the run wrote nothing`, async () => {
      await writeFile(folder(file), text)
      expect(await read(folder())).to.deep.equal([])
    })
  }

  const begun: Array<[what: string, text: string, entries: number]> = [
    ['every intent and no outcome', '', 2],
    ['every intent and an incomplete outcome', '{"type":"outc', 2],
    ['zeros after the intents, as after a power failure', '\0'.repeat(4096), 2],
    ['one outcome', line({ type: 'outcome', index: 0, outcome: 'done', at: '' }), 3],
  ]
  for (const [what, text, entries] of begun) {
    it(`yields it if it contains ${what}: the run may have written`, async () => {
      await writeFile(folder(file), headLine + intentLine(0) + intentLine(1) + text)
      const [run] = await read(folder())
      expect(run?.entries).to.have.lengthOf(entries)
    })
  }

  it('yields it if an earlier version did not record the number of changes', async () => {
    await writeFile(folder(file), line({ type: 'run', ...head('old') }))
    expect(await idsOf(folder())).to.deep.equal(['old'])
  })

  it('skips it or yields its complete lines after a crash at any byte', async () => {
    const intents = [rename('ä'), rename('b😀')]
    const path = folder('whole')
    const journal = await openJournal(path, head('run'), intents)
    await journal.outcome(0, { outcome: 'done' })
    await journal.close()
    const [name = ''] = await readdir(path)
    const whole = await readFile(`${path}/${name}`)
    const [complete] = await read(path)
    const begins = whole.indexOf('{"type":"outcome"')
    const ends = Array.from({ length: whole.length + 1 }, (_, end) => end)
    const check = async (end: number) => {
      await mkdir(folder(String(end)))
      await writeFile(folder(String(end), name), whole)
      await truncate(folder(String(end), name), end)
      const [run] = await read(folder(String(end)))
      expect(run !== undefined, `cut at ${end}`).to.equal(end >= begins)
      if (run) expect(run.entries).to.deep.equal(complete?.entries.slice(0, run.entries.length))
    }
    for (const some of splitIntoChunks(ends, 50)) await Promise.all(some.map(check))
    expect(complete?.entries).to.have.lengthOf(4)
  })
})

describe('readJournals of a damaged journal', () => {
  const folder = temporaryFolder()
  const whole = `${JSON.stringify({ type: 'run', ...head('run'), changes: 0 })}\n`

  const damaged: Array<[what: string, text: string, number: number]> = [
    ['a head of garbage', `garbage\n${whole}`, 1],
    ['a head that is not an object', `null\n`, 1],
    ['garbage in the middle', `${whole}gar bage\n{"type":"end"}\n`, 2],
    ['an empty line', `${whole}{"type":"end"}\n\n`, 3],
    ['zeros in the middle', `${whole}${'\0'.repeat(10)}\n`, 2],
    ['a line without a type', `${whole}{"index":1}\n`, 2],
  ]
  for (const [what, text, number] of damaged) {
    it(`throws journalUnreadable if it contains ${what}, even if it is not the newest`, async () => {
      await writeFile(folder('2026.ndjson'), text)
      await writeFile(folder('2027.ndjson'), whole)
      const { code, message } = await failure(read(folder()))
      expect(code).to.equal('journalUnreadable')
      expect(message).to.include(`Line ${number} of the journal ${folder('2026.ndjson')} `)
    })
  }

  it('throws journalUnreadable if the file cannot be read', async () => {
    await mkdir(folder('2026.ndjson'))
    const { code, cause } = await failure(read(folder()))
    expect(code).to.equal('journalUnreadable')
    expect(cause).to.have.property('code', 'EISDIR')
  })

  it('throws journalUnreadable if the folder cannot be read', async () => {
    const broken = Object.assign(new Error('EIO: i/o error'), { code: 'EIO' })
    const restore = replaceFsFunctions({ readdir: async () => Promise.reject(broken) })
    const { code, cause } = await failure(read(folder()).finally(restore))
    expect({ code, cause }).to.deep.equal({ code: 'journalUnreadable', cause: broken })
  })
})

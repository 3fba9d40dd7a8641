import { mkdir, readdir, readFile, truncate, writeFile } from 'node:fs/promises'
import { expect } from 'chai'
import type { Intended } from '../../src/engine/ports.js'
import { chunked } from '../../src/util/chunked.js'
import type { JournalEntry } from '../../src/model/journal.js'
import { openJournal } from '../../src/state/journal.js'
import { journalName, readJournals } from '../../src/state/journalFiles.js'
import { addition, failure, head, misbehave, temporaryFolder } from './fixture.js'

const target = 'OU=Groups,DC=test'
const rename = (group: string): Intended => ({
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

/** The runs that are given; their lines may not be readable. */
async function idsOf(folder: string, from: From = {}): Promise<string[]> {
  const ids: string[] = []
  for await (const run of readJournals(folder, target, from)) ids.push(run.head.runId)
  return ids
}

describe('journals that are read back', () => {
  const folder = temporaryFolder()
  const time = (day: number) => `2026-01-0${day}T00:00:00.000Z`
  const write = async (day: number, intents: readonly Intended[] = [], of = target) => {
    const begun = head(`run${day}`, time(day), of)
    const journal = await openJournal(folder(), begun, intents)
    for (const [index] of intents.entries()) await journal.outcome(index, { outcome: 'done', guid: 'g' })
    await journal.close()
    return journalName(begun)
  }

  it('are none where there is no folder, or a file in its place', async () => {
    await writeFile(folder('file'), '')
    for (const place of ['nowhere', 'file', 'file/below']) expect(await read(folder(place))).to.deep.equal([])
  })

  it('give back the head and every line, in the order of writing', async () => {
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

  it('come in the order of time, whatever order the folder has', async () => {
    const names = [await write(1), await write(2), await write(3)].reverse()
    const unordered = async () => ['notes.txt', ...names] // folders have no order
    const restore = misbehave({ readdir: unordered as unknown as typeof readdir })
    expect(await idsOf(folder()).finally(restore)).to.deep.equal(['run1', 'run2', 'run3'])
  })

  it('begin behind the one that is named', async () => {
    const names = [await write(1), await write(2), await write(3)]
    expect(await idsOf(folder(), { after: names[1] })).to.deep.equal(['run3'])
    expect(await idsOf(folder(), { after: names[2] })).to.deep.equal([])
    expect(await idsOf(folder(), {})).to.deep.equal(['run1', 'run2', 'run3'])
  })

  it('begin at a time, that very time included', async () => {
    for (const day of [1, 2, 3]) await write(day)
    const since = async (moment: string) => idsOf(folder(), { since: new Date(moment) })
    expect(await since(time(2))).to.deep.equal(['run2', 'run3'])
    expect(await since('2026-01-02T00:00:00.001Z')).to.deep.equal(['run3'])
    expect(await since('2026-01-04T00:00:00.000Z')).to.deep.equal([])
  })

  it('begin at a time by when they began, also those that a clock which was ahead gave a later name', async () => {
    await write(9)
    await write(1)
    expect(await idsOf(folder())).to.deep.equal(['run9', 'run1'])
    expect(await idsOf(folder(), { since: new Date(time(2)) })).to.deep.equal(['run9'])
  })

  it('of another container are passed over; the spelling of a name does not matter', async () => {
    await write(1, [], 'OU=Other,DC=test')
    await write(2, [], 'ou=groups, dc=TEST')
    expect(await idsOf(folder())).to.deep.equal(['run2'])
  })

  it('leave out the additions to groups that nobody asks about, without reading them', async () => {
    const name = await write(1, [addition('a'), addition('b'), rename('b')])
    const groupsOf = async (...asked: string[]) =>
      (await read(folder(), {}, asked)).flatMap(({ entries }) =>
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
    expect(await groupsOf('b'), 'what is not asked for is not parsed').to.have.lengthOf(2)
    expect((await failure(groupsOf('a'))).message).to.include('Line 2 of the journal')
  })

  it('take no other change for an addition', async () => {
    const named: Intended = {
      ...rename('a'),
      change: { ...rename('a').change, to: '"type":"addMembers"' } as never,
    }
    await write(1, [named])
    const [run] = await read(folder())
    expect(run?.entries).to.have.lengthOf(3)
  })
})

describe('a journal that a crash cut off', () => {
  const folder = temporaryFolder()
  const file = '2026-run.ndjson'
  const line = (data: object) => `${JSON.stringify(data)}\n`
  const headLine = line({ type: 'run', ...head('run'), changes: 2 })
  const intentLine = (index: number) => line({ type: 'intent', index, ...rename('a') })

  const cut: Array<[what: string, text: string]> = [
    ['nothing', ''],
    ['half a head', headLine.slice(0, 40)],
    ['a head without its end', headLine.trimEnd()],
    ['a head alone', headLine],
    ['one intent of two', headLine + intentLine(0)],
    ['one intent and half of the other', headLine + intentLine(0) + intentLine(1).slice(0, 30)],
    ['intents of which the last lacks its end', headLine + intentLine(0) + intentLine(1).trimEnd()],
  ]
  for (const [what, text] of cut) {
    it(`wrote nothing where it holds ${what}: it is passed over`, async () => {
      await writeFile(folder(file), text)
      expect(await read(folder())).to.deep.equal([])
    })
  }

  const begun: Array<[what: string, text: string, entries: number]> = [
    ['every intent and no outcome', '', 2],
    ['half an outcome', '{"type":"outc', 2],
    ['zeros behind the intents, as after a power failure', '\0'.repeat(4096), 2],
    ['one outcome', line({ type: 'outcome', index: 0, outcome: 'done', at: '' }), 3],
  ]
  for (const [what, text, entries] of begun) {
    it(`may have written something where it holds ${what}: it is given`, async () => {
      await writeFile(folder(file), headLine + intentLine(0) + intentLine(1) + text)
      const [run] = await read(folder())
      expect(run?.entries).to.have.lengthOf(entries)
    })
  }

  it('is given where an earlier version did not say how many changes there were', async () => {
    await writeFile(folder(file), line({ type: 'run', ...head('old') }))
    expect(await idsOf(folder())).to.deep.equal(['old'])
  })

  it('is passed over or given in whole lines, whatever byte it was cut off at', async () => {
    const intents = [rename('ä'), rename('b😀')]
    const place = folder('whole')
    const journal = await openJournal(place, head('run'), intents)
    await journal.outcome(0, { outcome: 'done' })
    await journal.close()
    const [name = ''] = await readdir(place)
    const whole = await readFile(`${place}/${name}`)
    const [complete] = await read(place)
    const begins = whole.indexOf('{"type":"outcome"')
    const ends = Array.from({ length: whole.length + 1 }, (_, end) => end)
    const look = async (end: number) => {
      await mkdir(folder(String(end)))
      await writeFile(folder(String(end), name), whole)
      await truncate(folder(String(end), name), end)
      const [run] = await read(folder(String(end)))
      expect(run !== undefined, `cut at ${end}`).to.equal(end >= begins)
      if (run) expect(run.entries).to.deep.equal(complete?.entries.slice(0, run.entries.length))
    }
    for (const some of chunked(ends, 50)) await Promise.all(some.map(look))
    expect(complete?.entries).to.have.lengthOf(4)
  })
})

describe('a journal that is damaged', () => {
  const folder = temporaryFolder()
  const whole = `${JSON.stringify({ type: 'run', ...head('run'), changes: 0 })}\n`
  const hint =
    'Restore the file from a backup, or check the changes of that run in AD and move the file away.'

  const damaged: Array<[what: string, text: string, number: number]> = [
    ['a head of garbage', `garbage\n${whole}`, 1],
    ['a head that is no object', `null\n`, 1],
    ['garbage in the middle', `${whole}gar bage\n{"type":"end"}\n`, 2],
    ['an empty line', `${whole}{"type":"end"}\n\n`, 3],
    ['zeros in the middle', `${whole}${'\0'.repeat(10)}\n`, 2],
    ['a line of no type', `${whole}{"index":1}\n`, 2],
  ]
  for (const [what, text, number] of damaged) {
    it(`is not passed over where it holds ${what}, also where it is not the newest`, async () => {
      await writeFile(folder('2026.ndjson'), text)
      await writeFile(folder('2027.ndjson'), whole)
      const { code, message } = await failure(read(folder()))
      expect(code).to.equal('journalUnreadable')
      expect(message).to.equal(`Line ${number} of the journal ${folder('2026.ndjson')} is invalid. ${hint}`)
    })
  }

  it('is not passed over where it cannot be read at all', async () => {
    await mkdir(folder('2026.ndjson'))
    const { code, message, cause } = await failure(read(folder()))
    expect(code).to.equal('journalUnreadable')
    expect(message).to.match(/^The journal .+2026\.ndjson cannot be read: EISDIR: .+\. Restore the file/)
    expect(cause).to.have.property('code', 'EISDIR')
  })

  it('may be among others where the folder cannot be read: that stops as well', async () => {
    const broken = Object.assign(new Error('EIO: i/o error'), { code: 'EIO' })
    const restore = misbehave({ readdir: async () => Promise.reject(broken) })
    const { code, message, cause } = await failure(read(folder()).finally(restore))
    expect({ code, cause }).to.deep.equal({ code: 'journalUnreadable', cause: broken })
    expect(message).to.equal(`The journal ${folder()} cannot be read: EIO: i/o error. ${hint}`)
  })
})

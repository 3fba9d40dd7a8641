/**
 * Writes journals: one file per run, one JSON object per line. The head and the intent of every change come before the
 * first write, then follows the outcome of each change. A line at the end of a file may be cut off by a crash; any other
 * invalid line stops the next run, because the changes of the damaged run can be neither explained nor undone.
 */
import { open, readdir, type FileHandle } from 'node:fs/promises'
import { join } from 'node:path'
import type { IntendedChange, Journal } from '../engine/ports.js'
import type { JournalHead } from '../model/journal.js'
import { ensureFolder, notWritableError } from './files.js'
import { checkNewestJournal, journalName, newestJournal } from './journalFiles.js'

/** Characters per write: the intents of a first run may be too large for one string. */
const writeChunkLength = 1 << 20

/**
 * Creates a journal and flushes its head and intents to disk.
 * @throws WritebackError `journalUnreadable` if the newest journal is damaged, `stateNotWritable`
 */
export async function openJournal(
  folder: string,
  head: JournalHead,
  intents: readonly IntendedChange[],
): Promise<Journal> {
  let file = folder
  const fail = (cause: unknown): never => {
    throw notWritableError(file, cause)
  }
  await ensureFolder(folder).catch(fail)
  const names = await readdir(folder).catch(fail)
  await checkNewestJournal(folder, names)
  const name = journalName(head, newestJournal(names))
  file = join(folder, name)
  const handle = await open(file, 'ax', 0o600).catch(fail)
  try {
    for (const text of joinLines(intentLines(head, intents))) await handle.appendFile(text)
    await handle.sync()
    await flushFolder(folder).catch(() => undefined)
  } catch (cause) {
    await handle.close()
    return fail(cause)
  }
  return createJournal(name, handle, fail)
}

/** Yields the head and the intents. The order of keys matters: readers skip additions by the beginning of a line. */
function* intentLines(head: JournalHead, intents: readonly IntendedChange[]) {
  yield jsonLine({ type: 'run', ...head, changes: intents.length })
  for (const [index, { group, change, ...more }] of intents.entries())
    yield jsonLine({ type: 'intent', index, group, change, ...more })
}

const jsonLine = (data: object): string => `${JSON.stringify(data)}\n`

function* joinLines(lines: Iterable<string>): Generator<string> {
  let chunk = ''
  for (const line of lines) {
    chunk += line
    if (chunk.length < writeChunkLength) continue
    yield chunk
    chunk = ''
  }
  yield chunk
}

/** Flushes a folder, so that the name of a new file is on disk too; not every system supports this. */
async function flushFolder(folder: string): Promise<void> {
  const handle = await open(folder)
  await handle.sync().finally(() => handle.close())
}

function createJournal(name: string, handle: FileHandle, fail: (cause: unknown) => never): Journal {
  // Groups are written in parallel. Their lines are appended one after another, and after a failed append every later
  // one fails, so that no line follows an incomplete one.
  let last = Promise.resolve()
  const append = (line: object): Promise<void> =>
    (last = last.then(() => handle.appendFile(jsonLine(line)).catch(fail)))
  return {
    name,
    outcome: (index, outcome) => append({ type: 'outcome', index, ...outcome, at: new Date().toISOString() }),
    async close() {
      try {
        await append({ type: 'end', at: new Date().toISOString() })
        await handle.sync().catch(fail)
      } finally {
        await handle.close()
      }
    },
  }
}

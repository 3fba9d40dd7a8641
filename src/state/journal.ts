/**
 * One file a run, one JSON object a line: the head, every change before the first write, then what became of each.
 * A line that a crash cut off is expected at the end of a file; anything else that cannot be read stops the next run,
 * since nobody could explain or undo what that one did.
 */
import { open, readdir, type FileHandle } from 'node:fs/promises'
import { join } from 'node:path'
import type { Intended, Journal } from '../engine/ports.js'
import type { JournalHead } from '../model/journal.js'
import { ensureFolder, notWritable } from './files.js'
import { checkNewest, journalName, newestOf } from './journalFiles.js'

/** Characters written at a time: a first run may have very many changes, and a change very many members. */
const atATime = 1 << 20

export async function openJournal(
  folder: string,
  head: JournalHead,
  intents: readonly Intended[],
): Promise<Journal> {
  let file = folder
  const refuse = (cause: unknown): never => {
    throw notWritable(file, cause)
  }
  await ensureFolder(folder).catch(refuse)
  const names = await readdir(folder).catch(refuse)
  await checkNewest(folder, names)
  const name = journalName(head, newestOf(names))
  file = join(folder, name)
  const handle = await open(file, 'ax', 0o600).catch(refuse)
  try {
    for (const text of inPieces(linesOf(head, intents))) await handle.appendFile(text)
    await handle.sync()
    await flushFolder(folder).catch(() => undefined)
  } catch (cause) {
    await handle.close()
    return refuse(cause)
  }
  return journalOf(name, handle, refuse)
}

/** The order of the keys is part of the format: readers pass over additions by the start of a line. */
function* linesOf(head: JournalHead, intents: readonly Intended[]) {
  yield lineOf({ type: 'run', ...head, changes: intents.length })
  for (const [index, { group, change, ...more }] of intents.entries())
    yield lineOf({ type: 'intent', index, group, change, ...more })
}

const lineOf = (data: object): string => `${JSON.stringify(data)}\n`

function* inPieces(lines: Iterable<string>): Generator<string> {
  let piece = ''
  for (const line of lines) {
    piece += line
    if (piece.length < atATime) continue
    yield piece
    piece = ''
  }
  yield piece
}

/** A new file's name is on disk only when its folder is; where folders cannot be flushed, nothing can be done. */
async function flushFolder(folder: string): Promise<void> {
  const handle = await open(folder)
  await handle.sync().finally(() => handle.close())
}

function journalOf(name: string, handle: FileHandle, refuse: (cause: unknown) => never): Journal {
  // Appends of groups that are written side by side must not run into each other, nor one into the half of another
  // that failed: after a failure they all fail.
  let last = Promise.resolve()
  const queued = (line: object): Promise<void> =>
    (last = last.then(() => handle.appendFile(lineOf(line)).catch(refuse)))
  return {
    name,
    outcome: (index, outcome) => queued({ type: 'outcome', index, ...outcome, at: new Date().toISOString() }),
    async close() {
      try {
        await queued({ type: 'end', at: new Date().toISOString() })
        await handle.sync().catch(refuse)
      } finally {
        await handle.close()
      }
    },
  }
}

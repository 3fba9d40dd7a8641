/**
 * One file a run, one JSON object a line: the head, every change before the first write, then what became of each.
 * A line that a crash cut off is expected at the end of a file; anything else that cannot be read stops the next run,
 * since nobody could explain or undo what that one did.
 */
import { open, readdir, readFile, type FileHandle } from 'node:fs/promises'
import { join } from 'node:path'
import { WritebackError } from '../errors.js'
import type { Journal, JournalHead } from '../engine/ports.js'
import type { Change } from '../model/change.js'
import { ensureFolder, notWritable } from './files.js'

/** Intents written at a time: a first run may have very many. */
const linesAtATime = 500

export async function openJournal(
  folder: string,
  head: JournalHead,
  intents: ReadonlyArray<{ group: string; change: Change }>,
): Promise<Journal> {
  await ensureFolder(folder)
  await checkNewest(folder)
  const file = join(folder, `${head.startedAt.replaceAll(/[:.]/g, '-')}-${head.runId}.ndjson`)
  try {
    const handle = await open(file, 'ax', 0o600)
    await append(handle, [{ type: 'run', ...head, changes: intents.length }])
    for (let start = 0; start < intents.length; start += linesAtATime) {
      const some = intents.slice(start, start + linesAtATime)
      await append(
        handle,
        some.map((intent, offset) => ({ type: 'intent', index: start + offset, ...intent })),
      )
    }
    await handle.sync()
    return journalOf(handle)
  } catch (cause) {
    throw notWritable(file, cause)
  }
}

function journalOf(handle: FileHandle): Journal {
  // Appends of groups that are written side by side must not run into each other.
  let last = Promise.resolve()
  const queued = (line: object): Promise<void> => (last = last.then(() => append(handle, [line])))
  return {
    outcome: (index, outcome, problem) =>
      queued({ type: 'outcome', index, outcome, ...(problem && { problem }), at: new Date().toISOString() }),
    async close() {
      await queued({ type: 'end', at: new Date().toISOString() })
      await handle.sync()
      await handle.close()
    },
  }
}

async function append(handle: FileHandle, lines: readonly object[]): Promise<void> {
  await handle.appendFile(lines.map((line) => `${JSON.stringify(line)}\n`).join(''))
}

/** @throws WritebackError `journalUnreadable` */
async function checkNewest(folder: string): Promise<void> {
  const names = (await readdir(folder)).filter((name) => name.endsWith('.ndjson')).sort()
  const newest = names.at(-1)
  if (newest === undefined) return
  const file = join(folder, newest)
  const lines = (await readFile(file, 'utf8')).split('\n')
  lines.pop() // what stands after the last line end: nothing, or what a crash cut off
  for (const [index, line] of lines.entries()) {
    if (isJson(line)) continue
    throw new WritebackError(
      'journalUnreadable',
      `Line ${index + 1} of the journal ${file} cannot be read.`,
      {
        wayOut: 'Restore the file from a backup, or move it away once you know what that run did.',
      },
    )
  }
}

function isJson(line: string): boolean {
  try {
    return typeof JSON.parse(line) === 'object'
  } catch {
    return false
  }
}

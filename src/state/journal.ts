/**
 * One file a run, one JSON object a line: the head, every change before the first write, then what became of each.
 * A line that a crash cut off is expected at the end of a file; anything else that cannot be read stops the next run,
 * since nobody could explain or undo what that one did.
 */
import { createReadStream } from 'node:fs'
import { open, readdir, type FileHandle } from 'node:fs/promises'
import { join } from 'node:path'
import { WritebackError } from '../errors.js'
import type { Journal, JournalHead } from '../engine/ports.js'
import type { Change } from '../model/change.js'
import { ensureFolder, isRecord, notWritable } from './files.js'

/** Characters written or read at a time: a first run may have very many changes, and a change very many members. */
const atATime = 1 << 20

export async function openJournal(
  folder: string,
  head: JournalHead,
  intents: ReadonlyArray<{ group: string; change: Change }>,
): Promise<Journal> {
  const file = join(folder, `${head.startedAt.replaceAll(/[:.]/g, '-')}-${head.runId}.ndjson`)
  const refuse = (cause: unknown): never => {
    throw notWritable(file, cause)
  }
  await ensureFolder(folder).catch(refuse)
  await checkNewest(folder, await readdir(folder).catch(refuse))
  const handle = await open(file, 'ax', 0o600).catch(refuse)
  try {
    for (const text of inPieces(linesOf(head, intents))) await handle.appendFile(text)
    await handle.sync()
    await flushFolder(folder).catch(() => undefined)
  } catch (cause) {
    await handle.close()
    return refuse(cause)
  }
  return journalOf(handle, refuse)
}

function* linesOf(head: JournalHead, intents: ReadonlyArray<{ group: string; change: Change }>) {
  yield lineOf({ type: 'run', ...head, changes: intents.length })
  for (const [index, intent] of intents.entries()) yield lineOf({ type: 'intent', index, ...intent })
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

function journalOf(handle: FileHandle, refuse: (cause: unknown) => never): Journal {
  // Appends of groups that are written side by side must not run into each other, nor one into the half of another
  // that failed: after a failure they all fail.
  let last = Promise.resolve()
  const queued = (line: object): Promise<void> =>
    (last = last.then(() => handle.appendFile(lineOf(line)).catch(refuse)))
  return {
    outcome: (index, outcome, problem) =>
      queued({ type: 'outcome', index, outcome, ...(problem && { problem }), at: new Date().toISOString() }),
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

/** @throws WritebackError `journalUnreadable` */
async function checkNewest(folder: string, names: readonly string[]): Promise<void> {
  const wayOut = 'Restore the file from a backup, or move it away once you know what that run did.'
  const newest = names
    .filter((name) => name.endsWith('.ndjson'))
    .sort()
    .at(-1)
  if (newest === undefined) return
  const file = join(folder, newest)
  let number = 0
  try {
    for await (const line of completeLines(file)) {
      number++
      if (isEntry(line)) continue
      const what = `Line ${number} of the journal ${file} cannot be read.`
      throw new WritebackError('journalUnreadable', what, { wayOut })
    }
  } catch (cause) {
    if (cause instanceof WritebackError) throw cause
    const what = `The journal ${file} cannot be read: ${(cause as Error).message}.`
    throw new WritebackError('journalUnreadable', what, { cause, wayOut })
  }
}

/** Without what stands after the last line end: nothing, or what a crash cut off. */
async function* completeLines(file: string): AsyncGenerator<string> {
  let rest = ''
  for await (const piece of createReadStream(file, { encoding: 'utf8', highWaterMark: atATime })) {
    const lines = `${rest}${piece as string}`.split('\n')
    rest = lines.pop() ?? ''
    yield* lines
  }
}

function isEntry(line: string): boolean {
  try {
    return isRecord(JSON.parse(line), { type: 'string' })
  } catch {
    return false
  }
}

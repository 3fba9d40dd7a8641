/** Names and reads the files of journals. */
import { createReadStream } from 'node:fs'
import { readdir } from 'node:fs/promises'
import { join } from 'node:path'
import { WritebackError } from '../errors.js'
import { equalDn } from '../model/dn.js'
import type { JournalEntry, JournalHead, RecordedRun } from '../model/journal.js'
import { hasValueTypes } from './files.js'

const journalExtension = '.ndjson'
const damagedHint =
  'Restore the file from a backup, or check the changes of that run in AD and move the file away.'

/**
 * Returns the file name of a journal. It sorts after the newest existing one even if the clock was set back, because the
 * memory is derived from the journals in this order.
 */
export function journalName(
  { startedAt, runId }: Pick<JournalHead, 'startedAt' | 'runId'>,
  newest?: string,
): string {
  const nameAt = (iso: string) => `${fileTimestamp(iso)}-${runId}${journalExtension}`
  const name = nameAt(startedAt)
  if (newest === undefined || name >= newest) return name
  const time = journalTime(newest)
  return Number.isNaN(time) ? name : nameAt(new Date(time + 1).toISOString())
}

const fileTimestamp = (iso: string): string => iso.replaceAll(/[:.]/g, '-')

/** Returns the start time in the name of a journal, in milliseconds; NaN for other names. */
const journalTime = (name: string): number =>
  Date.parse(name.replace(/^(.{10}T\d\d)-(\d\d)-(\d\d)-(\d{3}Z)-.*$/, '$1:$2:$3.$4'))

/** Yields the runs on a container in order: those after the named journal, or those that started at or after a time. */
export async function* readJournals(
  folder: string,
  target: string,
  from: { after?: string } | { since: Date },
): AsyncGenerator<RecordedRun> {
  const isInRange = (name: string): boolean =>
    'since' in from ? name >= fileTimestamp(from.since.toISOString()) : name > (from.after ?? '')
  for (const name of (await journalNames(folder)).filter(isInRange)) {
    const head = await readHead(join(folder, name))
    if (!head || !equalDn(head.target, target)) continue
    if (!('since' in from) || head.startedAt >= from.since.toISOString())
      yield { name, head, entries: (ids) => readEntries(folder, name, ids) }
  }
}

async function journalNames(folder: string): Promise<string[]> {
  const names = await readdir(folder).catch((error: NodeJS.ErrnoException) => {
    // ENOTDIR: a parent is a file. Only a write reports this as an error.
    if (error.code === 'ENOENT' || error.code === 'ENOTDIR') return []
    throw unreadableJournal(folder, error)
  })
  return names.filter((name) => name.endsWith(journalExtension)).sort()
}

/** Returns the head, or undefined if a crash cut off the intents: that run wrote nothing to AD. */
async function readHead(file: string): Promise<JournalHead | undefined> {
  let head: (JournalHead & { changes?: number }) | undefined
  let intents = 0
  for await (const line of completeLines(file)) {
    if (head === undefined) head = parseLine(file, line, 1) as unknown as JournalHead
    else if (line.startsWith('{"type":"intent"')) intents++
    else break
  }
  return head === undefined || intents < (head.changes ?? 0) ? undefined : head
}

const additionPattern = /^\{"type":"intent","index":\d+,"group":"([^"]*)","change":\{"type":"addMembers"/

/** Yields the entries after the head; skips, without parsing them, the additions to other groups. */
async function* readEntries(
  folder: string,
  name: string,
  additionsTo: ReadonlySet<string>,
): AsyncGenerator<JournalEntry> {
  const file = join(folder, name)
  let number = 0
  for await (const line of completeLines(file)) {
    number++
    const group = additionPattern.exec(line)?.[1]
    if (number === 1 || (group !== undefined && !additionsTo.has(group))) continue
    yield parseLine(file, line, number) as unknown as JournalEntry
  }
}

/** Returns the newest journal among the file names of a folder. */
export const newestJournal = (names: readonly string[]): string | undefined =>
  names
    .filter((name) => name.endsWith(journalExtension))
    .sort()
    .at(-1)

/** Checks that each complete line of the newest journal is valid. @throws WritebackError `journalUnreadable` */
export async function checkNewestJournal(folder: string, names: readonly string[]): Promise<void> {
  const newest = newestJournal(names)
  if (newest === undefined) return
  const file = join(folder, newest)
  let number = 0
  for await (const line of completeLines(file)) parseLine(file, line, ++number)
}

function parseLine(file: string, line: string, number: number): Record<string, unknown> {
  try {
    const entry: unknown = JSON.parse(line)
    if (hasValueTypes(entry, { type: 'string' })) return entry
  } catch {
    // invalid JSON: the error below
  }
  const message = `Line ${number} of the journal ${file} is invalid.`
  throw new WritebackError('journalUnreadable', message, { hint: damagedHint })
}

/** Bytes per read. */
const readChunkLength = 1 << 20

/** Yields the lines of a file, except an incomplete last line, which a crash has cut off. */
async function* completeLines(file: string): AsyncGenerator<string> {
  let rest = ''
  try {
    for await (const chunk of createReadStream(file, { encoding: 'utf8', highWaterMark: readChunkLength })) {
      const lines = `${rest}${chunk as string}`.split('\n')
      rest = lines.pop() ?? ''
      yield* lines
    }
  } catch (cause) {
    throw cause instanceof WritebackError ? cause : unreadableJournal(file, cause)
  }
}

const unreadableJournal = (file: string, cause: unknown): WritebackError =>
  new WritebackError(
    'journalUnreadable',
    `The journal ${file} cannot be read: ${(cause as Error).message}.`,
    { cause, hint: damagedHint },
  )

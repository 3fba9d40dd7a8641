/** Journals as they are read back. */
import { createReadStream } from 'node:fs'
import { readdir } from 'node:fs/promises'
import { join } from 'node:path'
import { WritebackError } from '../errors.js'
import { equalDn } from '../model/dn.js'
import type { JournalEntry, JournalHead, RecordedRun } from '../model/journal.js'
import { isRecord } from './files.js'

const ending = '.ndjson'
const hint = 'Restore the file from a backup, or move it away once you know what that run did.'

/**
 * Names of later journals sort behind those of earlier ones, also where the clock was set back since the newest one: what
 * is remembered is drawn from them in this order.
 */
export function journalName(
  { startedAt, runId }: Pick<JournalHead, 'startedAt' | 'runId'>,
  newest?: string,
): string {
  const nameAt = (iso: string) => `${stamp(iso)}-${runId}${ending}`
  const name = nameAt(startedAt)
  if (newest === undefined || name >= newest) return name
  const time = timeOf(newest)
  return Number.isNaN(time) ? name : nameAt(new Date(time + 1).toISOString())
}

const stamp = (iso: string): string => iso.replaceAll(/[:.]/g, '-')

/** When a journal of this name began, in milliseconds; NaN where the name is not one of ours. */
const timeOf = (name: string): number =>
  Date.parse(name.replace(/^(.{10}T\d\d)-(\d\d)-(\d\d)-(\d{3}Z)-.*$/, '$1:$2:$3.$4'))

export async function* readJournals(
  folder: string,
  target: string,
  from: { after?: string } | { since: Date },
): AsyncGenerator<RecordedRun> {
  const isWanted = (name: string): boolean =>
    'since' in from ? name >= stamp(from.since.toISOString()) : name > (from.after ?? '')
  for (const name of (await journalNames(folder)).filter(isWanted)) {
    const head = await readHead(join(folder, name))
    if (!head || !equalDn(head.target, target)) continue
    if (!('since' in from) || head.startedAt >= from.since.toISOString())
      yield { name, head, entries: (ids) => entriesOf(folder, name, ids) }
  }
}

async function journalNames(folder: string): Promise<string[]> {
  const names = await readdir(folder).catch((error: NodeJS.ErrnoException) => {
    // Below a file there is no folder either; that nothing can be written there is said where something is written.
    if (error.code === 'ENOENT' || error.code === 'ENOTDIR') return []
    throw unreadable(folder, error)
  })
  return names.filter((name) => name.endsWith(ending)).sort()
}

/** Undefined where the run was killed before all it was about to do was written down: then it wrote nothing. */
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

const addition = /^\{"type":"intent","index":\d+,"group":"([^"]*)","change":\{"type":"addMembers"/

async function* entriesOf(
  folder: string,
  name: string,
  additionsTo: ReadonlySet<string>,
): AsyncGenerator<JournalEntry> {
  const file = join(folder, name)
  let number = 0
  for await (const line of completeLines(file)) {
    number++
    const group = addition.exec(line)?.[1]
    if (number === 1 || (group !== undefined && !additionsTo.has(group))) continue
    yield parseLine(file, line, number) as unknown as JournalEntry
  }
}

/** The newest journal of a folder, by the names in it. */
export const newestOf = (names: readonly string[]): string | undefined =>
  names
    .filter((name) => name.endsWith(ending))
    .sort()
    .at(-1)

/** @throws WritebackError `journalUnreadable` */
export async function checkNewest(folder: string, names: readonly string[]): Promise<void> {
  const newest = newestOf(names)
  if (newest === undefined) return
  const file = join(folder, newest)
  let number = 0
  for await (const line of completeLines(file)) parseLine(file, line, ++number)
}

function parseLine(file: string, line: string, number: number): Record<string, unknown> {
  try {
    const entry: unknown = JSON.parse(line)
    if (isRecord(entry, { type: 'string' })) return entry
  } catch {
    // told below
  }
  const what = `Line ${number} of the journal ${file} cannot be read.`
  throw new WritebackError('journalUnreadable', what, { hint })
}

/** Characters read at a time. */
const atATime = 1 << 20

/** Without what stands after the last line end: nothing, or what a crash cut off. */
async function* completeLines(file: string): AsyncGenerator<string> {
  let rest = ''
  try {
    for await (const piece of createReadStream(file, { encoding: 'utf8', highWaterMark: atATime })) {
      const lines = `${rest}${piece as string}`.split('\n')
      rest = lines.pop() ?? ''
      yield* lines
    }
  } catch (cause) {
    throw cause instanceof WritebackError ? cause : unreadable(file, cause)
  }
}

const unreadable = (file: string, cause: unknown): WritebackError =>
  new WritebackError(
    'journalUnreadable',
    `The journal ${file} cannot be read: ${(cause as Error).message}.`,
    {
      cause,
      hint,
    },
  )

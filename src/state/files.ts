/** Small JSON files, replaced as a whole: a reader sees the old one or the new one, never half of one. */
import { mkdir, readFile, stat } from 'node:fs/promises'
import { dirname } from 'node:path'
import writeFileAtomic from 'write-file-atomic'
import { WritebackError, type Problem } from '../errors.js'

/** What a file holds, and what to do where it cannot be read. */
export interface Kind<T> extends Pick<Problem, 'hint' | 'action'> {
  is: (data: unknown) => data is T
}

/** The file's content, or undefined where there is no file. @throws WritebackError `stateUnreadable` */
export async function readJson<T>(file: string, { is, hint, action }: Kind<T>): Promise<T | undefined> {
  const unreadable = (why: string, cause?: unknown) =>
    new WritebackError('stateUnreadable', `${file} cannot be read: ${why}.`, {
      cause,
      hint,
      action,
      details: { file },
    })
  let text: string
  try {
    text = await readFile(file, 'utf8')
  } catch (cause) {
    const { code, message } = cause as NodeJS.ErrnoException
    // Below a file there is no file either; that nothing can be written there is said where something is written.
    if (code === 'ENOENT' || code === 'ENOTDIR') return undefined
    throw unreadable(message, cause)
  }
  let data: unknown
  try {
    data = JSON.parse(text)
  } catch (cause) {
    throw unreadable('it is no JSON', cause)
  }
  if (!is(data)) throw unreadable('it does not hold what this version writes there')
  return data
}

/** @throws WritebackError `stateNotWritable` */
export async function writeJson(file: string, data: unknown): Promise<void> {
  try {
    await ensureFolder(dirname(file))
    await writeFileAtomic(file, `${JSON.stringify(data, undefined, 2)}\n`, { mode: 0o600 })
  } catch (cause) {
    throw notWritable(file, cause)
  }
}

export const notWritable = (file: string, cause: unknown): WritebackError =>
  new WritebackError('stateNotWritable', `${file} cannot be written: ${(cause as Error).message}.`, {
    cause,
    hint: 'Give this account the right to write there, or name another state.directory.',
  })

/**
 * For this account alone: names of people stand in it. Not by mkdir's own `recursive`, which never ends where a file
 * system denies that a folder can be made in one that is there (/proc does).
 */
export async function ensureFolder(folder: string): Promise<void> {
  if (await isFolder(folder)) return
  if (dirname(folder) !== folder) await ensureFolder(dirname(folder))
  await mkdir(folder, { mode: 0o700 }).catch(async (error: unknown) => {
    if (!(await isFolder(folder))) throw error // another run may have made it meanwhile
  })
}

const isFolder = (folder: string): Promise<boolean> =>
  stat(folder).then(
    (found) => found.isDirectory(),
    () => false,
  )

/** `object` is one with names: no null and no list. */
export type ValueType = 'string' | 'number' | 'object' | 'array'

/** Whether data is an object with values of these types, and perhaps others. */
export function isRecord(
  data: unknown,
  types: Readonly<Record<string, ValueType>>,
): data is Record<string, unknown> {
  if (typeOf(data) !== 'object') return false
  return Object.entries(types).every(
    ([name, type]) => typeOf((data as Record<string, unknown>)[name]) === type,
  )
}

function typeOf(value: unknown): string {
  if (Array.isArray(value)) return 'array'
  return value === null ? 'null' : typeof value
}

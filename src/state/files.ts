/** Reads and writes small JSON files. They are replaced atomically: a reader sees the old or the new content. */
import { mkdir, readFile, stat } from 'node:fs/promises'
import { dirname } from 'node:path'
import writeFileAtomic from 'write-file-atomic'
import { WritebackError, type Problem } from '../errors.js'

/** The format of a file, and the hint and action for a file that cannot be read. */
export interface FileKind<T> extends Pick<Problem, 'hint' | 'action'> {
  isValid: (data: unknown) => data is T
}

/** Returns the content of a file, or undefined if there is none. @throws WritebackError `stateUnreadable` */
export async function readJsonFile<T>(
  file: string,
  { isValid, hint, action }: FileKind<T>,
): Promise<T | undefined> {
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
    // ENOTDIR: a parent is a file. Only a write reports this as an error.
    if (code === 'ENOENT' || code === 'ENOTDIR') return undefined
    throw unreadable(message, cause)
  }
  let data: unknown
  try {
    data = JSON.parse(text)
  } catch (cause) {
    throw unreadable('it is not valid JSON', cause)
  }
  if (!isValid(data)) throw unreadable('its content is not valid for this version')
  return data
}

/** Writes a file and creates its folder. @throws WritebackError `stateNotWritable` */
export async function writeJsonFile(file: string, data: unknown): Promise<void> {
  try {
    await ensureFolder(dirname(file))
    await writeFileAtomic(file, `${JSON.stringify(data, undefined, 2)}\n`, { mode: 0o600 })
  } catch (cause) {
    throw notWritableError(file, cause)
  }
}

export const notWritableError = (file: string, cause: unknown): WritebackError =>
  new WritebackError('stateNotWritable', `${file} cannot be written: ${(cause as Error).message}.`, {
    cause,
    hint: 'Grant this account write access, or choose another state.directory.',
  })

/**
 * Creates a folder and its parents with access for this account only, because the state contains names of people. Does
 * not use `recursive` of mkdir, which never returns where a file system reports ENOENT in an existing folder (/proc).
 */
export async function ensureFolder(folder: string): Promise<void> {
  if (await isFolder(folder)) return
  if (dirname(folder) !== folder) await ensureFolder(dirname(folder))
  await mkdir(folder, { mode: 0o700 }).catch(async (error: unknown) => {
    if (!(await isFolder(folder))) throw error // another run may have created it meanwhile
  })
}

const isFolder = (folder: string): Promise<boolean> =>
  stat(folder).then(
    (stats) => stats.isDirectory(),
    () => false,
  )

/** Types of JSON values; `object` excludes null and arrays. */
export type ValueType = 'string' | 'number' | 'object' | 'array'

/** Returns true if data is an object with values of these types; it may have other values too. */
export function hasValueTypes(
  data: unknown,
  types: Readonly<Record<string, ValueType>>,
): data is Record<string, unknown> {
  if (valueTypeOf(data) !== 'object') return false
  return Object.entries(types).every(
    ([name, type]) => valueTypeOf((data as Record<string, unknown>)[name]) === type,
  )
}

function valueTypeOf(value: unknown): string {
  if (Array.isArray(value)) return 'array'
  return value === null ? 'null' : typeof value
}

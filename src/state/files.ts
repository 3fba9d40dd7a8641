/** Small JSON files, replaced as a whole: a reader sees the old one or the new one, never half of one. */
import { mkdir, readFile } from 'node:fs/promises'
import { dirname } from 'node:path'
import writeFileAtomic from 'write-file-atomic'
import { WritebackError } from '../errors.js'

/** The file's content, or undefined where there is no file. @throws WritebackError `stateUnreadable` */
export async function readJson<T>(file: string): Promise<T | undefined> {
  let text: string
  try {
    text = await readFile(file, 'utf8')
  } catch (cause) {
    if ((cause as NodeJS.ErrnoException).code === 'ENOENT') return undefined
    throw unreadable(file, cause)
  }
  try {
    return JSON.parse(text) as T
  } catch (cause) {
    throw unreadable(file, cause)
  }
}

const unreadable = (file: string, cause: unknown): WritebackError =>
  new WritebackError('stateUnreadable', `${file} cannot be read.`, {
    cause,
    wayOut: 'Mend it or move it away; without it, groups enabled one by one are forgotten.',
  })

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
    wayOut: 'Give this account the right to write there, or name another state.directory.',
  })

/** For this account alone: names of people stand in it. */
export async function ensureFolder(folder: string): Promise<void> {
  await mkdir(folder, { recursive: true, mode: 0o700 })
}

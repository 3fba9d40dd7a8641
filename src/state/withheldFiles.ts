/** Stores the withheld steps that were reported under a hash, one file per hash, while they can be approved. */
import { readdir, stat, unlink } from 'node:fs/promises'
import { join } from 'node:path'
import { replaceableFile, type StateLocation } from './replaceableFiles.js'
import type { FileKind } from './files.js'

const hashPattern = /^[0-9a-f]{64}$/
const maxAgeMs = 30 * 24 * 3_600_000
/** A plan that changes with each run has a new hash each time: 300 is about a day of runs every five minutes. */
const maxFiles = 300

const withheldFileKind: FileKind<string[]> = {
  isValid: (data): data is string[] => Array.isArray(data) && data.every((step) => typeof step === 'string'),
  hint: 'Approve the hash of the next plan.',
}

export function withheldFiles(location: StateLocation) {
  const { folder } = location
  const fileOf = (hash: string) => replaceableFile(`${hash}.json`, withheldFileKind, [], location)
  return {
    async readWithheld(hash: string): Promise<readonly string[] | undefined> {
      // The hash is untrusted input and becomes part of a path.
      if (!hashPattern.test(hash)) return undefined
      const steps = await fileOf(hash).read()
      return steps.length > 0 ? steps : undefined
    },
    async writeWithheld(hash: string, steps: readonly string[]): Promise<void> {
      if (steps.length === 0) return
      const file = fileOf(hash)
      if ((await file.read()).length > 0) return
      await file.write([...steps])
      await deleteExpired(folder)
    },
  }
}

/** Deletes files that are too old or too many. */
async function deleteExpired(folder: string): Promise<void> {
  const names = (await readdir(folder)).filter((name) => hashPattern.test(name.replace(/\.json$/, '')))
  const files = await Promise.all(
    names.map(async (name) => ({ file: join(folder, name), ...(await stat(join(folder, name))) })),
  )
  const newestFirst = files.sort((a, b) => b.mtimeMs - a.mtimeMs)
  const expired = newestFirst.filter(
    ({ mtimeMs }, index) => index >= maxFiles || Date.now() - mtimeMs > maxAgeMs,
  )
  for (const { file } of expired) await unlink(file).catch(() => undefined)
}

/** What was told as withheld, a file for each hash, for as long as somebody may still approve it. */
import { readdir, stat, unlink } from 'node:fs/promises'
import { join } from 'node:path'
import { disposable, type Place } from './disposable.js'
import type { Kind } from './files.js'

const hashForm = /^[0-9a-f]{64}$/
const keptFor = 30 * 24 * 3_600_000
/** A plan that changes with each run tells another hash each time: a day of runs every five minutes. */
const keptAtMost = 300

const kind: Kind<string[]> = {
  is: (data): data is string[] => Array.isArray(data) && data.every((step) => typeof step === 'string'),
  hint: 'It counts as not told: approve the hash of the next plan.',
}

export function withheldFiles(place: Place) {
  const { folder } = place
  const fileOf = (hash: string) => disposable(`${hash}.json`, kind, [], place)
  return {
    async readWithheld(hash: string): Promise<readonly string[] | undefined> {
      // The hash comes from outside, and becomes a file's name.
      if (!hashForm.test(hash)) return undefined
      const steps = await fileOf(hash).read()
      return steps.length > 0 ? steps : undefined
    },
    async writeWithheld(hash: string, steps: readonly string[]): Promise<void> {
      if (steps.length === 0) return
      const file = fileOf(hash)
      if ((await file.read()).length > 0) return
      await file.write([...steps])
      await prune(folder)
    },
  }
}

async function prune(folder: string): Promise<void> {
  const names = (await readdir(folder)).filter((name) => hashForm.test(name.replace(/\.json$/, '')))
  const files = await Promise.all(
    names.map(async (name) => ({ file: join(folder, name), ...(await stat(join(folder, name))) })),
  )
  const newestFirst = files.sort((a, b) => b.mtimeMs - a.mtimeMs)
  const old = newestFirst.filter(
    ({ mtimeMs }, index) => index >= keptAtMost || Date.now() - mtimeMs > keptFor,
  )
  for (const { file } of old) await unlink(file).catch(() => undefined)
}

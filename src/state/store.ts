/** What is remembered between runs, in a folder: one for each container. */
import { access, constants, mkdir } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { isDeepStrictEqual } from 'node:util'
import { WritebackError } from '../errors.js'
import type { StateStore } from '../engine/ports.js'
import type { LastRun, LeaseHolder, Trouble } from '../model/status.js'
import { equalDn } from '../model/dn.js'
import { noIntent, type Intent } from '../model/intent.js'
import { notWritable, readJson, writeJson } from './files.js'
import { openJournal } from './journal.js'
import { takeLease } from './lease.js'

interface StateFile {
  version: 1
  container: string
  intent: Intent
  lastRun?: LastRun
}

export function openStore(folder: string, container: string): StateStore {
  const file = (name: string) => join(folder, name)
  const read = async (): Promise<StateFile> => {
    const state = await readJson<StateFile>(file('state.json'))
    if (!state || equalDn(state.container, container))
      return state ?? { version: 1, container, intent: noIntent }
    if (isDeepStrictEqual(state.intent, noIntent)) return { version: 1, container, intent: noIntent }
    throw otherContainer(folder, state.container, container)
  }
  const write = async (changes: Partial<StateFile>) =>
    writeJson(file('state.json'), { ...(await read()), ...changes })
  return {
    async takeLease(holder, breakIt) {
      await mkdir(folder, { recursive: true, mode: 0o700 }).catch((cause: unknown) => {
        throw notWritable(folder, cause)
      })
      return takeLease(file('lease.json'), holder, breakIt)
    },
    readLease: () => readJson<LeaseHolder>(file('lease.json')),
    readIntent: async () => (await read()).intent,
    writeIntent: (intent) => write({ intent }),
    readTroubles: async () => (await readJson<Trouble[]>(file('troubles.json'))) ?? [],
    writeTroubles: (troubles) => writeJson(file('troubles.json'), troubles),
    readLastRun: async () => (await read()).lastRun,
    writeLastRun: (lastRun) => write({ lastRun }),
    openJournal: (head, intents) => openJournal(file('journal'), head, intents),
    async check() {
      await read()
      await ensureWritable(folder)
      return { checks: [{ name: 'State', status: 'ok', message: `${folder} can be written.` }], problems: [] }
    },
  }
}

/** Looks only: the folder is made by the first run. */
async function ensureWritable(folder: string): Promise<void> {
  try {
    await access(folder, constants.W_OK)
  } catch (cause) {
    const isMissing = (cause as NodeJS.ErrnoException).code === 'ENOENT'
    if (!isMissing || dirname(folder) === folder) throw notWritable(folder, cause)
    await ensureWritable(dirname(folder))
  }
}

/** The groups that were enabled one by one belong to one container; another one's would look deleted. */
function otherContainer(folder: string, has: string, asked: string): WritebackError {
  return new WritebackError('configInvalid', `The state in ${folder} belongs to ${has}, not to ${asked}.`, {
    wayOut: 'Give every container a state.directory of its own.',
  })
}

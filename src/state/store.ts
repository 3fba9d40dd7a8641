/** What is remembered between runs, in a folder: one for each container. */
import { access, constants, stat } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { isDeepStrictEqual } from 'node:util'
import { WritebackError, type Problem } from '../errors.js'
import type { StateStore } from '../engine/ports.js'
import { equalDn } from '../model/dn.js'
import { noIntent, type Intent } from '../model/intent.js'
import type { LastRun } from '../model/status.js'
import { approvalsFile, heldAccessFile, memoryFile, troublesFile } from './disposable.js'
import { ensureFolder, isRecord, notWritable, readJson, writeJson, type Kind } from './files.js'
import { openJournal } from './journal.js'
import { readJournals } from './journalFiles.js'
import { leaseFile, takeLease } from './lease.js'
import { withheldFiles } from './withheldFiles.js'

interface StateFile {
  version: 1
  container: string
  intent: Intent
  lastRun?: LastRun
}

const stateFile: Kind<StateFile> = {
  is: (data): data is StateFile =>
    isRecord(data, { version: 'number', container: 'string', intent: 'object' }) &&
    data['version'] === 1 &&
    isRecord(data['intent'], { selected: 'object', disabled: 'array' }),
  hint: 'Mend it or move it away; without it, groups enabled one by one are forgotten.',
}

export function openStore(
  folder: string,
  container: string,
  onDiscarded: (problem: Problem) => void = () => undefined,
): StateStore {
  const file = (name: string) => join(folder, name)
  const stored = () => readJson(file('state.json'), stateFile)
  const read = async (): Promise<StateFile> => {
    const state = await stored()
    if (state && equalDn(state.container, container)) return state
    // Where nobody asked for anything, nothing could be mixed up.
    const isOthers = state && !isDeepStrictEqual(state.intent, noIntent)
    if (isOthers) throw otherContainer(folder, state.container, container)
    return { version: 1, container, intent: noIntent }
  }
  const write = async (changes: Partial<StateFile>) =>
    writeJson(file('state.json'), { ...(await read()), ...changes })
  const place = { folder, container, onDiscarded }
  const [troubles, approvals] = [troublesFile(place), approvalsFile(place)]
  const [heldAccess, memory] = [heldAccessFile(place), memoryFile(place)]
  return {
    async takeLease(holder, breakIt) {
      await ensureFolder(folder).catch((cause: unknown) => {
        throw notWritable(folder, cause)
      })
      return takeLease(file('lease.json'), holder, breakIt)
    },
    readLease: () => readJson(file('lease.json'), leaseFile),
    readIntent: async () => (await read()).intent,
    writeIntent: (intent) => write({ intent }),
    readLastRun: async () => (await read()).lastRun,
    writeLastRun: (lastRun) => write({ lastRun }),
    readTroubles: () => troubles.read(),
    writeTroubles: (list) => troubles.write([...list]),
    readApprovals: () => approvals.read(),
    writeApprovals: (list) => approvals.write([...list]),
    readHeldAccess: () => heldAccess.read(),
    writeHeldAccess: (list) => heldAccess.write([...list]),
    readMemory: () => memory.read(),
    writeMemory: (known) => memory.write(known),
    ...withheldFiles({ ...place, folder: file('withheld') }),
    openJournal: (head, intents) => openJournal(file('journal'), head, intents),
    readJournals: (from) => readJournals(file('journal'), container, from),
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
    return ensureWritable(dirname(folder))
  }
  if (!(await stat(folder)).isDirectory()) throw notWritable(folder, new Error('it is no folder'))
}

/** The groups that were enabled one by one belong to one container; another one's would look deleted. */
function otherContainer(folder: string, has: string, asked: string): WritebackError {
  return new WritebackError('configInvalid', `The state in ${folder} belongs to ${has}, not to ${asked}.`, {
    hint: 'Give every container a state.directory of its own.',
  })
}

/** Opens the state that is kept between runs: one folder per container. */
import { access, constants, stat } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { isDeepStrictEqual } from 'node:util'
import { WritebackError, type Problem } from '../errors.js'
import type { StateStore } from '../engine/ports.js'
import { equalDn } from '../model/dn.js'
import { emptyIntent, type Intent } from '../model/intent.js'
import type { LastRun } from '../model/status.js'
import {
  approvalsFile,
  heldAccessFile,
  memoryFile,
  failedGroupsFile,
  type StateLocation,
} from './replaceableFiles.js'
import {
  ensureFolder,
  hasValueTypes,
  notWritableError,
  readJsonFile,
  writeJsonFile,
  type FileKind,
} from './files.js'
import { openJournal } from './journal.js'
import { readJournals } from './journalFiles.js'
import { leaseFileKind, takeLease } from './lease.js'
import { withheldFiles } from './withheldFiles.js'

interface StateFile {
  version: 1
  container: string
  intent: Intent
  lastRun?: LastRun
}

const stateFileKind: FileKind<StateFile> = {
  isValid: (data): data is StateFile =>
    hasValueTypes(data, { version: 'number', container: 'string', intent: 'object' }) &&
    data['version'] === 1 &&
    hasValueTypes(data['intent'], { selected: 'object', disabled: 'array' }),
  hint: 'Restore it from a backup, or delete it and enable the selected groups again.',
}

/** Opens the state of a container in a folder; `onDiscarded` is called with a warning about each damaged file. */
export function openStore(
  folder: string,
  container: string,
  onDiscarded: (problem: Problem) => void = () => undefined,
): StateStore {
  const location = { folder, container, onDiscarded }
  const stateFile = openStateFile(folder, container)
  return {
    ...leaseAccess(folder),
    readIntent: async () => (await stateFile.read()).intent,
    writeIntent: (intent) => stateFile.write({ intent }),
    readLastRun: async () => (await stateFile.read()).lastRun,
    writeLastRun: (lastRun) => stateFile.write({ lastRun }),
    ...replaceableState(location),
    ...withheldFiles({ ...location, folder: join(folder, 'withheld') }),
    openJournal: (head, intents) => openJournal(join(folder, 'journal'), head, intents),
    readJournals: (from) => readJournals(join(folder, 'journal'), container, from),
    async check() {
      await stateFile.read()
      await ensureFolderWritable(folder)
      return { checks: [{ name: 'State', status: 'ok', message: `${folder} can be written.` }], problems: [] }
    },
  }
}

/** Opens `state.json`. Its functions throw `stateUnreadable`, or `configInvalid` if it belongs to another container. */
function openStateFile(folder: string, container: string) {
  const file = join(folder, 'state.json')
  const read = async (): Promise<StateFile> => {
    const state = await readJsonFile(file, stateFileKind)
    if (state && equalDn(state.container, container)) return state
    // A file without intent can be reused, because it has no groups that could be mixed up.
    const isForeign = state && !isDeepStrictEqual(state.intent, emptyIntent)
    if (isForeign) throw otherContainer(folder, state.container, container)
    return { version: 1, container, intent: emptyIntent }
  }
  const write = async (changes: Partial<StateFile>) => writeJsonFile(file, { ...(await read()), ...changes })
  return { read, write }
}

/** Takes and reads the lease in a folder. */
function leaseAccess(folder: string): Pick<StateStore, 'takeLease' | 'readLease'> {
  const file = join(folder, 'lease.json')
  return {
    async takeLease(holder, breakIt) {
      await ensureFolder(folder).catch((cause: unknown) => {
        throw notWritableError(folder, cause)
      })
      return takeLease(file, holder, breakIt)
    },
    readLease: () => readJsonFile(file, leaseFileKind),
  }
}

/** Reads and writes the files that can be lost without harm. */
function replaceableState(location: StateLocation) {
  const [troubles, approvals] = [failedGroupsFile(location), approvalsFile(location)]
  const [heldAccess, memory] = [heldAccessFile(location), memoryFile(location)]
  return {
    readFailedGroups: () => troubles.read(),
    writeFailedGroups: (list) => troubles.write([...list]),
    readApprovals: () => approvals.read(),
    writeApprovals: (list) => approvals.write([...list]),
    readHeldAccess: () => heldAccess.read(),
    writeHeldAccess: (list) => heldAccess.write([...list]),
    readMemory: () => memory.read(),
    writeMemory: (content) => memory.write(content),
  } satisfies Partial<StateStore>
}

/** Checks write access; does not create the folder. @throws WritebackError `stateNotWritable` */
async function ensureFolderWritable(folder: string): Promise<void> {
  try {
    await access(folder, constants.W_OK)
  } catch (cause) {
    const isMissing = (cause as NodeJS.ErrnoException).code === 'ENOENT'
    if (!isMissing || dirname(folder) === folder) throw notWritableError(folder, cause)
    return ensureFolderWritable(dirname(folder))
  }
  if (!(await stat(folder)).isDirectory()) throw notWritableError(folder, new Error('it is not a folder'))
}

/** Selected groups belong to one container; for another container they would look deleted. */
function otherContainer(folder: string, owner: string, requested: string): WritebackError {
  const message = `The state in ${folder} belongs to ${owner}, not to ${requested}.`
  return new WritebackError('configInvalid', message, {
    hint: 'Give every container a state.directory of its own.',
  })
}

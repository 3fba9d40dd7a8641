/**
 * State files that can be lost without harm. A damaged one is ignored with a warning and replaced: its content is read
 * again (memory: from the journals), or an approval has to be given again.
 */
import { join } from 'node:path'
import { isDeepStrictEqual } from 'node:util'
import { WritebackError, type Problem } from '../errors.js'
import type { Approval } from '../model/approval.js'
import { equalDn } from '../model/dn.js'
import { emptyMemory, type Memory } from '../model/memory.js'
import type { HeldAccess, Trouble } from '../model/status.js'
import { hasValueTypes, readJsonFile, writeJsonFile, type FileKind, type ValueType } from './files.js'

export interface ReplaceableFile<T> {
  read(): Promise<T>
  /** Writes the file, unless it already has this content. */
  write(content: T): Promise<void>
}

/** The folder and the container of state files; a file of another container counts as missing. */
export interface StateLocation {
  folder: string
  container: string
  /** Called with a warning about a damaged file. */
  onDiscarded: (problem: Problem) => void
}

interface StoredContent<T> {
  container: string
  content: T
}

/** Opens a file; `empty` is the content of a missing, damaged or foreign one. */
export function replaceableFile<T>(
  name: string,
  { isValid, hint }: FileKind<T>,
  empty: T,
  location: StateLocation,
): ReplaceableFile<T> {
  const { container, onDiscarded } = location
  const file = join(location.folder, name)
  const kind: FileKind<StoredContent<T>> = {
    isValid: (data): data is StoredContent<T> =>
      hasValueTypes(data, { container: 'string' }) && isValid(data['content']),
    hint,
  }
  let current: T | undefined
  /** The content of the file equals `current`. */
  let isKnown = false
  return {
    async read() {
      try {
        const stored = await readJsonFile(file, kind)
        const isOfContainer = stored !== undefined && equalDn(stored.container, container)
        current = isOfContainer ? stored.content : undefined
        isKnown = true
        return current ?? empty
      } catch (error) {
        if (!(error instanceof WritebackError)) throw error
        const message = `${error.problems[0].message} It is ignored and will be replaced.`
        onDiscarded({ code: 'stateDiscarded', message, hint })
        current = undefined
        isKnown = false
        return empty
      }
    },
    async write(content) {
      if (isKnown && isDeepStrictEqual(current ?? empty, content)) return
      await writeJsonFile(file, { container, content } satisfies StoredContent<T>)
      current = content
      isKnown = true
    },
  }
}

/** Returns a check for lists of objects with values of these types. */
const recordListCheck =
  (types: Readonly<Record<string, ValueType>>) =>
  (data: unknown): boolean =>
    Array.isArray(data) && data.every((item) => hasValueTypes(item, types))

const isFailedGroupList = recordListCheck({
  id: 'string',
  displayName: 'string',
  since: 'string',
  attempts: 'number',
  nextTry: 'string',
  problem: 'object',
})

export const failedGroupsFile = (location: StateLocation): ReplaceableFile<Trouble[]> =>
  replaceableFile(
    'troubles.json',
    {
      isValid: (data): data is Trouble[] => isFailedGroupList(data),
      hint: 'No action is needed: failed groups are retried at once.',
    },
    [],
    location,
  )

const isApprovalList = recordListCheck({
  hash: 'string',
  at: 'string',
  by: 'string',
  host: 'string',
  steps: 'array',
  runs: 'array',
})

export const approvalsFile = (location: StateLocation): ReplaceableFile<Approval[]> =>
  replaceableFile(
    'approvals.json',
    {
      isValid: (data): data is Approval[] => isApprovalList(data),
      hint: 'Approve the withheld changes again.',
    },
    [],
    location,
  )

const isHeldAccess = (data: unknown): boolean =>
  recordListCheck({ id: 'string', displayName: 'string', dn: 'string', heldBy: 'array' })(data) &&
  (data as Array<Record<string, unknown>>).every(({ members }) => isHeldMembers(members))

const isHeldMembers = recordListCheck({ guid: 'string', name: 'string', since: 'string' })

export const heldAccessFile = (location: StateLocation): ReplaceableFile<HeldAccess[]> =>
  replaceableFile(
    'held-access.json',
    {
      isValid: (data): data is HeldAccess[] => isHeldAccess(data),
      hint: 'No action is needed: the age of withheld removals is counted from now.',
    },
    [],
    location,
  )

export const memoryFile = (location: StateLocation): ReplaceableFile<Memory> =>
  replaceableFile(
    'memory.json',
    {
      isValid: (data): data is Memory =>
        hasValueTypes(data, { groups: 'object', doubts: 'object', uncertain: 'object' }) &&
        Object.values(data['groups'] as object).every((group) => hasValueTypes(group, { guid: 'string' })) &&
        Object.values(data['doubts'] as object).every((doubt) =>
          hasValueTypes(doubt, { digest: 'string', at: 'string', since: 'string' }),
        ),
      hint: 'No action is needed: the written objects are read from the journals.',
    },
    emptyMemory,
    location,
  )

/**
 * State files that can be lost without harm. A damaged one is ignored with a warning and replaced: its content is read
 * again (memory: from the journals), or an approval has to be given again.
 */
import { join } from 'node:path'
import { isDeepStrictEqual } from 'node:util'
import { WritebackError, type Problem } from '../errors.js'
import type { Approval } from '../model/approval.js'
import { equalDn } from '../model/dn.js'
import { noMemory, type Memory } from '../model/memory.js'
import type { HeldAccess, Trouble } from '../model/status.js'
import { isRecord, readJson, writeJson, type Kind, type ValueType } from './files.js'

export interface Disposable<T> {
  read(): Promise<T>
  /** Writes the file, unless it already has this content. */
  write(content: T): Promise<void>
}

/** The folder and the container of state files; a file of another container counts as missing. */
export interface Place {
  folder: string
  container: string
  /** Called with a warning about a damaged file. */
  onDiscarded: (problem: Problem) => void
}

interface Stored<T> {
  container: string
  content: T
}

/** Opens a file; `empty` is the content of a missing, damaged or foreign one. */
export function disposable<T>(name: string, { is, hint }: Kind<T>, empty: T, location: Place): Disposable<T> {
  const { container, onDiscarded } = location
  const file = join(location.folder, name)
  const kind: Kind<Stored<T>> = {
    is: (data): data is Stored<T> => isRecord(data, { container: 'string' }) && is(data['content']),
    hint,
  }
  let current: T | undefined
  /** The content of the file equals `current`. */
  let isKnown = false
  return {
    async read() {
      try {
        const stored = await readJson(file, kind)
        const isOurs = stored !== undefined && equalDn(stored.container, container)
        current = isOurs ? stored.content : undefined
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
      await writeJson(file, { container, content } satisfies Stored<T>)
      current = content
      isKnown = true
    },
  }
}

/** Returns a check for lists of objects with values of these types. */
const recordListCheck =
  (types: Readonly<Record<string, ValueType>>) =>
  (data: unknown): boolean =>
    Array.isArray(data) && data.every((item) => isRecord(item, types))

const isTroubles = recordListCheck({
  id: 'string',
  displayName: 'string',
  since: 'string',
  attempts: 'number',
  nextTry: 'string',
  problem: 'object',
})

export const troublesFile = (location: Place): Disposable<Trouble[]> =>
  disposable(
    'troubles.json',
    {
      is: (data): data is Trouble[] => isTroubles(data),
      hint: 'No action is needed: failed groups are retried at once.',
    },
    [],
    location,
  )

const isApprovals = recordListCheck({
  hash: 'string',
  at: 'string',
  by: 'string',
  host: 'string',
  steps: 'array',
  runs: 'array',
})

export const approvalsFile = (location: Place): Disposable<Approval[]> =>
  disposable(
    'approvals.json',
    {
      is: (data): data is Approval[] => isApprovals(data),
      hint: 'Approve the withheld changes again.',
    },
    [],
    location,
  )

const isHeldAccess = (data: unknown): boolean =>
  recordListCheck({ id: 'string', displayName: 'string', dn: 'string', heldBy: 'array' })(data) &&
  (data as Array<Record<string, unknown>>).every(({ members }) => isHeldMembers(members))

const isHeldMembers = recordListCheck({ guid: 'string', name: 'string', since: 'string' })

export const heldAccessFile = (location: Place): Disposable<HeldAccess[]> =>
  disposable(
    'held-access.json',
    {
      is: (data): data is HeldAccess[] => isHeldAccess(data),
      hint: 'No action is needed: the age of withheld removals is counted from now.',
    },
    [],
    location,
  )

export const memoryFile = (location: Place): Disposable<Memory> =>
  disposable(
    'memory.json',
    {
      is: (data): data is Memory =>
        isRecord(data, { groups: 'object', doubts: 'object', uncertain: 'object' }) &&
        Object.values(data['groups'] as object).every((group) => isRecord(group, { guid: 'string' })) &&
        Object.values(data['doubts'] as object).every((doubt) =>
          isRecord(doubt, { digest: 'string', at: 'string', since: 'string' }),
        ),
      hint: 'No action is needed: the written objects are read from the journals.',
    },
    noMemory,
    location,
  )

/**
 * Files that a run can do without. One that is damaged is passed over with a warning, and replaced by the next run: what it
 * held is found again (the memory of objects: from the journals), or leads to one more question (approvals).
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
  /** Nothing is written where it is the content that was read. */
  write(content: T): Promise<void>
}

/** Where a file belongs: another container's is none. */
export interface Place {
  folder: string
  container: string
  onDiscarded: (problem: Problem) => void
}

interface Stored<T> {
  container: string
  content: T
}

export function disposable<T>(name: string, { is, hint }: Kind<T>, nothing: T, place: Place): Disposable<T> {
  const { container, onDiscarded } = place
  const file = join(place.folder, name)
  const kind: Kind<Stored<T>> = {
    is: (data): data is Stored<T> => isRecord(data, { container: 'string' }) && is(data['content']),
    hint,
  }
  let current: T | undefined
  /** What is in the file is known. */
  let isRead = false
  return {
    async read() {
      try {
        const stored = await readJson(file, kind)
        const isOurs = stored !== undefined && equalDn(stored.container, container)
        current = isOurs ? stored.content : undefined
        isRead = true
        return current ?? nothing
      } catch (error) {
        if (!(error instanceof WritebackError)) throw error
        const message = `${error.problems[0].message} It is passed over, and written anew.`
        onDiscarded({ code: 'stateDiscarded', message, hint })
        current = undefined
        isRead = false
        return nothing
      }
    },
    async write(content) {
      if (isRead && isDeepStrictEqual(current ?? nothing, content)) return
      await writeJson(file, { container, content } satisfies Stored<T>)
      current = content
      isRead = true
    },
  }
}

const isListOf =
  (types: Readonly<Record<string, ValueType>>) =>
  (data: unknown): boolean =>
    Array.isArray(data) && data.every((one) => isRecord(one, types))

const isTroubles = isListOf({
  id: 'string',
  displayName: 'string',
  since: 'string',
  attempts: 'number',
  nextTry: 'string',
  problem: 'object',
})

export const troublesFile = (place: Place): Disposable<Trouble[]> =>
  disposable(
    'troubles.json',
    {
      is: (data): data is Trouble[] => isTroubles(data),
      hint: 'Groups that failed are tried again at once.',
    },
    [],
    place,
  )

const isApprovals = isListOf({
  hash: 'string',
  at: 'string',
  by: 'string',
  host: 'string',
  steps: 'array',
  runs: 'array',
})

export const approvalsFile = (place: Place): Disposable<Approval[]> =>
  disposable(
    'approvals.json',
    {
      is: (data): data is Approval[] => isApprovals(data),
      hint: 'What was approved is to be approved again.',
    },
    [],
    place,
  )

const isHeldAccess = (data: unknown): boolean =>
  isListOf({ id: 'string', displayName: 'string', dn: 'string', heldBy: 'array' })(data) &&
  (data as Array<Record<string, unknown>>).every(({ members }) => isHeldMembers(members))

const isHeldMembers = isListOf({ guid: 'string', name: 'string', since: 'string' })

export const heldAccessFile = (place: Place): Disposable<HeldAccess[]> =>
  disposable(
    'held-access.json',
    {
      is: (data): data is HeldAccess[] => isHeldAccess(data),
      hint: 'How long access was held back starts anew.',
    },
    [],
    place,
  )

export const memoryFile = (place: Place): Disposable<Memory> =>
  disposable(
    'memory.json',
    {
      is: (data): data is Memory =>
        isRecord(data, { groups: 'object', doubts: 'object', uncertain: 'object' }) &&
        Object.values(data['groups'] as object).every((one) => isRecord(one, { guid: 'string' })) &&
        Object.values(data['doubts'] as object).every((one) =>
          isRecord(one, { digest: 'string', at: 'string', since: 'string' }),
        ),
      hint: 'What was written is found again in the journals.',
    },
    noMemory,
    place,
  )

/** Folders, other processes and a file system that misbehaves. */
import { spawn, type ChildProcess } from 'node:child_process'
import { promises } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import { syncBuiltinESMExports } from 'node:module'
import { hostname, tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface, type Interface } from 'node:readline'
import type { Change } from '../../src/model/change.js'
import type { Intent } from '../../src/model/intent.js'
import type { LastRun, LeaseHolder } from '../../src/model/status.js'
import { WritebackError } from '../../src/errors.js'

/** A folder for each test, removed after it. */
export function temporaryFolder(): (...names: string[]) => string {
  let folder = ''
  beforeEach(async () => void (folder = await mkdtemp(join(tmpdir(), 'group-writeback-state-'))))
  afterEach(() => rm(folder, { recursive: true }))
  return (...names) => join(folder, ...names)
}

export async function failure(work: Promise<unknown>): Promise<WritebackError> {
  const outcome = await work.then(
    () => undefined,
    (error: unknown) => error,
  )
  if (outcome instanceof WritebackError) return outcome
  throw new Error('It worked, or failed in a way nobody foresaw.', { cause: outcome })
}

/** This very process, unless told otherwise. */
export const holder = (runId: string, changes: Partial<LeaseHolder> = {}): LeaseHolder => ({
  runId,
  command: 'sync',
  host: hostname(),
  pid: process.pid,
  since: new Date().toISOString(),
  ...changes,
})

export const addition = (
  group: string,
  names: readonly string[] = ['Ann'],
): { group: string; change: Change } => ({
  group,
  change: {
    type: 'addMembers',
    guid: group,
    dn: `CN=${group}`,
    members: names.map((displayName) => ({ displayName })),
  },
})

/** What a store holds. */
export const container = 'OU=Groups,DC=corp,DC=test'
export const intent: Intent = {
  enabled: true,
  selected: { a: { as: 'universalSecurityGroup', container: 'OU=Sales,OU=Groups,DC=corp,DC=test' }, b: {} },
  disabled: ['c'],
}
export const lastRun: LastRun = {
  runId: 'run',
  command: 'sync',
  startedAt: '2026-01-02T03:04:05.678Z',
  status: 'partial',
  planHash: 'hash',
}

export const head = (runId: string, startedAt = '2026-01-02T03:04:05.678Z') => ({
  runId,
  command: 'sync',
  target: 'OU=Groups,DC=test',
  startedAt,
  planHash: 'hash',
})

export interface Child {
  process: ChildProcess
  tell: (line: string) => void
  /** The next line it says. */
  hear: () => Promise<string>
  /** Ends it as a crash does, and waits for its end. */
  kill: () => Promise<void>
}

/** Another process that runs a module beside this one, with its lines in and out. */
export function startChild(module: string, ...args: string[]): Child {
  const file = new URL(module, import.meta.url).pathname
  const child = spawn(process.execPath, ['--import', 'ts-blank-space/register', file, ...args], {
    stdio: ['pipe', 'pipe', 'inherit'],
  })
  const lines: Interface = createInterface({ input: child.stdout })
  const iterator = lines[Symbol.asyncIterator]()
  const ended = new Promise<void>((resolve) => child.once('exit', () => resolve()))
  return {
    process: child,
    tell: (line) => void child.stdin.write(`${line}\n`),
    hear: async () => {
      const next = await iterator.next()
      if (next.done) throw new Error('The other process ended.')
      return next.value
    },
    kill: async () => {
      child.kill('SIGKILL')
      await ended
    },
  }
}

type FileSystem = typeof promises

/** Replaces functions of node:fs/promises for everybody, until the returned function is called. */
export function misbehave(changes: Partial<FileSystem>): () => void {
  const originals = Object.fromEntries(
    Object.keys(changes).map((name) => [name, promises[name as keyof FileSystem]]),
  )
  Object.assign(promises, changes)
  syncBuiltinESMExports()
  return () => {
    Object.assign(promises, originals)
    syncBuiltinESMExports()
  }
}

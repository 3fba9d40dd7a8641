/** Provides folders, sample content, other processes and failing file-system functions. */
import { spawn, type ChildProcess } from 'node:child_process'
import { promises } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import { syncBuiltinESMExports } from 'node:module'
import { hostname, tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface, type Interface } from 'node:readline'
import type { Approval } from '../../src/model/approval.js'
import type { IntendedChange } from '../../src/engine/ports.js'
import type { Intent } from '../../src/model/intent.js'
import type { JournalHead } from '../../src/model/journal.js'
import type { Memory } from '../../src/model/memory.js'
import type { HeldAccess, LastRun, LeaseHolder, Trouble } from '../../src/model/status.js'
import { WritebackError } from '../../src/errors.js'
import { runTypeScript } from '../support/typescript.js'

/** Creates a folder for each test and removes it afterwards. */
export function temporaryFolder(): (...names: string[]) => string {
  let folder = ''
  beforeEach(async () => void (folder = await mkdtemp(join(tmpdir(), 'group-writeback-state-'))))
  afterEach(() => rm(folder, { recursive: true }))
  return (...names) => join(folder, ...names)
}

/** Returns the WritebackError with which the work fails. */
export async function failure(work: Promise<unknown>): Promise<WritebackError> {
  const outcome = await work.then(
    () => undefined,
    (error: unknown) => error,
  )
  if (outcome instanceof WritebackError) return outcome
  throw new Error('The work succeeded, or failed with an unexpected error.', { cause: outcome })
}

/** A lease holder, by default this process. */
export const holder = (runId: string, changes: Partial<LeaseHolder> = {}): LeaseHolder => ({
  runId,
  command: 'sync',
  host: hostname(),
  pid: process.pid,
  since: new Date().toISOString(),
  ...changes,
})

export const addition = (group: string, names: readonly string[] = ['Ann']): IntendedChange => ({
  group,
  change: {
    type: 'addMembers',
    guid: group,
    dn: `CN=${group}`,
    members: names.map((displayName) => ({ displayName })),
  },
})

/** Sample content of a store. */
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

export const trouble: Trouble = {
  id: 'a',
  displayName: 'Ann\u2028s 😀 "group"\n',
  problem: { code: 'nameTaken', message: 'The name is taken.', hint: 'Rename it.' },
  since: '2026-01-02T03:04:05.678Z',
  attempts: 3,
  nextTry: '2026-01-02T04:04:05.678Z',
}
export const approval: Approval = {
  hash: 'hash',
  at: '2026-01-02T03:04:05.678Z',
  by: 'ann',
  host: 'runner',
  steps: ['["end","a","1"]'],
  runs: ['run'],
}
export const heldAccess: HeldAccess = {
  id: 'a',
  displayName: 'Sales',
  dn: 'CN=Sales',
  heldBy: ['groupEmptied'],
  members: [{ guid: '1', name: 'Ann', since: '2026-01-02T03:04:05.678Z' }],
}
export const memory: Memory = {
  url: 'ldaps://dc1.test',
  journal: '2026.ndjson',
  groups: { a: { guid: 'g', controller: 'dc1.test', adopted: true, members: 5 } },
  doubts: { b: { digest: 'd', at: '2026-01-02T03:04:05.678Z', since: '2026-01-02T03:04:05.678Z' } },
  uncertain: { c: 'CN=c' },
}

export const head = (
  runId: string,
  startedAt = '2026-01-02T03:04:05.678Z',
  target = 'OU=Groups,DC=test',
): JournalHead => ({
  runId,
  command: 'sync',
  target,
  startedAt,
  planHash: 'hash',
  account: 'svc',
  host: 'runner',
  directoryAccount: 'CN=svc,DC=test',
  controller: 'dc1.test',
  version: '0.0.0',
  configHash: 'hash',
  approvals: [],
  unapproved: { losses: 0, creations: 0, deletions: 0, renames: 0, moves: 0 },
})

export interface Child {
  process: ChildProcess
  sendLine: (line: string) => void
  readLine: () => Promise<string>
  /** Kills the process and waits for its end. */
  kill: () => Promise<void>
}

/** Starts another process that runs a module of this folder, and exchanges lines with it. */
export function startChild(module: string, ...args: string[]): Child {
  const file = new URL(module, import.meta.url).pathname
  const child = spawn(process.execPath, [...runTypeScript, file, ...args], {
    stdio: ['pipe', 'pipe', 'inherit'],
  })
  const lines: Interface = createInterface({ input: child.stdout })
  const iterator = lines[Symbol.asyncIterator]()
  const ended = new Promise<void>((resolve) => child.once('exit', () => resolve()))
  return {
    process: child,
    sendLine: (line) => void child.stdin.write(`${line}\n`),
    readLine: async () => {
      const next = await iterator.next()
      if (next.done) throw new Error('The other process has ended.')
      return next.value
    },
    kill: async () => {
      child.kill('SIGKILL')
      await ended
    },
  }
}

type FileSystem = typeof promises

/** Replaces functions of node:fs/promises in all modules, until the returned function is called. */
export function replaceFsFunctions(changes: Partial<FileSystem>): () => void {
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

/**
 * One run at a time per container. The lease is a file that says who holds it and is touched while the run goes on.
 *
 * | the file                                             | a new run                |
 * |------------------------------------------------------|--------------------------|
 * | is not there                                         | takes it                 |
 * | is held by a process of this machine that is gone    | takes it over            |
 * | was not touched for ten minutes                      | takes it over            |
 * | else                                                 | ends with `leaseHeld`,   |
 * |                                                      | unless told to break it  |
 */
import { randomUUID } from 'node:crypto'
import { constants, copyFile, link, rename, stat, unlink, utimes, writeFile } from 'node:fs/promises'
import { hostname, uptime } from 'node:os'
import { setTimeout as sleep } from 'node:timers/promises'
import { WritebackError } from '../errors.js'
import type { Lease } from '../engine/ports.js'
import type { LeaseHolder } from '../model/status.js'
import { isRecord, notWritable, readJson, type Kind } from './files.js'

const touchEvery = 10_000
const expiresAfter = 600_000
/** Replacing a stale lease takes milliseconds; whoever takes this long is gone. */
const givesUpAfter = 30_000

export const leaseFile: Kind<LeaseHolder> = {
  is: (data): data is LeaseHolder =>
    isRecord(data, { runId: 'string', command: 'string', host: 'string', pid: 'number', since: 'string' }),
  hint: 'Delete it if no run is active.',
  action: 'breakLease',
}

export async function takeLease(file: string, holder: LeaseHolder, breakIt: boolean): Promise<Lease> {
  const own = `${file}.${randomUUID()}`
  try {
    await writeFile(own, JSON.stringify(holder), { mode: 0o600 })
    if (!(await place(own, file))) await takeOver(own, file, breakIt)
  } catch (error) {
    await unlink(own).catch(() => undefined)
    throw error instanceof WritebackError ? error : notWritable(file, error)
  }
  return keep(file, holder)
}

/** Puts the lease where there is none. A link appears with its content, or not at all; some shares know no links. */
async function place(own: string, file: string): Promise<boolean> {
  const copy = (error: unknown) => {
    if (codeOf(error) === 'EEXIST') throw error
    return copyFile(own, file, constants.COPYFILE_EXCL)
  }
  try {
    await link(own, file).catch(copy)
  } catch (error) {
    if (codeOf(error) === 'EEXIST') return false
    throw error
  }
  await unlink(own)
  return true
}

const codeOf = (error: unknown): string | undefined => (error as NodeJS.ErrnoException).code

/** Of several who find the same stale lease only one may replace it: the next one looks when that has happened. */
async function takeOver(own: string, file: string, breakIt: boolean): Promise<void> {
  const turn = `${file}.turn`
  await takeTurn(turn)
  try {
    while (!(await place(own, file))) {
      if (breakIt || (await isStale(file))) return await rename(own, file)
    }
  } finally {
    await unlink(turn).catch(() => undefined)
  }
}

async function takeTurn(turn: string): Promise<void> {
  for (;;) {
    try {
      return await writeFile(turn, '', { flag: 'wx', mode: 0o600 })
    } catch (error) {
      if (codeOf(error) !== 'EEXIST') throw error
    }
    if ((await idleFor(turn)) > givesUpAfter) await unlink(turn).catch(() => undefined)
    else await sleep(20)
  }
}

/** Milliseconds since the file was touched; none where it is gone. */
const idleFor = (file: string): Promise<number> =>
  stat(file).then(
    ({ mtimeMs }) => Date.now() - mtimeMs,
    () => 0,
  )

/** @throws WritebackError `leaseHeld` where the run goes on */
async function isStale(file: string): Promise<boolean> {
  if ((await idleFor(file)) > expiresAfter) return true
  const current = await readJson(file, leaseFile).catch(unknownHolder)
  if (current && !isGone(current)) throw held(current)
  return current !== undefined
}

/** Nothing is known of the holder but when it touched the lease. */
function unknownHolder(cause: unknown): never {
  throw new WritebackError('leaseHeld', 'Another run holds the lease, but the lease does not say which.', {
    cause,
    hint: 'The lease expires after ten minutes without activity.',
    action: 'breakLease',
  })
}

/** The process is not there, or its number has gone to another one: the machine was started since, or this process. */
function isGone({ host, pid, since }: LeaseHolder): boolean {
  if (host !== hostname()) return false
  const lives = pid === process.pid ? process.uptime() : uptime()
  return !isRunning(pid) || Date.parse(since) < Date.now() - lives * 1000 - clockTolerance
}

/** The clock may have been set since. */
const clockTolerance = 2000

function isRunning(pid: number): boolean {
  try {
    return process.kill(pid, 0)
  } catch (error) {
    return codeOf(error) === 'EPERM'
  }
}

function held({ command, runId, host, pid, since }: LeaseHolder): WritebackError {
  const what = `Another run holds the lease: ${command} ${runId}, process ${pid} on ${host}, since ${since}.`
  return new WritebackError('leaseHeld', what, { action: 'breakLease' })
}

function keep(file: string, { runId }: LeaseHolder): Lease {
  const lost = new AbortController()
  const isMine = async () => (await readJson(file, leaseFile))?.runId === runId
  const touch = async () => {
    if (await isMine()) await utimes(file, new Date(), new Date())
    else lost.abort(new WritebackError('leaseHeld', 'Another run took the lease from this one.'))
  }
  const timer = setInterval(() => void touch().catch(() => undefined), touchEvery).unref()
  return {
    lost: lost.signal,
    async release() {
      clearInterval(timer)
      if (await isMine().catch(() => false)) await unlink(file).catch(() => undefined)
    },
  }
}

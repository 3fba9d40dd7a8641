/**
 * The lease allows one run at a time per container. It is a file that names its holder, which touches it every ten
 * seconds.
 *
 * | lease file                                           | a new run                                            |
 * |------------------------------------------------------|------------------------------------------------------|
 * | is missing                                           | creates it                                           |
 * | names a process of this machine that has ended       | takes it over                                        |
 * | was not touched for ten minutes                      | takes it over                                        |
 * | otherwise                                            | fails with `leaseHeld`, or takes it over (`breakIt`) |
 */
import { randomUUID } from 'node:crypto'
import { constants, copyFile, link, rename, stat, unlink, utimes, writeFile } from 'node:fs/promises'
import { hostname, uptime } from 'node:os'
import { setTimeout as sleep } from 'node:timers/promises'
import { WritebackError } from '../errors.js'
import type { Lease } from '../engine/ports.js'
import type { LeaseHolder } from '../model/status.js'
import { hasValueTypes, notWritableError, readJsonFile, type FileKind } from './files.js'

const touchIntervalMs = 10_000
const expiresAfterMs = 600_000
/** Replacing a stale lease takes milliseconds; a process that has not finished after this time has crashed. */
const turnExpiresAfterMs = 30_000

export const leaseFileKind: FileKind<LeaseHolder> = {
  isValid: (data): data is LeaseHolder =>
    hasValueTypes(data, {
      runId: 'string',
      command: 'string',
      host: 'string',
      pid: 'number',
      since: 'string',
    }),
  hint: 'Delete it if no run is active.',
  action: 'breakLease',
}

/** Takes the lease, or takes it over. @throws WritebackError `leaseHeld`, `stateNotWritable` */
export async function takeLease(file: string, holder: LeaseHolder, breakIt: boolean): Promise<Lease> {
  const own = `${file}.${randomUUID()}`
  try {
    await writeFile(own, JSON.stringify(holder), { mode: 0o600 })
    if (!(await createLease(own, file))) await takeOver(own, file, breakIt)
  } catch (error) {
    await unlink(own).catch(() => undefined)
    throw error instanceof WritebackError ? error : notWritableError(file, error)
  }
  return keepLease(file, holder)
}

/**
 * Creates the lease; returns false if there is one. A hard link makes the file appear with its content; on shares
 * without hard links the file is copied.
 */
async function createLease(own: string, file: string): Promise<boolean> {
  const copy = (error: unknown) => {
    if (errnoCode(error) === 'EEXIST') throw error
    return copyFile(own, file, constants.COPYFILE_EXCL)
  }
  try {
    await link(own, file).catch(copy)
  } catch (error) {
    if (errnoCode(error) === 'EEXIST') return false
    throw error
  }
  await unlink(own)
  return true
}

const errnoCode = (error: unknown): string | undefined => (error as NodeJS.ErrnoException).code

/** Replaces a stale lease. Of several runs that find it, one at a time may do so; the others then check it again. */
async function takeOver(own: string, file: string, breakIt: boolean): Promise<void> {
  const turn = `${file}.turn`
  await takeTurn(turn)
  try {
    while (!(await createLease(own, file))) {
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
      if (errnoCode(error) !== 'EEXIST') throw error
    }
    if ((await idleMs(turn)) > turnExpiresAfterMs) await unlink(turn).catch(() => undefined)
    else await sleep(20)
  }
}

/** Returns the time since the file was touched, in milliseconds; 0 if it is missing. */
const idleMs = (file: string): Promise<number> =>
  stat(file).then(
    ({ mtimeMs }) => Date.now() - mtimeMs,
    () => 0,
  )

/** Returns true if the lease can be taken over. @throws WritebackError `leaseHeld` if its run may still be active */
async function isStale(file: string): Promise<boolean> {
  if ((await idleMs(file)) > expiresAfterMs) return true
  const current = await readJsonFile(file, leaseFileKind).catch(throwUnknownHolder)
  if (current && !hasEnded(current)) throw leaseHeld(current)
  return current !== undefined
}

/** A lease that cannot be read is respected until it expires. */
function throwUnknownHolder(cause: unknown): never {
  throw new WritebackError('leaseHeld', 'Another run holds the lease, and the lease file cannot be read.', {
    cause,
    hint: 'The lease expires after ten minutes without activity.',
    action: 'breakLease',
  })
}

/** Returns true if the holder has ended: its process is missing, or a process that started later has its id. */
function hasEnded({ host, pid, since }: LeaseHolder): boolean {
  if (host !== hostname()) return false
  const uptimeSeconds = pid === process.pid ? process.uptime() : uptime()
  return !isRunning(pid) || Date.parse(since) < Date.now() - uptimeSeconds * 1000 - clockToleranceMs
}

/** The clock may have been adjusted since the start. */
const clockToleranceMs = 2000

function isRunning(pid: number): boolean {
  try {
    return process.kill(pid, 0)
  } catch (error) {
    return errnoCode(error) === 'EPERM'
  }
}

function leaseHeld({ command, runId, host, pid, since }: LeaseHolder): WritebackError {
  const message = `Another run holds the lease: ${command} ${runId}, process ${pid} on ${host}, since ${since}.`
  return new WritebackError('leaseHeld', message, { action: 'breakLease' })
}

/** Touches the lease until it is released, and signals when another run has taken it over. */
function keepLease(file: string, { runId }: LeaseHolder): Lease {
  const lost = new AbortController()
  const isOwn = async () => (await readJsonFile(file, leaseFileKind))?.runId === runId
  const touch = async () => {
    if (await isOwn()) await utimes(file, new Date(), new Date())
    else lost.abort(new WritebackError('leaseHeld', 'Another run has taken over the lease.'))
  }
  const timer = setInterval(() => void touch().catch(() => undefined), touchIntervalMs).unref()
  return {
    lost: lost.signal,
    async release() {
      clearInterval(timer)
      if (await isOwn().catch(() => false)) await unlink(file).catch(() => undefined)
    },
  }
}

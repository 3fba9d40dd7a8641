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
import { link, rename, stat, unlink, utimes, writeFile } from 'node:fs/promises'
import { hostname, uptime } from 'node:os'
import { setTimeout as sleep } from 'node:timers/promises'
import { WritebackError } from '../errors.js'
import type { Lease } from '../engine/ports.js'
import type { LeaseHolder } from '../model/status.js'
import { notWritable, readJson } from './files.js'

const touchEvery = 10_000
const expiresAfter = 600_000
/** Longer than it takes to read a stale lease and replace it, so that of two who do only one goes on. */
const settle = 100

export async function takeLease(file: string, holder: LeaseHolder, breakIt: boolean): Promise<Lease> {
  const own = `${file}.${randomUUID()}`
  try {
    await writeFile(own, JSON.stringify(holder), { mode: 0o600 })
    // A link appears with its content, or not at all.
    await link(own, file).then(
      () => unlink(own),
      () => takeOver(own, file, holder, breakIt),
    )
  } catch (error) {
    await unlink(own).catch(() => undefined)
    throw error instanceof WritebackError ? error : notWritable(file, error)
  }
  return keep(file, holder)
}

async function takeOver(own: string, file: string, holder: LeaseHolder, breakIt: boolean): Promise<void> {
  const current = await readJson<LeaseHolder>(file)
  if (current && !breakIt && !(await isStale(file, current))) throw held(current)
  await rename(own, file)
  await sleep(settle)
  const winner = await readJson<LeaseHolder>(file)
  if (winner?.runId !== holder.runId) throw held(winner ?? holder)
}

async function isStale(file: string, { host, pid, since }: LeaseHolder): Promise<boolean> {
  const touched = await stat(file).then(
    ({ mtimeMs }) => mtimeMs,
    () => 0,
  )
  if (Date.now() - touched > expiresAfter) return true
  return host === hostname() && (!isRunning(pid) || Date.parse(since) < startOfMachine())
}

/** With two seconds of tolerance: the clock may have been set since. */
const startOfMachine = (): number => Date.now() - uptime() * 1000 - 2000

function isRunning(pid: number): boolean {
  try {
    return process.kill(pid, 0)
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM'
  }
}

function held({ command, runId, host, pid, since }: LeaseHolder): WritebackError {
  const what = `Another run holds the lease: ${command} ${runId}, process ${pid} on ${host}, since ${since}.`
  return new WritebackError('leaseHeld', what, {
    wayOut: 'Wait for it; where it is surely gone, break the lease (--break-lease).',
  })
}

function keep(file: string, { runId }: LeaseHolder): Lease {
  const lost = new AbortController()
  const isMine = async () => (await readJson<LeaseHolder>(file))?.runId === runId
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

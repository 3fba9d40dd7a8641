/**
 * The connection of a run: made when it is first needed, made again when it was lost. A run stays with the domain
 * controller it began with, for another one may not know yet what this one was told; only reads move on where it does
 * not answer (retryRead.ts), and writes where it may not write (retryWrite.ts).
 */
import { setTimeout as sleep } from 'node:timers/promises'
import type { DirectoryConfig } from '../config/types.js'
import { asWritebackError, type Problem, type WritebackError } from '../errors.js'
import { addressesOf, type Addresses } from './controllerUrls.js'
import type { Connection } from './ldap/connection.js'
import { allFailed, isOutage } from './outages.js'
import { signIn } from './signIn.js'
import { pauseBefore } from './ldap/waitWarnings.js'

export interface SessionOptions {
  /** Ends a sign-in and the waiting of reads; a connection that stands lives on, for the changes in hand. */
  signal?: AbortSignal
  /** The controller to try first, where the configuration or DNS still names it. */
  preferredUrl?: string
  /** Hears of waits that are long. */
  onWarning?: (problem: Problem) => void
}

export interface Session {
  /**
   * A connection that stands, signed in. Where it was lost, the same controller is tried again after these pauses. A
   * sign-in that was refused is not repeated, so that no account is locked.
   * @throws WritebackError `directoryUnreachable`, `directoryTls`, `directoryTimeout`, `bindRefused`, `secretMissing`
   */
  connection(pausesMs?: readonly number[]): Promise<Connection>
  /** The address of the controller, once one answered. */
  url(): string | undefined
  /** Goes on with the first controller that answers and is none of these. @throws WritebackError where none is left */
  moveOn(tried: ReadonlySet<string>, failures?: readonly WritebackError[]): Promise<Connection>
  /** Whether there is, or may be, another controller than these to go on with. */
  mayMoveOn(tried: ReadonlySet<string>): boolean
  /** Something was written: from now on the run stays with this controller, for others have not heard of it yet. */
  stay(): void
  /** Never uses this controller again. */
  exclude(url: string): void
  /** All controllers, in order. */
  addresses(): AsyncGenerator<string, void, undefined>
  /** A connection of its own, signed in; whoever asks for it closes it. */
  visit(url: string): Promise<Connection>
  /** Tells of a wait, or of a controller that is left; once, where many requests have the same to tell. */
  warn(problem: Problem | undefined): void
  readonly signal?: AbortSignal
  requests(): number
  close(): void
}

/** A domain controller that restarts is away for a moment. */
const reconnectAfterMs = [0, 1000, 4000]

export function openSession(config: DirectoryConfig, options: SessionOptions = {}): Session {
  const { signal } = options
  const warn = tellOnce(options.onWarning)
  const made: Connection[] = []
  const excluded = new Set<string>()
  const addresses = addressesOf(config, options.preferredUrl)
  let current: Promise<Connection> | undefined
  let moving: Promise<Connection> | undefined
  let url: string | undefined
  let mayLeave = true

  const visit = (address: string) =>
    signIn(address, config, { signal, warn, onMade: (one) => made.push(one) })
  const settle = async (address: string): Promise<Connection> => {
    const connection = await visit(address)
    url = address
    return connection
  }
  /** Shared by all who ask meanwhile; only what must not be repeated is remembered when it fails. */
  const share = (work: Promise<Connection>): Promise<Connection> => {
    work.catch((error: unknown) => {
      if (isOutage(error) && current === work) current = undefined
    })
    return (current = work)
  }
  const firstBut = (tried: ReadonlySet<string>, failures: readonly WritebackError[]) =>
    firstThatAnswers(addresses, new Set([...tried, ...excluded]), failures, settle)

  async function moveOn(tried: ReadonlySet<string>, failures: readonly WritebackError[] = []) {
    if (moving) return moving
    const isHere = url !== undefined && !tried.has(url) && !excluded.has(url)
    if (isHere) return connection() // somebody else has moved already
    if (!mayLeave) throw allFailed(failures)
    moving = firstBut(tried, failures).finally(() => (moving = undefined))
    return share(moving)
  }

  async function connection(pausesMs: readonly number[] = reconnectAfterMs): Promise<Connection> {
    const mine = current
    if (mine && !(await mine).closed) return mine
    // Requests that find the connection lost at the same time share the new one.
    if (current && current !== mine) return current
    return share(url === undefined ? firstBut(new Set(), []) : again(url, settle, pausesMs, warn))
  }

  return {
    connection,
    url: () => url,
    moveOn,
    mayMoveOn: (tried) => mayLeave && addresses.hasOther(new Set([...tried, ...excluded])),
    stay: () => void (mayLeave = false),
    exclude(address) {
      excluded.add(address)
      mayLeave ||= address === url // one that takes no writes has none that others had not heard of
    },
    addresses: () => addresses.inOrder(() => undefined),
    visit,
    warn,
    signal,
    requests: () => made.reduce((sum, one) => sum + one.requests(), 0),
    close: () => made.forEach((one) => one.close()),
  }
}

async function firstThatAnswers(
  addresses: Addresses,
  tried: ReadonlySet<string>,
  earlier: readonly WritebackError[],
  settle: (url: string) => Promise<Connection>,
): Promise<Connection> {
  const failures = [...earlier]
  for await (const url of addresses.inOrder((failure) => failures.push(failure))) {
    if (tried.has(url)) continue
    try {
      return await settle(url)
    } catch (error) {
      if (!isOutage(error)) throw error // a server that answers and refuses ends it
      failures.push(asWritebackError(error))
    }
  }
  throw allFailed(failures)
}

async function again(
  url: string,
  settle: (url: string) => Promise<Connection>,
  pausesMs: readonly number[],
  warn: (problem: Problem | undefined) => void,
): Promise<Connection> {
  let failure: unknown
  for (const pause of pausesMs) {
    if (failure !== undefined) warn(pauseBefore(pause, asWritebackError(failure), url))
    await sleep(pause)
    try {
      return await settle(url)
    } catch (error) {
      failure = error
      if (!isOutage(error)) break
    }
  }
  throw failure
}

/** Many requests at once have the same to tell. */
function tellOnce(tell: SessionOptions['onWarning']): (problem: Problem | undefined) => void {
  const told = new Set<string>()
  return (problem) => {
    if (!problem || told.has(problem.message)) return
    told.add(problem.message)
    tell?.(problem)
  }
}

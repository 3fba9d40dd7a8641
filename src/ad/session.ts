/**
 * Holds the connection of a run: opens it on first use and reopens it after a loss. A run stays with the domain
 * controller it started with, because a write there may not be replicated to the others yet. Only reads move on to
 * another controller if this one does not respond (retryRead.ts), and writes if this one is read-only
 * (retryWrite.ts).
 */
import { setTimeout as sleep } from 'node:timers/promises'
import type { DirectoryConfig } from '../config/types.js'
import { toWritebackError, type Problem, type WritebackError } from '../errors.js'
import { trackController, type ControllerChoice } from './controllerChoice.js'
import { controllerUrls } from './controllerUrls.js'
import type { Connection } from './ldap/connection.js'
import { allControllersFailed, isOutage } from './outages.js'
import { signIn } from './signIn.js'
import { retryWarning } from './ldap/waitWarnings.js'

export interface SessionOptions {
  /** Aborts a sign-in and the pauses of reads. An open connection stays open, for the changes in progress. */
  signal?: AbortSignal
  /** The controller to try first, if the configuration or DNS still lists it. */
  preferredUrl?: string
  /** Called for waits that are long, and for a controller that is given up. */
  onWarning?: (problem: Problem) => void
}

export interface Session {
  /**
   * Returns an open, signed-in connection. After a loss it reconnects to the same controller, waiting these times
   * before each attempt. A bind that was refused is not repeated, so that the account is not locked.
   * @throws WritebackError `directoryUnreachable`, `directoryTls`, `directoryTimeout`, `bindRefused`, `secretMissing`
   */
  connection(pausesMs?: readonly number[]): Promise<Connection>
  /** The URL of the controller in use; undefined before the first sign-in. */
  url(): string | undefined
  /** Connects to the first controller that responds and is not in `tried`. @throws WritebackError if none is left */
  moveToNextController(tried: ReadonlySet<string>, failures?: readonly WritebackError[]): Promise<Connection>
  /** True if there is, or may be, a controller besides these to move on to. */
  canMoveOn(tried: ReadonlySet<string>): boolean
  /**
   * Records a write: from now on the run stays with this controller, because the others may not have the write yet.
   */
  recordWrite(): void
  /** Excludes a controller for the rest of the run. */
  excludeController(url: string): void
  /** The URLs of all controllers, in order. */
  controllerUrls(): AsyncGenerator<string, void, undefined>
  /** Opens a separate, signed-in connection; the caller closes it. */
  openSeparateConnection(url: string): Promise<Connection>
  /** Reports a wait or a controller that is given up; the same problem only once. */
  warn(problem: Problem | undefined): void
  readonly signal?: AbortSignal
  requests(): number
  close(): void
}

/** Waits before each reconnect; a domain controller that restarts is unavailable for a moment. */
const reconnectAfterMs = [0, 1000, 4000]

export function openSession(config: DirectoryConfig, options: SessionOptions = {}): Session {
  const { signal } = options
  const warn = warnOnce(options.onWarning)
  const opened: Connection[] = []
  const addresses = controllerUrls(config, options.preferredUrl)
  const openSeparateConnection = (url: string) =>
    signIn(url, config, { signal, warn, onOpened: (connection) => opened.push(connection) })
  const choice = trackController(addresses, openSeparateConnection)
  return {
    ...shareConnection(choice, warn),
    url: choice.url,
    canMoveOn: choice.canMoveOn,
    recordWrite: choice.recordWrite,
    excludeController: choice.exclude,
    controllerUrls: () => addresses.listInOrder(() => undefined),
    openSeparateConnection,
    warn,
    signal,
    requests: () => opened.reduce((sum, connection) => sum + connection.requests(), 0),
    close: () => opened.forEach((connection) => connection.close()),
  }
}

/**
 * Gives all requests the same connection. Only errors that must not be retried are kept; after an outage it is
 * renewed.
 */
function shareConnection(
  choice: ControllerChoice,
  warn: Session['warn'],
): Pick<Session, 'connection' | 'moveToNextController'> {
  let current: Promise<Connection> | undefined
  let moving: Promise<Connection> | undefined

  const share = (connecting: Promise<Connection>): Promise<Connection> => {
    connecting.catch((error: unknown) => {
      if (isOutage(error) && current === connecting) current = undefined
    })
    return (current = connecting)
  }
  async function moveToNextController(tried: ReadonlySet<string>, failures: readonly WritebackError[] = []) {
    if (moving) return moving
    if (choice.isUsable(tried)) return connection() // another request has moved on already
    if (!choice.canLeave()) throw allControllersFailed(failures)
    moving = choice.connectToNext(tried, failures).finally(() => (moving = undefined))
    return share(moving)
  }
  async function connection(pausesMs: readonly number[] = reconnectAfterMs): Promise<Connection> {
    const mine = current
    if (mine && !(await mine).closed) return mine
    // Requests that find the connection lost at the same time share the new one.
    if (current && current !== mine) return current
    const url = choice.url()
    return share(
      url === undefined
        ? choice.connectToNext(new Set(), [])
        : reconnect(url, choice.connectTo, pausesMs, warn),
    )
  }
  return { connection, moveToNextController }
}

async function reconnect(
  url: string,
  connectTo: (url: string) => Promise<Connection>,
  pausesMs: readonly number[],
  warn: Session['warn'],
): Promise<Connection> {
  let failure: unknown
  for (const pause of pausesMs) {
    if (failure !== undefined) warn(retryWarning(pause, toWritebackError(failure), url))
    await sleep(pause)
    try {
      return await connectTo(url)
    } catch (error) {
      failure = error
      if (!isOutage(error)) break
    }
  }
  throw failure
}

/** Drops repeated warnings: requests that run at the same time report the same problem. */
function warnOnce(onWarning: SessionOptions['onWarning']): Session['warn'] {
  const reported = new Set<string>()
  return (problem) => {
    if (!problem || reported.has(problem.message)) return
    reported.add(problem.message)
    onWarning?.(problem)
  }
}

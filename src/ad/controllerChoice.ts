/** Tracks which domain controller a run uses, which ones it must not use, and whether it may still change. */
import { toWritebackError, type WritebackError } from '../errors.js'
import type { ControllerUrls } from './controllerUrls.js'
import type { Connection } from './ldap/connection.js'
import { allControllersFailed, isOutage } from './outages.js'

export interface ControllerChoice {
  /** The URL of the controller in use; undefined before the first sign-in. */
  url: () => string | undefined
  /** True if the controller in use is neither in `tried` nor excluded. */
  isUsable: (tried: ReadonlySet<string>) => boolean
  /** False once something was written. */
  canLeave: () => boolean
  canMoveOn: (tried: ReadonlySet<string>) => boolean
  recordWrite: () => void
  exclude: (url: string) => void
  /** Connects to this controller, and uses it from then on. */
  connectTo: (url: string) => Promise<Connection>
  /**
   * Connects to the first controller that responds and is neither in `tried` nor excluded.
   * @throws WritebackError with these failures and its own if no controller responds; at once if one refuses the
   * sign-in
   */
  connectToNext: (tried: ReadonlySet<string>, failures: readonly WritebackError[]) => Promise<Connection>
}

export function trackController(
  addresses: ControllerUrls,
  signIn: (url: string) => Promise<Connection>,
): ControllerChoice {
  const excluded = new Set<string>()
  let current: string | undefined
  let canLeave = true

  async function connectTo(url: string): Promise<Connection> {
    const connection = await signIn(url)
    current = url
    return connection
  }
  return {
    url: () => current,
    isUsable: (tried) => current !== undefined && !tried.has(current) && !excluded.has(current),
    canLeave: () => canLeave,
    canMoveOn: (tried) => canLeave && addresses.hasOtherThan(new Set([...tried, ...excluded])),
    recordWrite: () => void (canLeave = false),
    exclude(url) {
      excluded.add(url)
      canLeave ||= url === current // a read-only controller has no write that the others lack
    },
    connectTo,
    connectToNext: (tried, failures) =>
      connectToFirst(addresses, new Set([...tried, ...excluded]), failures, connectTo),
  }
}

async function connectToFirst(
  addresses: ControllerUrls,
  tried: ReadonlySet<string>,
  earlier: readonly WritebackError[],
  connectTo: (url: string) => Promise<Connection>,
): Promise<Connection> {
  const failures = [...earlier]
  for await (const url of addresses.listInOrder((failure) => failures.push(failure))) {
    if (tried.has(url)) continue
    try {
      return await connectTo(url)
    } catch (error) {
      if (!isOutage(error)) throw error // a refused bind is not tried on another controller
      failures.push(toWritebackError(error))
    }
  }
  throw allControllersFailed(failures)
}

/** Active Directory as the engine sees it. */
import type { DirectoryConfig } from '../config/types.js'
import type { GroupTarget } from '../engine/ports.js'
import type { DirectoryFacts } from '../model/directory.js'
import { readFacts, readNaming, type Naming } from './facts.js'
import { findAdoptionCandidates, findWritten, resolveMembers } from './lookups.js'
import { readManagedGroups } from './managed.js'
import { checkDirectory } from './preflight.js'
import { openSession } from './session.js'
import { write } from './write.js'

/** Connects when it is first used. */
export function openTarget(
  config: DirectoryConfig,
  signal?: AbortSignal,
): { target: GroupTarget; close: () => void } {
  const session = openSession(config, signal)
  const { container } = config
  const naming = once(async (): Promise<Naming> => readNaming(await session.connection()))
  const facts = once(async (): Promise<DirectoryFacts> =>
    readFacts(await session.connection(), await naming(), container),
  )
  const target: GroupTarget = {
    facts,
    readManagedGroups: (which, map, signal) => readManagedGroups(session, container, which, map, signal),
    findAdoptionCandidates: async (groups) =>
      findAdoptionCandidates(session, (await naming()).domain, groups),
    findWritten: (ids) => findWritten(session, container, ids),
    resolveMembers: async (sids) => resolveMembers(session, (await naming()).domain, sids),
    apply: (change) => write(session, container, change),
    check: async () =>
      checkDirectory({ naming: await naming(), facts: await facts(), container, account: config.bind.dn }),
    requests: () => session.requests(),
  }
  return { target, close: () => session.close() }
}

/** Asks once, and gives everybody the same answer. */
function once<T>(ask: () => Promise<T>): () => Promise<T> {
  let answer: Promise<T> | undefined
  return () => (answer ??= ask())
}

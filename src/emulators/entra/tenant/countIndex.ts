/**
 * The index that answers `$count`. It is not the store that answers member pages: it takes
 * `ConsistencyLevel: eventual` because it may be behind (Microsoft, "Advanced query capabilities on directory objects").
 * Here it is so group by group: a lag keeps the members a group had before it changed, and a test may set any number.
 */
import type { DirectoryObject, Reference } from './objects.js'
import { liveMembers, type Store } from './store.js'
import type { Lag } from './replica.js'

/** What a test orders. */
export interface CountOrders {
  /**
   * From now on a changed group is counted as it was, for so many counts of that group or for so long. Each further change
   * of its members starts that again. Without an argument: no longer.
   */
  lagCounts(lag?: Lag): void
  /** Direct members are counted as so many, whatever there are; undefined: as they are. */
  setCount(group: Reference, count: number | undefined): void
}

/** What the index says of a group where it says something else than the store. */
export interface Counted {
  members?: readonly DirectoryObject[]
  count?: number
}

export interface CountIndex {
  /** Counts as one read of this group. */
  read(group: string): Counted
  /** Before their members change. The groups are asked for only where somebody wants to know. */
  beforeChange(groups: () => Iterable<string>): void
}

interface Behind {
  members: readonly DirectoryObject[]
  readsLeft: number
  until: number
}

/** `idOf` refuses groups that the tenant does not have. */
export function createCountIndex(
  store: Store,
  now: () => number,
  idOf: (group: Reference) => string,
): { counting: CountOrders; counts: CountIndex } {
  let lag: Lag | undefined
  const behind = new Map<string, Behind>()
  const fixed = new Map<string, number>()

  function current(group: string): Behind | undefined {
    const old = behind.get(group)
    if (old && old.readsLeft > 0 && now() < old.until) return old
    behind.delete(group)
    return undefined
  }
  const counting: CountOrders = {
    lagCounts(next) {
      lag = next
      if (!next) behind.clear()
    },
    setCount(group, count) {
      if (count === undefined) fixed.delete(idOf(group))
      else fixed.set(idOf(group), count)
    },
  }
  const counts: CountIndex = {
    read(group) {
      const old = current(group)
      if (old) old.readsLeft--
      const count = fixed.get(group)
      return { ...(old && { members: old.members }), ...(count !== undefined && { count }) }
    },
    beforeChange(groups) {
      if (!lag) return
      for (const group of groups()) {
        behind.set(group, {
          members: current(group)?.members ?? [...liveMembers(store, group)],
          readsLeft: 'reads' in lag ? lag.reads : Infinity,
          until: 'ms' in lag ? now() + lag.ms : Infinity,
        })
      }
    },
  }
  return { counting, counts }
}

/** The ports of one run. They record what the run reads, and interrupt it at a given point. */
import { WritebackError } from '../../../src/errors.js'
import type { GroupSource, GroupTarget, Journal, Ports, StateStore } from '../../../src/engine/ports.js'
import type { CloudGroup } from '../../../src/model/group.js'
import type { CloudMember } from '../../../src/model/member.js'
import type { GroupLocation } from '../../../src/model/location.js'
import { memorySource } from '../../memory/cloud.js'
import { memoryStore } from '../../memory/state.js'
import { memoryTarget } from '../../memory/target.js'
import type { Place } from './place.js'

/** `unreachable`: the directory does not respond; `journal`: the disk is full; `kill`: the process is killed. */
export interface Cut {
  kind: 'unreachable' | 'journal' | 'kill'
  after: number
}

export interface Seen {
  /** Groups in a listing or in a lookup by id. */
  found: Map<string, CloudGroup>
  places: Map<string, GroupLocation['status']>
  /** Complete listings only. */
  members: Map<string, readonly CloudMember[]>
  /** Member counts of Graph, read or not. */
  counts: Map<string, number>
  /** Groups in the listing of the whole scope. */
  listed?: number
  /** The run was interrupted, or a side failed completely. */
  cut: boolean
  /** The run saved its memory. */
  remembered: boolean
}

export interface Recorded {
  ports: Ports
  seen: Seen
}

export function portsFor(place: Place, cut: Cut | undefined): Recorded {
  const seen: Seen = {
    found: new Map(),
    places: new Map(),
    members: new Map(),
    counts: new Map(),
    cut: false,
    remembered: false,
  }
  const life = { dead: false, writes: 0 }
  const end = () => {
    seen.cut = true
    return new WritebackError('directoryUnreachable', 'The test cut the run off.')
  }
  const target = cutTarget(memoryTarget(place.used), cut, life, end)
  const state = cutState(memoryStore(place.state), cut, life, seen)
  const source = recordedSource(place, seen)
  return { ports: { source, target, state, now: () => new Date(place.clock.ms) }, seen }
}

function recordedSource(place: Place, seen: Seen): GroupSource {
  const source = memorySource(place.cloud)
  const has = (what: string) => place.faults.some((fault) => fault.what === what)
  return {
    ...source,
    async readGroups(scope, ids, signal) {
      if (has('listing')) {
        seen.cut = true
        throw new WritebackError('graphIncomplete', 'The test ended the listing early.')
      }
      const read = await source.readGroups(scope, ids, signal)
      for (const group of read.items) seen.found.set(group.id, group)
      if (!ids) seen.listed = read.items.length
      return read
    },
    async locateGroups(scope, ids, signal) {
      const read = await source.locateGroups(scope, ids, signal)
      for (const location of read.items) {
        seen.places.set(location.id, location.status)
        if ('group' in location) seen.found.set(location.id, location.group)
      }
      return read
    },
    async findGroups(references, signal) {
      const groups = await source.findGroups(references, signal)
      for (const group of groups.values()) if ('id' in group) seen.found.set(group.id, group)
      return groups
    },
    async readMembers(groups, signal) {
      const read = await source.readMembers(groups, signal)
      const counts = await source.countMembers([...read.keys()])
      for (const [id, members] of read) {
        if (members instanceof WritebackError) continue
        seen.members.set(id, members.items)
        const count = counts.get(id)
        if (count !== undefined) seen.counts.set(id, count)
      }
      return read
    },
  }
}

interface Life {
  dead: boolean
  writes: number
}

function cutTarget(target: GroupTarget, cut: Cut | undefined, life: Life, end: () => Error): GroupTarget {
  return {
    ...target,
    async apply(change) {
      if (life.dead) throw end()
      if (cut?.kind === 'unreachable' && life.writes >= cut.after) throw end()
      life.writes++
      const applied = await target.apply(change)
      if (cut?.kind === 'kill' && life.writes >= cut.after) life.dead = true
      if (life.dead) throw end()
      return applied
    },
  }
}

/** A killed process writes nothing and its lease stays, until the next run finds it stale and takes it over. */
function cutState(state: StateStore, cut: Cut | undefined, life: Life, seen: Seen): StateStore {
  const alive =
    <A extends unknown[]>(write: (...given: A) => Promise<void>) =>
    async (...given: A): Promise<void> => {
      if (!life.dead) await write(...given)
    }
  const journalled = (journal: Journal): Journal => ({
    name: journal.name,
    close: alive(journal.close),
    async outcome(index, outcome) {
      if (cut?.kind === 'journal' && life.writes >= cut.after) {
        seen.cut = true
        throw new WritebackError('stateNotWritable', 'The test filled the disk.')
      }
      await alive(journal.outcome)(index, outcome)
    },
  })
  return {
    ...state,
    writeIntent: alive(state.writeIntent),
    writeFailedGroups: alive(state.writeFailedGroups),
    writeLastRun: alive(state.writeLastRun),
    writeWithheld: alive(state.writeWithheld),
    writeApprovals: alive(state.writeApprovals),
    writeHeldAccess: alive(state.writeHeldAccess),
    openJournal: async (head, intents) => journalled(await state.openJournal(head, intents)),
    async writeMemory(memory) {
      if (cut?.kind === 'kill') life.dead = true
      seen.remembered = !life.dead
      await alive(state.writeMemory)(memory)
    },
  }
}

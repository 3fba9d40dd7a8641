/** Operations on the state, the domain controllers, the configuration and the time. */
import { copyDirectory } from '../../memory/directory.js'
import { emptyState } from '../../memory/state.js'
import { emptyMemory } from '../../../src/model/memory.js'
import { advanceClock, defaultLimits, noLimits } from '../../memory/world.js'
import type { Limits } from '../../../src/model/settings.js'
import { cloudOps, inCloud, pick, type Operation } from './cloudOps.js'
import { cloneObjects, merge } from './controllers.js'
import { faultKinds } from './faults.js'
import { handOps } from './handOps.js'
import { copyState, noteAccess } from './perform.js'
import { filters, type Place } from './place.js'
import { emptyShadow } from './shadow.js'

/** Limits: low ones that trip for small groups, none (only evidence counts), and the defaults. */
export const limitSets: ReadonlyArray<[string, Limits]> = [
  ['default', defaultLimits],
  [
    'tight',
    {
      ...defaultLimits,
      groupLosses: { percent: 20, count: 3, from: 4 },
      losses: { percent: 10, count: 6, from: 3 },
      groupAdditions: { count: 6 },
      creations: { count: 1, percent: 0 },
      deletions: { count: 1, percent: 0 },
      renames: { count: 1 },
      moves: { count: 0 },
      identifiersVanished: { count: 1 },
    },
  ],
  ['none', { ...noLimits, adoptions: { count: 0 } }],
]

export const scopes = ['all', 'selected', 'entra', ...filters.map((filter) => ({ filter }))] as const

const minutes = [1, 4, 6, 29, 31, 300, 1380, 1500, 4000]

const stateOps: Record<string, Operation> = {
  loseState(place) {
    place.state = emptyState()
    place.shadow = emptyShadow()
    return 'the state is lost'
  },
  loseMemory(place) {
    place.state.memory = emptyMemory
    for (const group of place.shadow.known.keys()) place.shadow.unread.add(group)
    // The last proven rule is lost, so every rule counts as new.
    for (const rule of place.shadow.rules.values())
      if (rule.rule !== undefined)
        Object.assign(rule, { since: place.clock.ms, settled: false, proven: undefined })
    return 'the memory is lost'
  },
  copyState(place) {
    place.copies.push({ state: copyState(place.state), shadow: structuredClone(place.shadow) })
    return 'the state is copied'
  },
  restoreState(place, { a }) {
    const copy = pick(place.copies, a)
    if (!copy) return undefined
    place.state = structuredClone(copy.state)
    place.shadow = structuredClone(copy.shadow)
    return `copy ${a % place.copies.length} of the state is put back`
  },
}

const controllerOps: Record<string, Operation> = {
  secondController(place) {
    if (place.pair) return undefined
    const second = copyDirectory(place.directory)
    place.pair = { second, common: cloneObjects(place.directory.objects) }
    return 'a second controller'
  },
  switchController(place, { b }) {
    if (!place.pair) return undefined
    const { used, directory, pair } = place
    place.used = used === directory ? pair.second : directory
    place.used.reachable = true
    used.reachable = b % 2 === 0
    return `runs meet ${place.used.host}; ${used.host} ${used.reachable ? 'answers' : 'is silent'}`
  },
  replicate(place) {
    if (!place.pair) return undefined
    merge(place)
    return 'the controllers replicate'
  },
}

const configOps: Record<string, Operation> = {
  setPolicy(place, { a }) {
    place.settings.policy = pick(['keep', 'empty', 'delete', 'delete'] as const, a) ?? 'keep'
    return `policy ${place.settings.policy}`
  },
  setScope(place, { a }) {
    place.settings.scope = pick(scopes, a) ?? 'all'
    return `scope ${JSON.stringify(place.settings.scope)}`
  },
  setMapping(place, { a, b }) {
    const types = ['universalDistributionGroup', 'universalSecurityGroup'] as const
    const name = b % 4 === 0 ? 'objectId' : 'displayName'
    place.settings.mapping = { name, microsoft365Groups: pick(types, a) ?? types[0] }
    return `mapping ${JSON.stringify(place.settings.mapping)}`
  },
  setLimits(place, { a, b, c }) {
    const [name, limits] = pick(limitSets, a) ?? ['default', defaultLimits]
    const groups = [...place.shadow.known.keys()]
    const group = pick(groups, b) ?? ''
    place.settings.limits = {
      ...limits,
      ...(c % 4 === 0 && { groupEmptied: { ...limits.groupEmptied, except: [group] } }),
      ...(c % 4 === 1 && { accessSubtrees: ['OU=Sub,OU=Groups,DC=test'] }),
      ...(c % 4 === 2 && { privileged: [{ group, below: 'CN=Tier 0,CN=Users,DC=test' }] }),
    }
    return `limits ${name}, ${['except', 'subtree', 'privileged', 'plain'][c % 4]} ${group.slice(-4)}`
  },
}

const timeOps: Record<string, Operation> = {
  wait(place, { a }) {
    const passed = pick(minutes, a) ?? 1
    advanceClock(place, { minutes: passed })
    return `${passed} minutes pass`
  },
  fault(place, { a, b, c }) {
    const what = pick(faultKinds, a) ?? 'short'
    const group = pick([...place.cloud.groups.keys()], b)
    if (group === undefined) return undefined
    place.faults.push({ what, group, size: c, runs: 1 + (c % 3) })
    return `${1 + (c % 3)} runs meet ${what} of ${group.slice(-4)} (${c})`
  },
}

const behind =
  (operation: Operation): Operation =>
  (place: Place, draw) => {
    const told = operation(place, draw)
    noteAccess(place)
    return told
  }

const wrapped = (all: Record<string, Operation>, wrap: (operation: Operation) => Operation) =>
  Object.fromEntries(Object.entries(all).map(([name, operation]) => [name, wrap(operation)]))

/** All operations between runs. */
export const happenings: Record<string, Operation> = {
  ...wrapped(cloudOps, inCloud),
  ...wrapped(handOps, behind),
  ...stateOps,
  ...wrapped(controllerOps, behind),
  ...configOps,
  ...timeOps,
}

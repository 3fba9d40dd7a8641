/** Runs the program once in a history, with its faults, its interruption and its approval, and checks the run. */
import { isDeepStrictEqual } from 'node:util'
import { runDisable } from '../../../src/commands/disable.js'
import { runEnable } from '../../../src/commands/enable.js'
import type { Ports } from '../../../src/engine/ports.js'
import { runApply } from '../../../src/commands/apply.js'
import { runSync } from '../../../src/commands/sync.js'
import type { Report } from '../../../src/model/report.js'
import type { MemoryDirectory } from '../../memory/directory.js'
import type { MemoryState } from '../../memory/state.js'
import { clearFaults, putFaults } from './faults.js'
import { judge } from './judge.js'
import { controllersOf, type Place } from './place.js'
import { portsFor, type Cut } from './seen.js'
import type { Item } from './shadow.js'
import { approvedNow, toldBy } from './told.js'
import { accessOf } from './truth.js'
import { fail, type Order } from './verdict.js'

export interface Extras {
  approve?: string
  cut?: Cut
  /** The plan of `apply`. */
  saved?: Report
}

export async function perform(place: Place, order: Order, extras: Extras = {}): Promise<Report> {
  putFaults(place)
  const { approve, cut } = extras
  const approved = approvedNow(place)
  if (approve !== undefined && !order.dryRun) {
    const items = place.shadow.told.get(approve) ?? (await freshlyTold(place, order, extras))
    if (items) {
      const kept = place.shadow.approvals.filter(({ hash }) => hash !== approve)
      place.shadow.approvals = [...kept, { hash: approve, at: place.clock.ms, items, recorded: false }]
      for (const item of items) approved.add(item)
    }
  }
  const before = snapshot(place.used)
  const stateBefore = order.dryRun ? copyState(place.state) : undefined
  const intentBefore = structuredClone(place.state.intent)
  const journalsBefore = place.state.journals.length
  const troubled = new Set(place.state.failedGroups.map(({ id }) => id))
  const { ports, seen } = portsFor(place, cut)
  const report = await start(place, ports, order, extras)
  const after = snapshot(place.used)
  const stateChanged = stateBefore !== undefined && !isDeepStrictEqual(stateBefore, copyState(place.state))
  checkIntent(place, order, intentBefore)
  const failed = report.exitCode === 1 || report.exitCode === 5
  for (const given of place.shadow.approvals) if (given.hash === approve) given.recorded = !failed
  if (order.command === 'enable') place.ordered = order
  judge(place, { order, report, seen, before, after, stateChanged, approved, troubled })
  // A killed run without changes has no journal.
  if (cut?.kind === 'kill' && place.state.journals.length > journalsBefore) noteTorn(place)
  delete place.ordered
  clearFaults(place)
  noteAccess(place)
  place.clock.ms++
  if (report.groups.some(({ withheld }) => withheld.length > 0)) place.hashes.push(report.planHash)
  return report
}

function start(place: Place, ports: Ports, order: Order, { approve, saved }: Extras): Promise<Report> {
  const { settings } = place
  const { dryRun, groups, objects, as, full } = order
  const options = { dryRun, ...(approve !== undefined && { approve }), ...(full !== undefined && { full }) }
  switch (order.command) {
    case 'sync':
    case 'plan':
      return runSync(order.command, ports, settings, options, groups)
    case 'apply':
      return runApply(ports, settings, options, JSON.parse(JSON.stringify(saved)) as Report)
    case 'enable':
      return runEnable(ports, settings, { ...options, ...(groups && { groups }), ...(as && { as }) })
    case 'disable':
      return runDisable(ports, settings, {
        ...options,
        ...(groups && { groups }),
        ...(objects && { objects }),
      })
  }
}

/** "A hash that the state does not know is accepted only where the fresh plan has that hash." */
async function freshlyTold(place: Place, order: Order, extras: Extras): Promise<Set<Item> | undefined> {
  const { ports } = portsFor(place, undefined)
  const fresh = await start(place, ports, { ...order, dryRun: true }, { ...extras, approve: undefined })
  return fresh.planHash === extras.approve ? new Set(toldBy(place, fresh).flat()) : undefined
}

const snapshot = ({ objects }: MemoryDirectory) =>
  new Map([...objects].map(([guid, object]) => [guid, structuredClone(object)]))

export function copyState({ lease: _, ...state }: MemoryState): MemoryState {
  return structuredClone(state)
}

/** Checks that only orders change the intent. */
function checkIntent({ state }: Place, order: Order, before: MemoryState['intent']): void {
  const { intent } = state
  const ordered = (id: string) => order.groups?.includes(id) ?? false
  const lists = (one: MemoryState['intent']) => [new Set(Object.keys(one.selected)), new Set(one.disabled)]
  const [old, next] = [lists(before), lists(intent)]
  for (const [index, list] of next.entries()) {
    const other = old[index] ?? new Set()
    const changed = [...list, ...other].filter((id) => list.has(id) !== other.has(id))
    if (changed.some((id) => !ordered(id))) fail('intent changed without an order', changed)
  }
  const isSwitch = order.command === 'enable' || order.command === 'disable'
  if (intent.enabled !== before.enabled && !isSwitch) fail('switched without an order', order.command)
}

/** Records the changes without an outcome in the journal of a killed run. */
function noteTorn({ state, shadow }: Place): void {
  const journal = state.journals.at(-1)
  for (const [index, { group, change }] of journal?.intents.entries() ?? []) {
    if (journal?.outcomes.has(index)) continue
    const known = shadow.known.get(group)
    if (change.type === 'createGroup' && known) known.uncertain = true
    if (change.type === 'adoptGroup' && known?.guid === change.guid) shadow.known.delete(group)
  }
}

/** Records the start of each membership, on any controller. */
export function noteAccess(place: Place): void {
  const all = controllersOf(place).map(({ objects }) => accessOf(objects))
  for (const key of place.since.keys()) if (!all.some((access) => access.has(key))) place.since.delete(key)
  for (const access of all) {
    for (const key of access) if (!place.since.has(key)) place.since.set(key, place.clock.ms)
  }
}

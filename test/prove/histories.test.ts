/**
 * Runs random histories of cloud changes, faults, manual edits, lost and restored state, lagging controllers, changed
 * settings, approvals and runs, and compares them with a model written only from the specification and the documentation:
 * no membership ends without evidence or beyond a limit, and both sides converge.
 *
 * PROVE_HISTORIES is the number of histories (`npm run prove`: 10,000), PROVE_SEED the seed, PROVE_PATH repeats one.
 */
import fc from 'fast-check'
import { advanceClock } from '../memory/world.js'
import { pick, type Draw } from './histories/cloudOps.js'
import { converge } from './histories/converge.js'
import { noteAccess, perform } from './histories/perform.js'
import { makePlace, newGroup, refresh, type Place } from './histories/place.js'
import { runnings } from './histories/runOps.js'
import type { Order } from './histories/verdict.js'
import { happenings, limitSets, scopes } from './histories/worldOps.js'

const environment = process.env
const histories = Number(environment['PROVE_HISTORIES'] ?? 300)
const given = environment['PROVE_SEED']
const seed = given !== undefined ? Number(given) : histories > 300 ? Math.floor(Math.random() * 2 ** 31) : 9

/** Weights of the operations; default: 1. */
const weights: Readonly<Record<string, number>> = {
  sync: 24,
  cutOff: 4,
  plan: 2,
  fault: 10,
  wait: 6,
  leave: 6,
  leaveMany: 5,
  join: 4,
  deleteGroup: 3,
  handAdd: 2,
  setScope: 2,
}

const names = [...Object.keys(happenings), ...Object.keys(runnings)].flatMap((name) =>
  Array.from({ length: weights[name] ?? 1 }, () => name),
)

const number = fc.nat(62)
const stepArb = fc.record({ do: fc.constantFrom(...names), a: number, b: number, c: number })

const historyArb = fc.record({
  people: fc.integer({ min: 8, max: 20 }),
  sizes: fc.array(fc.nat(14), { minLength: 2, maxLength: 6 }),
  scope: fc.nat(scopes.length - 1),
  policy: fc.constantFrom('delete' as const, 'empty' as const, 'keep' as const),
  limits: fc.constantFrom(0, 0, 1, 2),
  canRestore: fc.boolean(),
  steps: fc.array(stepArb, { maxLength: 24, size: 'max' }),
})

type History = typeof historyArb extends fc.Arbitrary<infer T> ? T : never

/** Returns a company that was written completely some days ago. */
async function begin(history: History): Promise<Place> {
  const place = makePlace(history.people, history.canRestore)
  for (const [index, size] of history.sizes.entries()) {
    const group = newGroup(place, {
      kind: index % 4 === 3 ? 'microsoft365' : 'security',
      writeback: { isEnabled: true },
      ...(index % 5 === 2 && { membershipRule: 'user.department -eq "0"' }),
    })
    const members = Array.from({ length: size }, (_, n) => pick(place.people, index * 3 + n)?.id ?? '')
    place.memberships.set(group.id, new Set(members))
  }
  refresh(place)
  place.settings = {
    ...place.settings,
    scope: scopes[history.scope] ?? 'all',
    policy: history.policy,
    limits: limitSets[history.limits]?.[1] ?? place.settings.limits,
  }
  noteAccess(place)
  const groups = [...place.cloud.groups.keys()]
  const order: Order =
    place.settings.scope === 'selected'
      ? { command: 'enable', dryRun: false, groups }
      : { command: 'sync', dryRun: false }
  const first = await perform(place, order)
  if (first.status === 'withheld') await perform(place, order, { approve: first.planHash })
  advanceClock(place, { hours: 50 })
  return place
}

async function step(place: Place, name: string, draw: Draw): Promise<void> {
  const told = runnings[name] ? await runnings[name](place, draw) : happenings[name]?.(place, draw)
  if (told !== undefined) place.log.push(told)
}

/** Runs a history to its end. An error contains the log of all operations. */
export async function play(history: History): Promise<void> {
  let place: Place | undefined
  try {
    place = await begin(history)
    for (const { do: name, ...draw } of history.steps) await step(place, name, draw)
    await converge(place)
  } catch (error) {
    const { settings } = place ?? {}
    const log = [`${JSON.stringify(settings?.scope)}, ${history.policy}`, ...(place?.log ?? [])]
    const message = error instanceof Error ? (error.stack ?? error.message) : String(error)
    throw new Error(`${message}\n  ${log.join('\n  ')}`, { cause: error })
  }
}

describe('random histories', function () {
  this.timeout(0)

  it(`end no membership without evidence or beyond a limit, and converge (${histories}, seed ${seed})`, async () => {
    const path = environment['PROVE_PATH']
    await fc.assert(fc.asyncProperty(historyArb, play), {
      numRuns: histories,
      seed,
      ...(path !== undefined && { path }),
    })
  })
})

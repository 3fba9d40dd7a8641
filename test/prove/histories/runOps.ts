/** Runs in a history, as people and schedules start them. */
import { advanceClock } from '../../memory/world.js'
import { pick, type Draw } from './cloudOps.js'
import { perform, type Extras } from './perform.js'
import type { Place } from './place.js'
import type { Cut } from './seen.js'
import type { Order } from './verdict.js'

export type Running = (place: Place, draw: Draw) => Promise<string | undefined>

const idsOf = (place: Place, number: number, count: number): string[] => {
  const all = [
    ...new Set([...place.cloud.groups.keys(), ...place.shadow.known.keys(), ...place.graves.keys()]),
  ]
  return all.slice(number % Math.max(1, all.length)).slice(0, count)
}

/** The hash to approve: none, the last one, an older one, or an unknown one. */
function approvalOf({ hashes }: Place, number: number): Pick<Extras, 'approve'> {
  const choice = number % 8
  if (choice < 3) return {}
  const hash = choice < 6 ? hashes.at(-1) : choice === 6 ? pick(hashes, number) : 'made up'
  return hash === undefined ? {} : { approve: hash }
}

async function started(place: Place, order: Order, extras: Extras = {}): Promise<string> {
  const { approve, cut } = extras
  const { status, planHash, totals, problems } = await perform(place, order, extras)
  const what = [order.command, order.objects, order.as, order.groups?.map((id) => id.slice(-4)).join()]
  const did = `+${totals.membersAdded} -${totals.membersRemoved} created ${totals.created} deleted ${totals.deleted}`
  const end = [status, did, planHash.slice(0, 6), ...problems.map(({ code }) => code)]
  const given = approve === undefined ? '' : ` approving ${approve.slice(0, 6)}`
  const torn = cut ? ` cut (${cut.kind} after ${cut.after})` : ''
  return `RUN ${what.filter(Boolean).join(' ')}${given}${torn}: ${end.join(', ')}`
}

const cuts: ReadonlyArray<Cut['kind']> = ['unreachable', 'journal', 'kill']

export const runnings: Record<string, Running> = {
  async sync(place, { a, b }) {
    advanceClock(place, { minutes: pick([0, 1, 6, 35, 60], b) ?? 0 })
    return started(place, { command: 'sync', dryRun: false }, approvalOf(place, a))
  },
  async syncSome(place, { a, b, c }) {
    const groups = idsOf(place, b, 1 + (c % 3))
    return started(place, { command: 'sync', dryRun: false, groups }, approvalOf(place, a))
  },
  async cutOff(place, { a, b, c }) {
    const cut: Cut = { kind: pick(cuts, b) ?? 'kill', after: c % 12 }
    return started(place, { command: 'sync', dryRun: false }, { ...approvalOf(place, a), cut })
  },
  async plan(place, { b, c }) {
    const groups = c % 4 === 0 ? idsOf(place, b, 2) : undefined
    const order: Order = { command: 'plan', dryRun: true, ...(groups && { groups }) }
    const report = await perform(place, order)
    if (report.planHash !== '') place.plans.push(report)
    return `plan: ${report.status}, ${report.planHash.slice(0, 6)}`
  },
  async apply(place, { a, b }) {
    const saved = b % 3 === 0 ? pick(place.plans, b) : place.plans.at(-1)
    if (!saved) return undefined
    const groups = saved.groups.map(({ id }) => id)
    return started(place, { command: 'apply', dryRun: false, groups }, { ...approvalOf(place, a), saved })
  },
  async enable(place, { a, b, c }) {
    const groups = c % 6 === 0 ? undefined : idsOf(place, b, 1 + (c % 4))
    const as = pick(
      [undefined, undefined, 'universalSecurityGroup', 'universalDistributionGroup'] as const,
      c,
    )
    const order: Order = {
      command: 'enable',
      dryRun: b % 7 === 0,
      ...(groups && { groups }),
      ...(groups && as && { as }),
    }
    return started(place, order, order.dryRun ? {} : approvalOf(place, a))
  },
  async disable(place, { a, b, c }) {
    const objects = pick([undefined, 'keep', 'empty', 'delete', 'delete'] as const, b)
    const groups = c % 6 === 0 ? undefined : idsOf(place, b + c, 1 + (c % 2))
    const order: Order = {
      command: 'disable',
      dryRun: false,
      ...(groups && { groups }),
      ...(objects && { objects }),
    }
    return started(place, order, approvalOf(place, a))
  },
}

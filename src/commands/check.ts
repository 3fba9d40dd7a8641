/** Everything a run needs, asked on all sides at once, so that all that is missing is said at once. */
import { asWritebackError, type Problem } from '../errors.js'
import { exchangePresent, missingExchangeParts, type Exchange } from '../model/exchange.js'
import type { Check, Report } from '../model/report.js'
import { checkManaged } from './checkManaged.js'
import type { Settings } from '../model/settings.js'
import type { Ports, SideCheck } from '../engine/ports.js'
import { reconcile } from '../engine/reconcile.js'
import type { Observed, RunOptions } from '../engine/run.js'
import { ignoreListenerErrors, nothingObserved } from '../engine/startRun.js'

export async function preflight(ports: Ports, settings: Settings, options: RunOptions): Promise<SideCheck> {
  const { source, target, state } = ports
  const { signal } = options
  const onEvent = ignoreListenerErrors(options.onEvent)
  onEvent({ type: 'phase', phase: 'checking' })
  const directory = async () => {
    const checked = await target.check(signal)
    const exchange = await exchangeCheck(ports, settings, signal)
    // Without the container there are no objects to look at.
    const managed = checked.problems.length === 0 ? [await checkManaged(target, signal)] : []
    return merge([checked, exchange, ...managed])
  }
  const all = merge(
    await Promise.all([
      settled('Entra', source.check(signal)),
      settled('Active Directory', directory()),
      settled('state', state.check()),
    ]),
  )
  for (const check of all.checks) onEvent({ type: 'check', check })
  return all
}

const merge = (sides: SideCheck[]): SideCheck => ({
  checks: sides.flatMap(({ checks }) => checks),
  problems: sides.flatMap(({ problems }) => problems),
})

/** A side that cannot even be asked is a failed check, not the end of the others. */
async function settled(name: string, side: Promise<SideCheck>): Promise<SideCheck> {
  try {
    return await side
  } catch (error) {
    const { problems } = asWritebackError(error)
    return {
      checks: problems.map(({ message }): Check => ({ name, status: 'failed', message })),
      problems: [...problems],
    }
  }
}

/**
 * | Exchange | groups asked for as mail-enabled | answer                                   |
 * |----------|----------------------------------|------------------------------------------|
 * | present  |                                  | ok                                       |
 * | absent   | no                               | warning: written without mail addresses  |
 * | absent   | yes                              | failed: exchangeMissing                  |
 */
async function exchangeCheck(
  { target, state }: Ports,
  settings: Settings,
  signal?: AbortSignal,
): Promise<SideCheck> {
  const { exchange } = await target.facts(signal)
  const name = 'Exchange in AD'
  if (exchangePresent(exchange)) {
    const message = `Organisation ${exchange.organization?.name ?? ''}, schema ${exchange.schemaVersion ?? ''}: Microsoft 365 groups get their mail addresses.`
    return { checks: [{ name, status: 'ok', message }], problems: [] }
  }
  const { selected } = await state.readIntent()
  const asked = [
    settings.mapping.microsoft365Groups,
    ...Object.values(selected).map((selection) => selection.as),
  ]
  if (asked.includes('universalMailEnabledSecurityGroup')) {
    const problem = exchangeMissing(exchange)
    return { checks: [{ name, status: 'failed', message: problem.message }], problems: [problem] }
  }
  const missing = missingExchangeParts(exchange).join(' and ')
  const message = `Not present: ${missing} not found. Microsoft 365 groups are written without mail addresses.`
  return { checks: [{ name, status: 'warning', message }], problems: [] }
}

export function exchangeMissing(exchange: Exchange): Problem {
  return {
    code: 'exchangeMissing',
    message: `Mail-enabled groups need Exchange in Active Directory; not found: ${missingExchangeParts(exchange).join(', ')}.`,
    hint: 'Prepare AD for Exchange, or write the groups as universalDistributionGroup or universalSecurityGroup.',
  }
}

/** The preflight as a run of its own. */
export async function check(ports: Ports, settings: Settings, options: RunOptions): Promise<Report> {
  const observe = async (): Promise<Observed> => {
    const { checks, problems } = await preflight(ports, settings, options)
    return { ...nothingObserved, checks, notices: problems }
  }
  return reconcile(ports, { name: 'check', observe }, settings, { ...options, dryRun: true })
}

/** Checks the prerequisites of a run on all sides, and reports all problems together. */
import { toWritebackError, type Problem } from '../errors.js'
import { isExchangePresent, missingExchangeParts, type Exchange } from '../model/exchange.js'
import type { Check, Report } from '../model/report.js'
import { checkManagedObjects } from './checkManagedObjects.js'
import type { Settings } from '../model/settings.js'
import type { Ports, PreflightResult } from '../engine/ports.js'
import { reconcile } from '../engine/reconcile.js'
import type { CommandObservation, RunOptions } from '../engine/run.js'
import { ignoreListenerErrors, emptyObservation } from '../engine/startRun.js'

export async function runPreflight(
  ports: Ports,
  settings: Settings,
  options: RunOptions,
): Promise<PreflightResult> {
  const { source, target, state } = ports
  const { signal } = options
  const onEvent = ignoreListenerErrors(options.onEvent)
  onEvent({ type: 'phase', phase: 'checking' })
  const directory = async () => {
    const checked = await target.check(signal)
    const exchange = await exchangeCheck(ports, settings, signal)
    // Without the container there are no objects to check.
    const managed = checked.problems.length === 0 ? [await checkManagedObjects(target, signal)] : []
    return merge([checked, exchange, ...managed])
  }
  const all = merge(
    await Promise.all([
      withFailureAsCheck('Entra', source.check(signal)),
      withFailureAsCheck('Active Directory', directory()),
      withFailureAsCheck('state', state.check()),
    ]),
  )
  for (const check of all.checks) onEvent({ type: 'check', check })
  return all
}

const merge = (sides: PreflightResult[]): PreflightResult => ({
  checks: sides.flatMap(({ checks }) => checks),
  problems: sides.flatMap(({ problems }) => problems),
})

/** Turns an error into a failed check, so that the checks of the other sides are still reported. */
async function withFailureAsCheck(name: string, side: Promise<PreflightResult>): Promise<PreflightResult> {
  try {
    return await side
  } catch (error) {
    const { problems } = toWritebackError(error)
    return {
      checks: problems.map(({ message }): Check => ({ name, status: 'failed', message })),
      problems: [...problems],
    }
  }
}

/**
 * | Exchange | mail-enabled groups requested | check                                    |
 * |----------|-------------------------------|------------------------------------------|
 * | present  |                               | ok                                       |
 * | absent   | no                            | warning: written without mail addresses  |
 * | absent   | yes                           | failed: exchangeMissing                  |
 */
async function exchangeCheck(
  { target, state }: Ports,
  settings: Settings,
  signal?: AbortSignal,
): Promise<PreflightResult> {
  const { exchange } = await target.readFacts(signal)
  const name = 'Exchange in AD'
  if (isExchangePresent(exchange)) {
    const message = `Organisation ${exchange.organization?.name ?? ''}, schema ${exchange.schemaVersion ?? ''}: Microsoft 365 groups are written with mail addresses.`
    return { checks: [{ name, status: 'ok', message }], problems: [] }
  }
  const { selected } = await state.readIntent()
  const requestedTypes = [
    settings.mapping.microsoft365Groups,
    ...Object.values(selected).map((selection) => selection.as),
  ]
  if (requestedTypes.includes('universalMailEnabledSecurityGroup')) {
    const problem = exchangeMissingProblem(exchange)
    return { checks: [{ name, status: 'failed', message: problem.message }], problems: [problem] }
  }
  const missing = missingExchangeParts(exchange).join(' and ')
  const message = `Exchange is not installed (not found: ${missing}). Microsoft 365 groups are written without mail addresses.`
  return { checks: [{ name, status: 'warning', message }], problems: [] }
}

export function exchangeMissingProblem(exchange: Exchange): Problem {
  return {
    code: 'exchangeMissing',
    message: `Mail-enabled groups require Exchange in Active Directory; not found: ${missingExchangeParts(exchange).join(', ')}.`,
    hint: 'Prepare AD for Exchange, or write the groups as universalDistributionGroup or universalSecurityGroup.',
  }
}

/** Runs the preflight alone. */
export async function runCheck(ports: Ports, settings: Settings, options: RunOptions): Promise<Report> {
  const observe = async (): Promise<CommandObservation> => {
    const { checks, problems } = await runPreflight(ports, settings, options)
    return { ...emptyObservation, checks, notices: problems }
  }
  return reconcile(ports, { name: 'check', observe }, settings, { ...options, dryRun: true })
}

/** The public functions: each opens the connections of one run, runs, and closes them. */
import { createHash, randomUUID } from 'node:crypto'
import { loadConfig, type ConfigInput } from './config/load.js'
import type { Config } from './config/types.js'
import { applySaved } from './commands/applySaved.js'
import { check } from './commands/check.js'
import { disable, type DisableOptions } from './commands/disable.js'
import { enable, type EnableOptions } from './commands/enable.js'
import { checkOptions } from './commands/options.js'
import { sync } from './commands/sync.js'
import { makeReport } from './engine/makeReport.js'
import type { Ports } from './engine/ports.js'
import type { RunOptions } from './engine/run.js'
import { ignoreListenerErrors } from './engine/startRun.js'
import { asWritebackError, WritebackError, type Problem } from './errors.js'
import type { OnEvent } from './model/event.js'
import { noMemory } from './model/memory.js'
import type { Plan } from './model/plan.js'
import type { Report } from './model/report.js'
import type { Settings } from './model/settings.js'
import type { Status } from './model/status.js'
import { openStore } from './state/store.js'
import { version } from './version.js'

/**
 * Turns writeback on for the configured container, after a preflight that says everything that is missing at once; or,
 * with groups, puts those in scope and writes them. Idempotent.
 */
export const enableWriteback = (config: ConfigInput, options: EnableOptions = {}): Promise<Report> =>
  run('enable', config, options, (ports, settings) => enable(ports, settings, options))

/**
 * Turns writeback off, for the container or for some groups. The objects stay as they are unless `objects` says
 * otherwise. Idempotent.
 */
export const disableWriteback = (config: ConfigInput, options: DisableOptions = {}): Promise<Report> =>
  run('disable', config, options, (ports, settings) => disable(ports, settings, options))

/** Makes one group true (or a few): by object id, mail address or display name. */
export const syncGroup = (
  config: ConfigInput,
  group: string | readonly string[],
  options: RunOptions = {},
): Promise<Report> => {
  const groups = typeof group === 'string' ? [group] : group
  const work: Work = (ports, settings) => sync('sync', ports, settings, options, groups)
  return run('sync', config, { ...options, groups }, work, ['groups'])
}

/** Makes everything in scope true. */
export const syncGroups = (config: ConfigInput, options: RunOptions = {}): Promise<Report> =>
  run('sync', config, options, (ports, settings) => sync('sync', ports, settings, options))

export type PlanOptions = Pick<RunOptions, 'signal' | 'onEvent'> & { groups?: readonly string[] }

/** What `syncGroups` would do, for `applyPlan`; writes nothing. The value is a whole report. */
export const planWriteback = (config: ConfigInput, options: PlanOptions = {}): Promise<Report> => {
  const { groups, ...rest } = options
  const dry = { ...rest, dryRun: true }
  const work: Work = (ports, settings) => sync('plan', ports, settings, dry, groups)
  return run('plan', config, { ...dry, groups }, work)
}

/**
 * Writes a plan that was made before. Both sides are read again: a group that would be changed differently now is left
 * alone, and its error names what moved.
 */
export const applyPlan = (config: ConfigInput, plan: Plan, options: RunOptions = {}): Promise<Report> =>
  run('apply', config, options, (ports, settings) => applySaved(ports, settings, options, plan))

/** The preflight alone: signs in, looks at both sides, writes nothing. */
export const checkWriteback = (
  config: ConfigInput,
  options: Pick<RunOptions, 'signal' | 'onEvent'> = {},
): Promise<Report> => run('check', config, options, (ports, settings) => check(ports, settings, options))

/**
 * What is remembered about the container; asks nobody.
 * @throws WritebackError `configNotFound`, `configInvalid`, `stateUnreadable`
 */
export async function getStatus(input: ConfigInput): Promise<Status> {
  const { directory, state } = await loadConfig(input, { offline: true })
  const problems: Problem[] = []
  const store = openStore(state.directory, directory.container, (problem) => void problems.push(problem))
  const { enabled, selected, disabled } = await store.readIntent()
  const [heldAccess, troubles, lastRun, lease] = await Promise.all([
    store.readHeldAccess(),
    store.readTroubles(),
    store.readLastRun(),
    store.readLease(),
  ])
  const { container: target } = directory
  return { target, heldAccess, enabled, selected, disabled, troubles, lastRun, lease, problems }
}

type Work = (ports: Ports, settings: Settings) => Promise<Report>

async function run(
  command: string,
  input: ConfigInput,
  options: EnableOptions & DisableOptions,
  work: Work,
  required: readonly string[] = [],
): Promise<Report> {
  const startedAt = new Date()
  const warnings: Problem[] = []
  try {
    checkOptions(options, command, required)
    refuseUnverifiedTls()
    const config = await loadConfig(input)
    const onWarning = (problem: Problem) => warn(problem, warnings, options.onEvent)
    const { ports, close } = await open(config, options.signal, onWarning)
    const report = await work(ports, settingsOf(config)).finally(close)
    return { ...report, problems: [...report.problems, ...warnings.filter(isLasting)] }
  } catch (error) {
    const { problems } = asWritebackError(error)
    const cost = {
      graphRequests: 0,
      directoryRequests: 0,
      peakMemoryBytes: process.resourceUsage().maxRSS * 1024,
    }
    const dryRun = options.dryRun === true
    const nowhere = { runId: randomUUID(), command, target: '', dryRun, startedAt }
    return makeReport(nowhere, { problems, cost }, new Date())
  }
}

/** A wait is over when the report is made; what was passed over is not. */
const isLasting = ({ code }: Problem): boolean => code === 'stateDiscarded'

function warn(problem: Problem, warnings: Problem[], onEvent: OnEvent | undefined): void {
  const { code, message } = problem
  if (isLasting(problem) && warnings.some((known) => known.message === message)) return
  warnings.push(problem)
  ignoreListenerErrors(onEvent)({ type: 'warning', code, message })
}

/**
 * Our own connections verify certificates whatever this says; that somebody set it means that they expect otherwise, and
 * libraries between here and there may obey.
 */
function refuseUnverifiedTls(): void {
  if (process.env['NODE_TLS_REJECT_UNAUTHORIZED'] !== '0') return
  throw new WritebackError(
    'tlsNotVerified',
    'NODE_TLS_REJECT_UNAUTHORIZED=0 switches off the check of certificates.',
    {
      hint: 'Remove it, and name the authority to trust in entra.tls.caPath or directory.tls.caPath.',
    },
  )
}

/** Loaded only here, so that what needs no connection starts fast. Connections are made when they are first used. */
async function open(
  { entra, directory, state }: Config,
  signal: AbortSignal | undefined,
  onWarning: (problem: Problem) => void,
): Promise<{ ports: Ports; close: () => void }> {
  const [{ openSource }, { openTarget }] = await Promise.all([
    import('./entra/source.js'),
    import('./ad/target.js'),
  ])
  const store = openStore(state.directory, directory.container, onWarning)
  // A run stays with the domain controller that was written to last; that it cannot be told now is told later.
  const { url: preferredUrl } = await store.readMemory().catch(() => noMemory)
  const { target, close } = openTarget(directory, { signal, preferredUrl, onWarning })
  return {
    ports: { source: openSource(entra, { onWait: onWarning }), target, state: store, now: () => new Date() },
    close,
  }
}

const settingsOf = (config: Config): Settings => ({
  container: config.directory.container,
  scope: config.scope.groups,
  mapping: config.mapping,
  policy: config.policy.deprovision,
  limits: config.limits,
  origin: {
    directoryAccount: config.directory.bind.dn,
    version,
    configHash: createHash('sha256').update(JSON.stringify(config)).digest('hex'),
  },
})

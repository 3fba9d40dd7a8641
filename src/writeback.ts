/** The public functions: each opens the connections of one run, runs, and closes them. */
import { createHash, randomUUID } from 'node:crypto'
import { loadConfig, type ConfigInput } from './config/load.js'
import type { Config } from './config/types.js'
import { runApply } from './commands/apply.js'
import { runCheck } from './commands/check.js'
import { runDisable, type DisableOptions } from './commands/disable.js'
import { runEnable, type EnableOptions } from './commands/enable.js'
import { checkOptions } from './commands/options.js'
import { runSync } from './commands/sync.js'
import { makeReport } from './engine/makeReport.js'
import type { Ports } from './engine/ports.js'
import type { RunOptions } from './engine/run.js'
import { ignoreListenerErrors } from './engine/startRun.js'
import { toWritebackError, WritebackError, type Problem } from './errors.js'
import type { OnEvent } from './model/event.js'
import { emptyMemory } from './model/memory.js'
import type { Plan } from './model/plan.js'
import type { Report } from './model/report.js'
import type { Settings } from './model/settings.js'
import type { Status } from './model/status.js'
import { openStore } from './state/store.js'
import { version } from './version.js'

/**
 * Enables writeback for the configured container, after a preflight that reports all problems together. With `groups`,
 * adds these groups to the scope and writes them. Idempotent.
 */
export const enableWriteback = (config: ConfigInput, options: EnableOptions = {}): Promise<Report> =>
  runInEngine('enable', config, options, (ports, settings) => runEnable(ports, settings, options))

/**
 * Disables writeback for the container or for some groups. The objects stay unchanged unless `objects` is `empty` or
 * `delete`. Idempotent.
 */
export const disableWriteback = (config: ConfigInput, options: DisableOptions = {}): Promise<Report> =>
  runInEngine('disable', config, options, (ports, settings) => runDisable(ports, settings, options))

/** Reconciles one or several groups, named by object id, mail address or display name. */
export const syncGroup = (
  config: ConfigInput,
  group: string | readonly string[],
  options: RunOptions = {},
): Promise<Report> => {
  const groups = typeof group === 'string' ? [group] : group
  const work: Work = (ports, settings) => runSync('sync', ports, settings, options, groups)
  return runInEngine('sync', config, { ...options, groups }, work, ['groups'])
}

/** Reconciles all groups in scope. */
export const syncGroups = (config: ConfigInput, options: RunOptions = {}): Promise<Report> =>
  runInEngine('sync', config, options, (ports, settings) => runSync('sync', ports, settings, options))

export type PlanOptions = Pick<RunOptions, 'signal' | 'onEvent'> & { groups?: readonly string[] }

/** Plans what `syncGroups` would write, for `applyPlan`; writes nothing. Resolves with a complete report. */
export const planWriteback = (config: ConfigInput, options: PlanOptions = {}): Promise<Report> => {
  const { groups, ...rest } = options
  const dry = { ...rest, dryRun: true }
  const work: Work = (ports, settings) => runSync('plan', ports, settings, dry, groups)
  return runInEngine('plan', config, { ...dry, groups }, work)
}

/**
 * Applies a saved plan. Both sides are read again: a group whose changes would be different now is not written, and its
 * error names the differences.
 */
export const applyPlan = (config: ConfigInput, plan: Plan, options: RunOptions = {}): Promise<Report> =>
  runInEngine('apply', config, options, (ports, settings) => runApply(ports, settings, options, plan))

/** Runs the preflight: signs in, checks both sides and the state, writes nothing. */
export const checkWriteback = (
  config: ConfigInput,
  options: Pick<RunOptions, 'signal' | 'onEvent'> = {},
): Promise<Report> =>
  runInEngine('check', config, options, (ports, settings) => runCheck(ports, settings, options))

/**
 * Reads the local state of the container; makes no network requests.
 * @throws WritebackError `configNotFound`, `configInvalid`, `stateUnreadable`
 */
export async function getStatus(input: ConfigInput): Promise<Status> {
  const { directory, state } = await loadConfig(input, { offline: true })
  const problems: Problem[] = []
  const store = openStore(state.directory, directory.container, (problem) => void problems.push(problem))
  const { enabled, selected, disabled } = await store.readIntent()
  const [heldAccess, troubles, lastRun, lease] = await Promise.all([
    store.readHeldAccess(),
    store.readFailedGroups(),
    store.readLastRun(),
    store.readLease(),
  ])
  const { container: target } = directory
  return { target, heldAccess, enabled, selected, disabled, troubles, lastRun, lease, problems }
}

type Work = (ports: Ports, settings: Settings) => Promise<Report>

/** Validates options and configuration, opens the connections, does the work, closes them. Never throws. */
async function runInEngine(
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
    const onWarning = (problem: Problem) => collectWarning(problem, warnings, options.onEvent)
    const { ports, close } = await openPorts(config, options.signal, onWarning)
    const report = await work(ports, settingsOf(config)).finally(close)
    return { ...report, problems: [...report.problems, ...warnings.filter(isLasting)] }
  } catch (error) {
    const problems = [...toWritebackError(error).problems, ...warnings.filter(isLasting)]
    const cost = {
      graphRequests: 0,
      directoryRequests: 0,
      peakMemoryBytes: process.resourceUsage().maxRSS * 1024,
    }
    const dryRun = options.dryRun === true
    const head = { runId: randomUUID(), command, target: '', dryRun, startedAt }
    return makeReport(head, { problems, cost }, new Date())
  }
}

/** Only lasting warnings are in the report: a wait is over by then, a discarded state file is not. */
const isLasting = ({ code }: Problem): boolean => code === 'stateDiscarded'

/** Reports a warning as an event and collects it for the report; a lasting one only once. */
function collectWarning(problem: Problem, warnings: Problem[], onEvent: OnEvent | undefined): void {
  const { code, message } = problem
  if (isLasting(problem) && warnings.some((known) => known.message === message)) return
  warnings.push(problem)
  ignoreListenerErrors(onEvent)({ type: 'warning', code, message })
}

/**
 * Refuses to run with NODE_TLS_REJECT_UNAUTHORIZED=0. Our own connections verify certificates regardless, but the
 * user who set the variable expects otherwise, and a library may follow it.
 * @throws WritebackError `tlsNotVerified`
 */
function refuseUnverifiedTls(): void {
  if (process.env['NODE_TLS_REJECT_UNAUTHORIZED'] !== '0') return
  throw new WritebackError(
    'tlsNotVerified',
    'NODE_TLS_REJECT_UNAUTHORIZED=0 disables certificate verification.',
    {
      hint: 'Remove the variable, and set the certificate authority to trust in entra.tls.caPath or directory.tls.caPath.',
    },
  )
}

/**
 * Opens both sides and the state. Their modules are loaded here, so that functions without a connection start fast;
 * connections are made on first use.
 */
async function openPorts(
  { entra, directory, state }: Config,
  signal: AbortSignal | undefined,
  onWarning: (problem: Problem) => void,
): Promise<{ ports: Ports; close: () => void }> {
  const [{ openSource }, { openTarget }] = await Promise.all([
    import('./entra/source.js'),
    import('./ad/target.js'),
  ])
  const store = openStore(state.directory, directory.container, onWarning)
  // A run stays with the domain controller that was written to last. An unreadable memory is reported later, by the run.
  const { url: preferredUrl } = await store.readMemory().catch(() => emptyMemory)
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

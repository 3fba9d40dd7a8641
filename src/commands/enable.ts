import { errorFromProblems, type Problem } from '../errors.js'
import { isInContainer } from '../model/dn.js'
import { isExchangePresent } from '../model/exchange.js'
import type { CloudGroup, OnPremisesGroupType } from '../model/group.js'
import type { Intent, Selection } from '../model/intent.js'
import type { Plan } from '../model/plan.js'
import type { Report } from '../model/report.js'
import type { Settings } from '../model/settings.js'
import { scopeDecision } from '../planner/scope.js'
import type { Ports } from '../engine/ports.js'
import { reconcile } from '../engine/reconcile.js'
import { unwrittenGroupProblems, resolveGroups } from '../engine/resolveGroups.js'
import type { CommandObservation, RunOptions } from '../engine/run.js'
import { emptyObservation } from '../engine/startRun.js'
import { exchangeMissingProblem, runPreflight } from './check.js'
import { observeScope } from './sync.js'

export interface EnableOptions extends RunOptions {
  /** Object ids, mail addresses or display names; if missing, writeback is enabled for the container. */
  groups?: readonly string[]
  /** The AD group type of the Microsoft 365 groups among them. */
  as?: OnPremisesGroupType
  /** A container at or below the configured one. */
  container?: string
}

/**
 * Plans as if the groups were enabled, and records the intent after the guard, without withheld groups. Without `groups`
 * only the intent is recorded, after a successful preflight.
 */
export async function runEnable(ports: Ports, settings: Settings, options: EnableOptions): Promise<Report> {
  const { groups } = options
  const observe = async (): Promise<CommandObservation> => {
    const before = await ports.state.readIntent()
    // Groups need no preflight once the container is enabled; enabling the container always runs it.
    const { checks, problems } =
      before.enabled && groups
        ? { checks: [], problems: [] }
        : await runPreflight(ports, groups ? settings : withGroupType(settings, options), options)
    const notices = [...problems, ...(groups ? [] : groupsMissing(options))]
    if (notices.length > 0) return { ...emptyObservation, checks, notices }
    const enabled: Intent = { ...before, enabled: true }
    if (!groups) return { ...emptyObservation, checks, intentAfter: () => enabled }
    return { ...(await observeNamed(ports, settings, options, groups, enabled)), checks }
  }
  return reconcile(ports, { name: 'enable', observe }, settings, options)
}

/**
 * Reads the named groups and compares them. Groups that cannot be written are reported.
 * @throws WritebackError `usage`, `containerMissing` or `exchangeMissing` for options that no group can be written with,
 * before anything is recorded; the groups' problems if none can be written
 */
async function observeNamed(
  ports: Ports,
  settings: Settings,
  options: EnableOptions,
  references: readonly string[],
  enabled: Intent,
): Promise<CommandObservation> {
  const invalid = await optionProblems(ports, settings, options)
  const { supported, refused } = await resolveSupported(ports, options, references)
  const [first, ...others] = [...invalid, ...refused]
  if (first && (invalid.length > 0 || supported.length === 0)) throw errorFromProblems([first, ...others])
  const namedIds = supported.map(({ id }) => id)
  const intent = withSelected(enabled, namedIds, options)
  const subset = { readIds: namedIds, ordered: true }
  const observation = await observeScope(ports, settings, intent, options, subset)
  const skipped = new Set(observation.skippedGroups.map(({ id }) => id))
  const intentAfter = (plan: Plan) => {
    const ids = namedIds.filter((id) => !skipped.has(id) && !isWithheld(plan, id))
    return withSelected(enabled, ids, options)
  }
  const notices = [
    ...observation.notices,
    ...refused,
    ...unwrittenGroupProblems(observation.skippedGroups, namedIds),
  ]
  return { ...observation, namedIds, intentAfter, notices }
}

/** Settings with the requested group type, so that the preflight checks for Exchange if it is mail-enabled. */
const withGroupType = (settings: Settings, { as }: EnableOptions): Settings => ({
  ...settings,
  mapping: { ...settings.mapping, ...(as && { microsoft365Groups: as }) },
})

function groupsMissing({ as, container }: EnableOptions): Problem[] {
  if (as === undefined && container === undefined) return []
  const key = as === undefined ? 'container' : 'as'
  return [
    {
      code: 'usage',
      message: `The option "${key}" applies to named groups only, and no groups are named.`,
      hint: 'Name the groups, or set the default for all groups in the configuration.',
      details: { key },
    },
  ]
}

/** Returns the problems of options that no group could be written with. */
async function optionProblems(
  ports: Ports,
  settings: Settings,
  { as, container, signal }: EnableOptions,
): Promise<Problem[]> {
  const { target } = ports
  const problems: Problem[] = []
  if (container !== undefined && !isInContainer(container, settings.container))
    problems.push(containerOutsideProblem(container, settings.container))
  else if (container !== undefined && !(await target.hasContainer(container, signal)))
    problems.push(containerMissingProblem(container))
  if (as === 'universalMailEnabledSecurityGroup') problems.push(...(await exchangeProblems(ports, signal)))
  return problems
}

const containerOutsideProblem = (container: string, configured: string): Problem => ({
  code: 'usage',
  message: `Invalid option "container": ${container} must be at or below ${configured}.`,
  hint: 'Name a container at or below directory.container.',
  details: { key: 'container', dns: [container] },
})

const containerMissingProblem = (container: string): Problem => ({
  code: 'containerMissing',
  message: `The container ${container} does not exist, or this account cannot see it.`,
  hint: 'Create the container, or name another one.',
  details: { key: 'container', dns: [container] },
})

/** Resolves the named groups; those that cannot be written are refused with a problem. */
async function resolveSupported(ports: Ports, { as, signal }: EnableOptions, references: readonly string[]) {
  const { groups, unresolved } = await resolveGroups(ports.source, references, signal)
  const unsupported = groups.flatMap((group) => unsupportedProblem(group, as) ?? [])
  const ids = new Set(unsupported.flatMap(({ details }) => details?.groups ?? []))
  const supported = groups.filter(({ id }) => !ids.has(id))
  return { supported, refused: [...unresolved, ...unsupported] }
}

function unsupportedProblem(group: CloudGroup, as: OnPremisesGroupType | undefined): Problem | undefined {
  const { id, displayName, kind } = group
  const decision = scopeDecision(group, 'all', { selected: {}, disabled: [] })
  if (decision !== 'in') {
    return {
      code: 'groupNotSupported',
      message: `${displayName} (${id}) cannot be written back: ${decision}.`,
      hint: 'Remove the group from the list; look up the reason in the documentation.',
      details: { groups: [id], reason: decision },
    }
  }
  if (kind !== 'security' || as === undefined || as === 'universalSecurityGroup') return undefined
  return {
    code: 'groupNotSupported',
    message: `${displayName} (${id}) is a security group and cannot become a ${as}.`,
    hint: 'Security groups are always written as universalSecurityGroup.',
    action: 'omitAs',
    details: { groups: [id], key: 'as' },
  }
}

async function exchangeProblems({ target }: Ports, signal?: AbortSignal): Promise<Problem[]> {
  const { exchange } = await target.readFacts(signal)
  return isExchangePresent(exchange) ? [] : [exchangeMissingProblem(exchange)]
}

/** The intent with these groups selected; a group that was disabled by name is enabled again. */
function withSelected(intent: Intent, ids: readonly string[], { as, container }: EnableOptions): Intent {
  const selection: Selection = { ...(as && { as }), ...(container !== undefined && { container }) }
  const added = ids.map((id) => [id, { ...intent.selected[id], ...selection }] as const)
  return {
    ...intent,
    selected: { ...intent.selected, ...Object.fromEntries(added) },
    disabled: intent.disabled.filter((id) => !ids.includes(id)),
  }
}

/** Groups with withheld changes are not enabled yet. */
const isWithheld = (plan: Plan, id: string): boolean =>
  plan.groups.some((group) => group.id === id && group.withheld.length > 0)

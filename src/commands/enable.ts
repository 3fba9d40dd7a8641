import { errorOfProblems, type Problem } from '../errors.js'
import { isWithin } from '../model/dn.js'
import { exchangePresent } from '../model/exchange.js'
import type { CloudGroup, OnPremisesGroupType } from '../model/group.js'
import type { Intent, Selection } from '../model/intent.js'
import type { Plan } from '../model/plan.js'
import type { Report } from '../model/report.js'
import type { Settings } from '../model/settings.js'
import { scopeDecision } from '../planner/scope.js'
import type { Ports } from '../engine/ports.js'
import { reconcile } from '../engine/reconcile.js'
import { notWritten, resolveGroups } from '../engine/resolveGroups.js'
import type { Observed, RunOptions } from '../engine/run.js'
import { nothingObserved } from '../engine/startRun.js'
import { exchangeMissing, preflight } from './check.js'
import { observeScope } from './sync.js'

export interface EnableOptions extends RunOptions {
  /** Object ids, mail addresses or display names; none turns the feature on for the container. */
  groups?: readonly string[]
  /** How Microsoft 365 groups among them are written. */
  as?: OnPremisesGroupType
  /** A container at or below the configured one. */
  container?: string
}

/**
 * Plans as if enabled, and remembers it once the guard let the plan pass. Without groups nothing is written: the
 * preflight has to pass.
 */
export async function enable(ports: Ports, settings: Settings, options: EnableOptions): Promise<Report> {
  const { groups } = options
  const observe = async (): Promise<Observed> => {
    const before = await ports.state.readIntent()
    // Once it is on, groups are enabled without the preflight; `enable` alone always runs it.
    const { checks, problems } =
      before.enabled && groups
        ? { checks: [], problems: [] }
        : await preflight(ports, groups ? settings : withType(settings, options), options)
    const notices = [...problems, ...(groups ? [] : groupsMissing(options))]
    if (notices.length > 0) return { ...nothingObserved, checks, notices }
    const switchedOn: Intent = { ...before, enabled: true }
    if (!groups) return { ...nothingObserved, checks, intentAfter: () => switchedOn }
    return { ...(await observeNamed(ports, settings, options, groups, switchedOn)), checks }
  }
  return reconcile(ports, { name: 'enable', observe }, settings, options)
}

/**
 * A choice that cannot work is refused before it is remembered; groups that cannot be written are reported.
 * @throws WritebackError `usage`, `containerMissing`, `exchangeMissing`, or the first problem where no group is left
 */
async function observeNamed(
  ports: Ports,
  settings: Settings,
  options: EnableOptions,
  references: readonly string[],
  switchedOn: Intent,
): Promise<Observed> {
  const wrong = await choiceProblems(ports, settings, options)
  const { chosen, refused } = await choose(ports, options, references)
  const [first, ...others] = [...wrong, ...refused]
  if (first && (wrong.length > 0 || chosen.length === 0)) throw errorOfProblems([first, ...others])
  const namedIds = chosen.map(({ id }) => id)
  const intent = withSelected(switchedOn, namedIds, options)
  const subset = { readIds: namedIds, ordered: true }
  const observation = await observeScope(ports, settings, intent, options, subset)
  const skipped = new Set(observation.skippedGroups.map(({ id }) => id))
  const intentAfter = (plan: Plan) => {
    const ids = namedIds.filter((id) => !skipped.has(id) && !isWithheld(plan, id))
    return withSelected(switchedOn, ids, options)
  }
  const notices = [...observation.notices, ...refused, ...notWritten(observation.skippedGroups, namedIds)]
  return { ...observation, namedIds, intentAfter, notices }
}

/** The preflight looks for Exchange where groups are to be mail-enabled; of those that are named, that is asked later. */
const withType = (settings: Settings, { as }: EnableOptions): Settings => ({
  ...settings,
  mapping: { ...settings.mapping, ...(as && { microsoft365Groups: as }) },
})

function groupsMissing({ as, container }: EnableOptions): Problem[] {
  if (as === undefined && container === undefined) return []
  const key = as === undefined ? 'container' : 'as'
  return [
    {
      code: 'usage',
      message: `"${key}" applies to named groups, and no group is named.`,
      hint: 'Name the groups, or set the default for all groups in the configuration.',
      details: { key },
    },
  ]
}

/** What no group could be written with. */
async function choiceProblems(
  ports: Ports,
  settings: Settings,
  { as, container, signal }: EnableOptions,
): Promise<Problem[]> {
  const { target } = ports
  const problems: Problem[] = []
  if (container !== undefined && !isWithin(container, settings.container))
    problems.push(containerOutside(container, settings.container))
  else if (container !== undefined && !(await target.hasContainer(container, signal)))
    problems.push(containerMissing(container))
  if (as === 'universalMailEnabledSecurityGroup') problems.push(...(await mailRefusal(ports, signal)))
  return problems
}

const containerOutside = (container: string, configured: string): Problem => ({
  code: 'usage',
  message: `${container} is not below ${configured}.`,
  hint: 'Name a container at or below directory.container.',
  details: { key: 'container', dns: [container] },
})

const containerMissing = (container: string): Problem => ({
  code: 'containerMissing',
  message: `The container ${container} does not exist, or this account cannot see it.`,
  hint: 'Create it, or name another one.',
  details: { key: 'container', dns: [container] },
})

/** The groups that can be written, and why the others cannot. */
async function choose(ports: Ports, { as, signal }: EnableOptions, references: readonly string[]) {
  const { groups, refused } = await resolveGroups(ports.source, references, signal)
  const unsupported = groups.flatMap((group) => unsupportedProblem(group, as) ?? [])
  const ids = new Set(unsupported.flatMap(({ details }) => details?.groups ?? []))
  const chosen = groups.filter(({ id }) => !ids.has(id))
  return { chosen, refused: [...refused, ...unsupported] }
}

function unsupportedProblem(group: CloudGroup, as: OnPremisesGroupType | undefined): Problem | undefined {
  const { id, displayName, kind } = group
  const decision = scopeDecision(group, 'all', { selected: {}, disabled: [] })
  if (decision !== 'in') {
    return {
      code: 'groupNotSupported',
      message: `${displayName} (${id}) cannot be written back: ${decision}.`,
      hint: 'Leave it out; the documentation explains the reason.',
      details: { groups: [id], reason: decision },
    }
  }
  if (kind !== 'security' || as === undefined || as === 'universalSecurityGroup') return undefined
  return {
    code: 'groupNotSupported',
    message: `${displayName} (${id}) is a security group and cannot become a ${as}.`,
    hint: 'A security group is always written as universalSecurityGroup.',
    action: 'omitAs',
    details: { groups: [id], key: 'as' },
  }
}

async function mailRefusal({ target }: Ports, signal?: AbortSignal): Promise<Problem[]> {
  const { exchange } = await target.facts(signal)
  return exchangePresent(exchange) ? [] : [exchangeMissing(exchange)]
}

/** With the selections a person asked for; what was disabled by name is enabled again. */
function withSelected(intent: Intent, ids: readonly string[], { as, container }: EnableOptions): Intent {
  const selection: Selection = { ...(as && { as }), ...(container !== undefined && { container }) }
  const added = ids.map((id) => [id, { ...intent.selected[id], ...selection }] as const)
  return {
    ...intent,
    selected: { ...intent.selected, ...Object.fromEntries(added) },
    disabled: intent.disabled.filter((id) => !ids.includes(id)),
  }
}

/** Groups that a guard holds back are not enabled yet. */
const isWithheld = (plan: Plan, id: string): boolean =>
  plan.groups.some((group) => group.id === id && group.withheld.length > 0)

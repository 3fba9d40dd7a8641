import { WritebackError, type Problem } from '../errors.js'
import { isWithin } from '../model/dn.js'
import { exchangePresent } from '../model/exchange.js'
import type { CloudGroup, OnPremisesGroupType } from '../model/group.js'
import type { Intent, Selection } from '../model/intent.js'
import type { Plan } from '../model/plan.js'
import type { Report } from '../model/report.js'
import { placeInScope } from '../planner/scope.js'
import { exchangeMissing, preflight } from './preflight.js'
import type { Ports } from './ports.js'
import { reconcile } from './reconcile.js'
import type { Look } from './run.js'
import { nothing, requestOf, type RunOptions, type Settings } from './request.js'
import { observeWith } from './sync.js'

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
  const look = async (): Promise<Look> => {
    const before = await ports.state.readIntent()
    // Once it is on, groups are enabled without looking at everything again; who asks for it alone wants the look.
    const { checks, problems } =
      before.enabled && groups
        ? { checks: [], problems: [] }
        : await preflight(ports, groups ? settings : withType(settings, options), options)
    const notices = [...problems, ...(groups ? [] : needsGroups(options))]
    if (notices.length > 0) return { ...nothing, checks, notices }
    const switchedOn: Intent = { ...before, enabled: true }
    if (!groups) return { ...nothing, checks, remember: () => switchedOn }

    const chosen = await choose(ports, settings, options, groups)
    const only = chosen.map(({ id }) => id)
    const intent = withSelected(switchedOn, only, options)
    const observation = await observeWith(ports, settings, intent, options, { only, ordered: true })
    const remember = (plan: Plan) => withSelected(switchedOn, only.filter(passed(plan)), options)
    return { ...observation, checks, only, remember }
  }
  return reconcile(ports, requestOf('enable', settings, options, ports.now(), look))
}

/** The preflight looks for Exchange where groups are to be mail-enabled; of those that are named, that is asked later. */
const withType = (settings: Settings, { as }: EnableOptions): Settings => ({
  ...settings,
  mapping: { ...settings.mapping, ...(as && { microsoft365Groups: as }) },
})

function needsGroups({ as, container }: EnableOptions): Problem[] {
  if (as === undefined && container === undefined) return []
  return [
    {
      code: 'usage',
      message: `"${as === undefined ? 'container' : 'as'}" says how groups are written, and no group is named.`,
      hint: 'Name the groups; what holds for all is written in the configuration.',
    },
  ]
}

/** The groups a person means; every one that cannot be written is said at once. */
async function choose(
  ports: Ports,
  settings: Settings,
  options: EnableOptions,
  references: readonly string[],
) {
  const { as, container, signal } = options
  const chosen: CloudGroup[] = []
  const problems: Problem[] = []
  if (container !== undefined && !isWithin(container, settings.container)) {
    problems.push({
      code: 'usage',
      message: `${container} does not lie below ${settings.container}.`,
      hint: 'Name a container at or below directory.container.',
    })
  }
  for (const reference of references) {
    try {
      const group = await ports.source.findGroup(reference, signal)
      problems.push(...unsupported(group, as))
      chosen.push(group)
    } catch (error) {
      if (!(error instanceof WritebackError) || !error.code.startsWith('group')) throw error
      problems.push(...error.problems)
    }
  }
  if (as === 'universalMailEnabledSecurityGroup') problems.push(...(await mailRefusal(ports, signal)))
  return problems.length > 0 ? refuse(problems) : chosen
}

function refuse(problems: Problem[]): never {
  const [first] = problems
  throw new WritebackError(first?.code ?? 'internal', problems.map(({ message }) => message).join(' '), {
    problems,
  })
}

function unsupported(group: CloudGroup, as: OnPremisesGroupType | undefined): Problem[] {
  const inScope = placeInScope(group, 'all', { selected: {}, disabled: [] })
  if (inScope !== 'in') {
    return [
      {
        code: 'groupNotSupported',
        message: `${group.displayName} (${group.id}) cannot be written back: ${inScope}.`,
        hint: 'Leave it out; the README explains the reason.',
      },
    ]
  }
  if (group.kind === 'security' && as !== undefined && as !== 'universalSecurityGroup') {
    return [
      {
        code: 'groupNotSupported',
        message: `${group.displayName} (${group.id}) is a security group and cannot become a ${as}.`,
        hint: 'Leave "as" out: a security group is always written as universalSecurityGroup.',
      },
    ]
  }
  return []
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
const passed =
  (plan: Plan) =>
  (id: string): boolean =>
    !plan.groups.some((group) => group.id === id && group.withheld.length > 0)

/**
 * Validates a saved plan. A saved plan is only compared with a new one, so a forged plan does no harm; but a file that is
 * not a plan must be an error.
 */
import { WritebackError } from '../errors.js'
import type { Change } from '../model/change.js'
import { equalDn } from '../model/dn.js'
import type { Plan } from '../model/plan.js'

/** @throws WritebackError `planInvalid` */
export function validateSavedPlan(saved: unknown, container: string): void {
  if (!isPlan(saved)) {
    throw new WritebackError('planInvalid', 'This is not a plan.', { action: 'plan' })
  }
  if (saved.planHash === '') {
    const hint = 'Create a new plan, and check the exit code of that run.'
    throw new WritebackError('planInvalid', 'This plan is incomplete: the run that created it failed.', {
      hint,
    })
  }
  if (!equalDn(saved.target, container)) {
    const hint = 'Apply the plan with the configuration that it was created with.'
    throw new WritebackError('planInvalid', `The plan is for ${saved.target}, not for ${container}.`, {
      hint,
    })
  }
}

const isPlan = (saved: unknown): saved is Plan =>
  isObject(saved) &&
  typeof saved['planHash'] === 'string' &&
  typeof saved['target'] === 'string' &&
  isArrayOf(saved['groups'], isPlannedGroup)

const isPlannedGroup = (group: unknown): boolean =>
  isObject(group) &&
  typeof group['id'] === 'string' &&
  isArrayOf(group['changes'], isChange) &&
  isArrayOf(group['withheld'], isChange)

/** The key of the list that each type of change must have: its items are compared one by one. */
const listKeys: Readonly<Record<Change['type'], string | undefined>> = {
  adoptGroup: undefined,
  createGroup: undefined,
  restoreGroup: undefined,
  renameGroup: undefined,
  moveGroup: undefined,
  updateGroup: 'attributes',
  addMembers: 'members',
  removeMembers: 'members',
  deleteGroup: undefined,
}

function isChange(change: unknown): boolean {
  if (!isObject(change) || !Object.hasOwn(listKeys, String(change['type']))) return false
  const key = listKeys[change['type'] as Change['type']]
  return key === undefined || isArrayOf(change[key], isObject)
}

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

const isArrayOf = (value: unknown, isItem: (item: unknown) => boolean): boolean =>
  Array.isArray(value) && value.every(isItem)

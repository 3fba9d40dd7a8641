/**
 * A plan comes back from a file, through hands and pipes. What it says is only ever compared with a fresh plan, so a
 * forged one can do no harm; but one that cannot be read should say so.
 */
import { WritebackError } from '../errors.js'
import type { Change } from '../model/change.js'
import { equalDn } from '../model/dn.js'
import type { Plan } from '../model/plan.js'

/** @throws WritebackError `planInvalid` */
export function checkSaved(saved: unknown, container: string): void {
  if (!isPlan(saved)) {
    throw new WritebackError('planInvalid', 'This is not a plan.', { action: 'plan' })
  }
  if (saved.planHash === '') {
    const hint = 'Plan again, and look at its exit code.'
    throw new WritebackError('planInvalid', 'This plan was never finished: its run failed.', { hint })
  }
  if (!equalDn(saved.target, container)) {
    const hint = 'Apply it with the configuration it was made with.'
    throw new WritebackError('planInvalid', `The plan is for ${saved.target}, not for ${container}.`, {
      hint,
    })
  }
}

const isPlan = (saved: unknown): saved is Plan =>
  isRecord(saved) &&
  typeof saved['planHash'] === 'string' &&
  typeof saved['target'] === 'string' &&
  isListOf(saved['groups'], isGroup)

const isGroup = (group: unknown): boolean =>
  isRecord(group) &&
  typeof group['id'] === 'string' &&
  isListOf(group['changes'], isChange) &&
  isListOf(group['withheld'], isChange)

/** What each kind of change has to list, to be compared thing by thing. */
const lists: Readonly<Record<Change['type'], string | undefined>> = {
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
  if (!isRecord(change) || !Object.hasOwn(lists, String(change['type']))) return false
  const list = lists[change['type'] as Change['type']]
  return list === undefined || isListOf(change[list], isRecord)
}

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

const isListOf = (value: unknown, is: (item: unknown) => boolean): boolean =>
  Array.isArray(value) && value.every(is)

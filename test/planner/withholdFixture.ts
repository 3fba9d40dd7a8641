/** One change of each kind, and functions that divide changes. */
import type { Change } from '../../src/model/change.js'
import type { GuardRule } from '../../src/model/plan.js'
import type { PlannedGroup } from '../../src/planner/plannedGroup.js'
import { changeSteps } from '../../src/planner/steps.js'
import { divideChanges, type ApprovedSteps } from '../../src/planner/withhold.js'
import {
  addition,
  adoption,
  typeChange,
  creation,
  deletion,
  move,
  memberReferences,
  removal,
  rename,
  restoring,
  update,
} from './fixture.js'

export const changes = {
  create: creation(),
  restore: restoring,
  adopt: adoption,
  rename,
  move: move(),
  moveThatEndsAccess: move(memberReferences(2)),
  update: update(),
  updateThatEndsAccess: update(memberReferences(2)),
  updateThatGivesAccess: typeChange(2),
  add: addition(memberReferences(2)),
  remove: removal(memberReferences(2)),
  delete: deletion(memberReferences(2)),
  deleteWithoutMembers: deletion(),
} satisfies Record<string, Change>
export type Name = keyof typeof changes
export const names = Object.keys(changes) as Name[]

export const nothing: ApprovedSteps = new Map()

/** Divides the changes of a group after the rule tripped for one group or overall. */
export const divide = (group: PlannedGroup, rule: GuardRule, approved = nothing, of?: string) =>
  divideChanges(group, [{ rule, actual: 2, limit: 1, ...(of !== undefined && { group: of }) }], approved)

/** Returns the steps of changes of group `a` as approved under a hash. */
export const approvedAs = (hash: string, ...list: Change[]): ApprovedSteps =>
  new Map(list.flatMap((change) => changeSteps('a', change).map((step) => [step, hash] as const)))
export const approving = (...list: Change[]): ApprovedSteps => approvedAs('hash', ...list)

/** Mutations of each error that stops the whole run: the run continues. */
import { mutationsOf } from './mutation.js'

export const refusals = mutationsOf('errorCode', {
  directoryReadOnly: [
    [
      'ad/retryWrite',
      'if (hasResultCode(error, resultCodes.referral)) {',
      'if (hasResultCode(error, resultCodes.referral) && !connection.url) {',
      'ad/retryWrite',
    ],
    ['ad/retryWrite', 'session.excludeController(url)', 'void url', 'ad/retryWrite'],
  ],
  tlsNotVerified: [
    [
      'writeback',
      "if (process.env['NODE_TLS_REJECT_UNAUTHORIZED'] !== '0') return",
      "if (process.env['NODE_TLS_REJECT_UNAUTHORIZED'] !== '') return",
      'writeback.tls',
    ],
  ],
  planStale: [
    [
      'planner/compareSavedPlan',
      'return differences.length > 0\n',
      'return differences.length < 0\n',
      'planner/compareSavedPlan',
    ],
    [
      'planner/compareSavedPlan',
      '!before.has(key) && !waited.has(key)',
      'before.size < 0',
      'planner/compareSavedPlan',
    ],
    [
      'commands/apply',
      'groups: keepChangesOfSavedPlan(fresh.groups, saved),',
      'groups: keepChangesOfSavedPlan(fresh.groups, saved) && fresh.groups,',
      'commands/apply',
    ],
  ],
  approvalStale: [
    [
      'planner/plan',
      'approve === undefined || approve !== made.plan.planHash || made.withheld.length === 0',
      'approve === undefined || made.withheld.length === 0',
      'planner/plan',
    ],
    [
      'engine/approvals',
      'all.filter(({ at }) => isValidApproval(at, now, approvalForMs))',
      'all.filter(({ at }) => at)',
      'engine/approvals',
    ],
    ['engine/approvals', 'return age >= 0 && age <= ms', 'return age <= ms', 'engine/approvals'],
    [
      'planner/steps',
      "return [stepKey('delete', group, change.guid), ...ends(change, change.members)]",
      "return [stepKey('delete', group, change.guid)]",
      'planner/steps',
    ],
    [
      'planner/steps',
      "stepKey('move', group, change.guid, parentDn(change.to)), ...ends(change, change.ends)",
      "stepKey('move', group, change.guid, parentDn(change.to))",
      'planner/steps',
    ],
    [
      'engine/planRun',
      'if (approve === undefined || reportedSteps || approve === plan.planHash) return []',
      'if (approve !== reportedSteps) return []',
      'engine/approvals',
    ],
    [
      'planner/withhold',
      'return hashes.every((hash) => hash !== undefined) ? hashes[0] : undefined',
      'return hashes.find((hash) => hash !== undefined)',
      'planner/withhold.approved',
    ],
    [
      'planner/withhold',
      'change: filterMembers(change, (member) => approvalHash(member) === approval)',
      'change: filterMembers(change, (member) => approvalHash(member) === approval || approval !== undefined)',
      'planner/withhold.approved',
    ],
  ],
  leaseHeld: [
    [
      'state/lease',
      'if (current && !hasEnded(current)) throw leaseHeld(current)',
      'void leaseHeld',
      'state/lease',
    ],
    [
      'state/lease',
      '.catch(throwUnknownHolder)',
      ".catch(() => ({ host: hostname(), pid: 2 ** 30, since: '' }) as LeaseHolder)",
      'state/lease',
    ],
    ['state/lease', 'if (host !== hostname()) return false', '', 'state/lease'],
    [
      'state/lease',
      "else lost.abort(new WritebackError('leaseHeld', 'Another run has taken over the lease.'))",
      '',
      'state/lease.lost',
    ],
    [
      'engine/withLease',
      'run.signal ? AbortSignal.any([run.signal, lease.lost]) : lease.lost',
      'run.signal ?? new AbortController().signal',
      'engine/reconcile.stop',
    ],
  ],
  directoryIncomplete: [
    [
      'ad/ldap/operations',
      'if (!Buffer.isBuffer(cookie)) throw pagingControlMissingError(page)',
      'if (!Buffer.isBuffer(cookie)) return Buffer.alloc(page.body.length * 0)',
      'ad/ldap/connection.wire',
    ],
    [
      'ad/ldap/errors',
      "  [resultCodes.sizeLimitExceeded]: 'directoryIncomplete',\n",
      '',
      'ad/ldap/connection.failures',
    ],
    [
      'ad/managedGroups',
      'return { ...group, error: failure }',
      'return { ...group, members: { items: [], ...(failure && {}) } as never }',
      'ad/target.changedObjects',
    ],
    [
      'engine/observe/pairObjects',
      "if (problem || 'error' in group) {",
      "if ('error' in group) return []\n  if (problem) {",
      'engine/reconcile.collisions',
    ],
  ],
  graphIncomplete: [
    [
      'planner/groupDraft',
      'if (members === undefined || members instanceof WritebackError)\n    return { ...draft, error: membersReadProblem(members) }',
      'if (members === undefined || members instanceof WritebackError)\n    return { ...draft, changes: current ? diffGroup(desired, current, []) : [createGroupChange(desired)] }',
      'planner/groupDraft',
    ],
    [
      'planner/selectAndTransform',
      'if (unreadable) {\n      selected.refused.set(id, { cloud, problem: unreadable })\n      continue\n    }',
      'void unreadable',
      'planner/selectAndTransform',
    ],
    [
      'planner/selectAndTransform',
      'selected.refused.set(id, { cloud, problem: unreadable })',
      '',
      'planner/selectAndTransform',
    ],
    [
      'entra/hiddenGroups',
      'hidesProperties(group) ? unreadableGroup(group.id) : toCloudGroup(group),',
      'toCloudGroup({ displayName: unreadableGroup(group.id).displayName, ...group }),',
      'entra/hiddenGroups',
    ],
    [
      'entra/mapping',
      "if (hidesProperties(group)) throw hiddenProperties(`the group ${group.id}`, 'GroupMember.Read.All')",
      '',
      'entra/mapping',
    ],
    [
      'entra/locateGroups',
      'const unreadable = groups.filter((group) => group.unreadable)',
      'const unreadable = groups.slice(0, 0)',
      'entra/hiddenGroups',
    ],
  ],
})

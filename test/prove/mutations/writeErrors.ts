/** Mutations of each error of writing a group: the error is not raised. */
import { mutationsOf } from './mutation.js'

export const writeErrors = mutationsOf('errorCode', {
  restoreRefused: [
    [
      'ad/adoptAndRestore',
      "if (!deleted) throw notRestored(dn, 'The account cannot see it among the deleted objects.')",
      'if (!deleted) return { guid, refused: [], unchanged: [] }',
      'contract/target.emulators',
    ],
    [
      'ad/adoptAndRestore',
      'throw notRestored(dn, toWritebackError(error).message, error)',
      'return appliedResult(deleted)',
      'ad/target.changedObjects',
    ],
    [
      'engine/rememberRun',
      "...(error?.code === 'restoreRefused' && { restoreRefused: true }),",
      '',
      'engine/observe/draftNewGroups',
    ],
  ],
  containerOutside: [
    [
      'planner/selectAndTransform',
      'else if (!isInContainer(result.container, context.container)) {',
      'else if (!isInContainer(result.container, result.container)) {',
      'planner/selectAndTransform',
    ],
  ],
  nameTaken: [
    [
      'ad/writeChange',
      'if (!mayBeDone) throw nameTaken',
      'if (mayBeDone) throw nameTaken',
      'contract/target.emulators',
    ],
    [
      'ad/writeChange',
      'throw nameTaken(to, await readObject(connection, to), error)',
      'return written',
      'ad/target.changedObjects',
    ],
    [
      'ad/lookups',
      "return holder ? candidate('name', holder) : []",
      'return []',
      'contract/target.emulators',
    ],
    [
      'ad/adoptAndRestore',
      'if (hasResultCode(error, resultCodes.entryAlreadyExists)) {',
      'if (hasResultCode(error, resultCodes.entryAlreadyExists)) return appliedResult(deleted)\n    if (!error) {',
      'contract/target.emulators',
    ],
  ],
  protectedObject: [
    [
      'ad/writeChange',
      'if (anchoredGroupIds(entry).length === 0 || !isInContainer(dn, container) || isProtected) {',
      'if (!isInContainer(dn, container) || isProtected) {',
      'contract/target.emulators',
    ],
    [
      'ad/writeChange',
      'if (anchoredGroupIds(entry).length === 0 || !isInContainer(dn, container) || isProtected) {',
      'if (anchoredGroupIds(entry).length === 0 || isProtected) {',
      'ad/target.changedObjects',
    ],
    [
      'ad/writeChange',
      'if (anchoredGroupIds(entry).length === 0 || !isInContainer(dn, container) || isProtected) {',
      'if (anchoredGroupIds(entry).length === 0 || !isInContainer(dn, container)) {',
      'contract/target.emulators',
    ],
    [
      'ad/adoptAndRestore',
      'if (anchoredGroupIds(entry).length === 0 || !isInContainer(found.dn, container) || isWindows) {',
      'if (!isInContainer(found.dn, container) || isWindows) {',
      'contract/target.emulators',
    ],
    [
      'ad/adoptAndRestore',
      'if (anchoredGroupIds(entry).length === 0 || !isInContainer(found.dn, container) || isWindows) {',
      'if (anchoredGroupIds(entry).length === 0 || isWindows) {',
      'contract/target.emulators',
    ],
    [
      'ad/adoptAndRestore',
      'if (anchoredGroupIds(entry).length === 0 || !isInContainer(found.dn, container) || isWindows) {',
      'if (anchoredGroupIds(entry).length === 0 || !isInContainer(found.dn, container)) {',
      'ad/target.changedObjects',
    ],
    [
      'planner/finishDraft',
      'if (draft.protection) return { changes: removal, waiting: unproven ? wait(unproven) : [] }',
      '',
      'planner/finishDraft.problems',
    ],
    [
      'planner/finishDraft',
      'if (draft.protection) return protectedObjectProblem(draft.dn, draft.protection)',
      '',
      'planner/finishDraft.problems',
    ],
    [
      'ad/protection',
      "if (isTrue(entry, 'isCriticalSystemObject')) return 'isCriticalSystemObject'",
      '',
      'ad/protection',
    ],
    ['ad/protection', "if (ridOf(sid) < firstOrdinaryRid) return 'wellKnownRid'", '', 'ad/protection'],
    [
      'ad/protection',
      "=== '1' ? 'adminCount' : undefined",
      "=== '1' ? undefined : undefined",
      'ad/protection',
    ],
  ],
  outcomeUnknown: [
    [
      'ad/ldap/errors',
      'const outcomeUnknown = writes.has(request.operation)',
      'const outcomeUnknown = writes.size < 0',
      'ad/ldap/connection.failures',
    ],
    ['ad/retryWrite', "mayBeDone ||= toWritebackError(error).code === 'outcomeUnknown'", '', 'ad/retryWrite'],
    ['model/journal', "  'outcomeUnknown',\n", '', 'model/journal'],
    [
      'engine/recoverMemory',
      '(outcome === undefined || (outcome.problem !== undefined && mayBeCarriedOut(outcome.problem.code)))',
      'outcome?.problem !== undefined && mayBeCarriedOut(outcome.problem.code)',
      'engine/recoverMemory',
    ],
    [
      'engine/rememberRun',
      'code !== undefined && mayBeCarriedOut(code) ? { uncertain: creation.dn } : {}',
      'code !== undefined && mayBeCarriedOut(code) ? {} : {}',
      'engine/recoverMemory',
    ],
  ],
  backingOff: [
    [
      'engine/failedGroups',
      'return failedGroup && group.changes.length > 0',
      'return failedGroup && group.changes.length < 0',
      'engine/applyChanges',
    ],
  ],
})

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
      'throw notRestored(dn, asWritebackError(error).message, error)',
      'return appliedResult(deleted)',
      'ad/target.claims',
    ],
    [
      'engine/rememberRun',
      "...(error?.code === 'restoreRefused' && { restoreRefused: true }),",
      '',
      'engine/observe/newGroups',
    ],
  ],
  containerOutside: [
    [
      'planner/place',
      'else if (!isWithin(result.container, context.container)) {',
      'else if (!isWithin(result.container, result.container)) {',
      'planner/place',
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
      'ad/target.claims',
    ],
    [
      'ad/lookups',
      "return holder ? candidate('name', holder) : []",
      'return []',
      'contract/target.emulators',
    ],
    [
      'ad/adoptAndRestore',
      'if (answeredWith(error, resultCodes.entryAlreadyExists)) {',
      'if (answeredWith(error, resultCodes.entryAlreadyExists)) return appliedResult(deleted)\n    if (!error) {',
      'contract/target.emulators',
    ],
  ],
  protectedObject: [
    [
      'ad/writeChange',
      'if (anchoredIds(entry).length === 0 || !isWithin(dn, container) || isProtected) {',
      'if (!isWithin(dn, container) || isProtected) {',
      'contract/target.emulators',
    ],
    [
      'ad/writeChange',
      'if (anchoredIds(entry).length === 0 || !isWithin(dn, container) || isProtected) {',
      'if (anchoredIds(entry).length === 0 || isProtected) {',
      'ad/target.claims',
    ],
    [
      'ad/writeChange',
      'if (anchoredIds(entry).length === 0 || !isWithin(dn, container) || isProtected) {',
      'if (anchoredIds(entry).length === 0 || !isWithin(dn, container)) {',
      'contract/target.emulators',
    ],
    [
      'ad/adoptAndRestore',
      'if (anchoredIds(entry).length === 0 || !isWithin(found.dn, container) || isWindows) {',
      'if (!isWithin(found.dn, container) || isWindows) {',
      'contract/target.emulators',
    ],
    [
      'ad/adoptAndRestore',
      'if (anchoredIds(entry).length === 0 || !isWithin(found.dn, container) || isWindows) {',
      'if (anchoredIds(entry).length === 0 || isWindows) {',
      'contract/target.emulators',
    ],
    [
      'ad/adoptAndRestore',
      'if (anchoredIds(entry).length === 0 || !isWithin(found.dn, container) || isWindows) {',
      'if (anchoredIds(entry).length === 0 || !isWithin(found.dn, container)) {',
      'ad/target.claims',
    ],
    [
      'planner/finish',
      'if (draft.protection) return { changes: removal, waiting: unproven ? wait(unproven) : [] }',
      '',
      'planner/finish.judged',
    ],
    [
      'planner/finish',
      'if (draft.protection) return protectedObject(draft.dn, draft.protection)',
      '',
      'planner/finish.judged',
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
    ['ad/retryWrite', "mayBeDone ||= asWritebackError(error).code === 'outcomeUnknown'", '', 'ad/retryWrite'],
    ['model/journal', "  'outcomeUnknown',\n", '', 'model/journal'],
    [
      'engine/recoverMemory',
      '(outcome === undefined || (outcome.problem !== undefined && isUnanswered(outcome.problem.code)))',
      'outcome?.problem !== undefined && isUnanswered(outcome.problem.code)',
      'engine/recoverMemory',
    ],
    [
      'engine/rememberRun',
      'code !== undefined && isUnanswered(code) ? { uncertain: creation.dn } : {}',
      'code !== undefined && isUnanswered(code) ? {} : {}',
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

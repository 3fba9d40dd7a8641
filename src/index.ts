/** Exports the public API of group-writeback; everything else may change at any time. */
export {
  applyPlan,
  checkWriteback,
  disableWriteback,
  enableWriteback,
  getStatus,
  planWriteback,
  syncGroup,
  syncGroups,
  type PlanOptions,
} from './writeback.js'
export { loadConfig, type ConfigInput, type Overrides } from './config/load.js'
export { supplyStdin } from './config/secrets.js'
export { configFiles, initConfig } from './config/template.js'
export type { Config, Credential, SecretReference, WrittenConfig } from './config/types.js'
export type { DisableOptions } from './commands/disable.js'
export type { EnableOptions } from './commands/enable.js'
export type { RunOptions } from './engine/run.js'
export { errorCodes, type ErrorCode } from './errorCodes.js'
export { actions, WritebackError, type Action, type Problem, type ProblemDetails } from './errors.js'
export type { AdoptGroup, Change } from './model/change.js'
export type { OnEvent, Phase, RunEvent } from './model/event.js'
export { onPremisesGroupTypes, type OnPremisesGroupType, type SkippedValue } from './model/group.js'
export type { SkippedMember } from './model/member.js'
export {
  guardRules,
  waitingReasons,
  type GroupPlan,
  type GroupStatus,
  type GuardCheck,
  type GuardRule,
  type Plan,
  type WaitingChange,
  type WaitingReason,
} from './model/plan.js'
export {
  groupReasons,
  memberReasons,
  type GroupReason,
  type MemberReason,
  type SkippedGroup,
} from './model/reason.js'
export { exitCodeOfError, type ExitCode, type RunStatus } from './exitCodes.js'
export type { Check, Report, Totals } from './model/report.js'
export type { Deprovision, Limits, Mapping, PrivilegedNesting } from './model/settings.js'
export type { HeldAccess, LastRun, LeaseHolder, Status, Trouble } from './model/status.js'
export { endingsText } from './report/endingsText.js'
export { groupLines, type GroupLine } from './report/groupLines.js'
export { guardText } from './report/guardSentences.js'
export { markdownReport } from './report/markdown.js'
export { problemText } from './report/problemText.js'
export { summaryText } from './report/summary.js'
export { lineText, textReport } from './report/text.js'
export { statusMarkdown, statusText } from './report/status.js'

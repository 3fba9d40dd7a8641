/** Renders one group as lines of plain text. */
import type { ErrorCode } from '../errorCodes.js'
import type { GroupPlan } from '../model/plan.js'
import {
  changeLines,
  skippedValueTexts,
  waitingText,
  type ChangeLine,
  type ChangeMark,
} from './changeLines.js'
import { problemText } from './problemText.js'
import { reasonCounts } from './counts.js'

/** One line about a group. */
export interface GroupLine {
  /** 1 for a line that belongs to the line above, such as a withheld change. */
  indent: 0 | 1
  mark?: ChangeMark
  /** The error code, to be shown before the text. */
  code?: ErrorCode
  text: string
}

/** Returns the lines of a group: changes, withheld and waiting changes, skipped values and members, the error. */
export function groupLines(group: GroupPlan): GroupLine[] {
  const { changes, withheld, waiting, skippedMembers, error } = group
  const at = (indent: 0 | 1) => (line: ChangeLine) => ({ indent, ...line })
  const plain = (text: string): GroupLine => ({ indent: 0, text })
  return [
    ...changes.flatMap(changeLines).map(at(0)),
    ...(withheld.length > 0 ? [plain('withheld:')] : []),
    ...withheld.flatMap(changeLines).map(at(1)),
    ...waiting.flatMap((entry) => [
      plain(waitingText(entry)),
      ...(entry.change ? changeLines(entry.change).map(at(1)) : []),
    ]),
    ...skippedValueTexts(group).map(plain),
    ...(skippedMembers.length > 0 ? [plain(`members left out: ${reasonCounts(skippedMembers)}`)] : []),
    ...(error ? [{ indent: 0 as const, code: error.code, text: problemText(error) }] : []),
  ]
}

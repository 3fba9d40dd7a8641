/** What happens to one group, line by line, for every rendering that is plain text. */
import type { ErrorCode } from '../errorCodes.js'
import type { GroupPlan } from '../model/plan.js'
import { linesOf, skippedValueTexts, waitingText, type Line, type Mark } from './changeLines.js'
import { problemText } from './problemText.js'
import { reasons } from './words.js'

export interface GroupLine {
  /** 1 for what stands below a line of its own. */
  indent: 0 | 1
  mark?: Mark
  /** Stands before the text. */
  code?: ErrorCode
  text: string
}

export function groupLines(group: GroupPlan): GroupLine[] {
  const { changes, withheld, waiting, skippedMembers, error } = group
  const at = (indent: 0 | 1) => (line: Line) => ({ indent, ...line })
  const plain = (text: string): GroupLine => ({ indent: 0, text })
  return [
    ...changes.flatMap(linesOf).map(at(0)),
    ...(withheld.length > 0 ? [plain('withheld:')] : []),
    ...withheld.flatMap(linesOf).map(at(1)),
    ...waiting.flatMap((one) => [
      plain(waitingText(one)),
      ...(one.change ? linesOf(one.change).map(at(1)) : []),
    ]),
    ...skippedValueTexts(group).map(plain),
    ...(skippedMembers.length > 0 ? [plain(`members left out: ${reasons(skippedMembers)}`)] : []),
    ...(error ? [{ indent: 0 as const, code: error.code, text: problemText(error) }] : []),
  ]
}

/**
 * Pipelines name many groups, and a name that nobody knows should stop only itself. The library ends a run at the first
 * one, before anything is written; here the others are run without it, and the report says both.
 */
import type { ErrorCode, Problem, Report } from '../index.js'

type Groups = readonly string[] | undefined

export async function goingOn(groups: Groups, run: (groups: Groups) => Promise<Report>): Promise<Report> {
  const unknown: Problem[] = []
  let left = groups
  for (;;) {
    const report = await run(left)
    const [problem] = report.problems
    const bad = left?.find((reference) => problem && isAbout(problem, reference))
    if (problem && bad !== undefined && left && left.length > 1) {
      unknown.push(problem)
      left = left.filter((reference) => reference !== bad)
    } else return unknown.length === 0 ? report : withUnknown(report, unknown)
  }
}

/** The name itself has to be in the sentence, not one that begins the same. */
function isAbout({ code, message }: Problem, reference: string): boolean {
  const sentences: Partial<Record<ErrorCode, string>> = {
    groupNotFound: `There is no group ${reference} in Entra.`,
    groupAmbiguous: ` groups are called ${reference}: `,
  }
  const sentence = sentences[code]
  return sentence !== undefined && message.includes(sentence)
}

/** Some groups failed: more than pending, less than an approval that is needed. */
function withUnknown(report: Report, unknown: readonly Problem[]): Report {
  const isPartial = report.exitCode === 0 || report.exitCode === 2
  return {
    ...report,
    problems: [...report.problems, ...unknown],
    ...(isPartial && { status: 'partial', exitCode: 4 }),
  }
}

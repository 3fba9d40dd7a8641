/** Runs one case to its end and returns the faults. */
import type { Report } from '../../../src/model/report.js'
import { titleOf, type Case } from './cases.js'
import { differences, portrait } from './judge.js'
import { actsOf, orderFault, type Ordered } from './order.js'
import { calm, type Place } from './place.js'
import type { Expected, Portrait } from './rehearsal.js'
import { idIn, strike, type Scene } from './scene.js'
import { endWatchingOther, leaks, openStage, prepare, soothe, startWatching, type Stage } from './stage.js'

export interface Verdict {
  title: string
  /** The fault occurred. */
  isReached: boolean
  wrong: string[]
  /** The run reported success although something was not done. */
  isSilent?: true
  /** An object had to be created again instead of restored, which needs approval. */
  isMadeAgain?: true
  exitCode: number
  milliseconds: number
}

const runsAtMost = 8

export async function play(place: Place, one: Case, number: number, expected: Expected): Promise<Verdict> {
  const began = performance.now()
  const stage = openStage(place, one.domain, number)
  const verdict: Verdict = { title: titleOf(one), isReached: true, wrong: [], exitCode: 0, milliseconds: 0 }
  const acts = actsOf(one)
  try {
    await prepare(stage, one.domain, acts.prepare)
    startWatching(stage)
    acts.begin(stage.scene)
    const ordered = orderFault(place, one)
    const report = await stage.run(ordered.waiting)
    acts.end(stage.scene)
    soothe(place)
    verdict.exitCode = report.exitCode
    verdict.isReached = ordered.hits() > 0
    if (verdict.isReached) await judge(stage, verdict, { report, ordered, expected })
  } catch (error) {
    verdict.wrong.push(`threw ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`)
  } finally {
    calm(place)
    strike(stage.scene)
  }
  return { ...verdict, milliseconds: performance.now() - began }
}

interface Played {
  report: Report
  ordered: Ordered
  expected: Expected
}

async function judge(stage: Stage, verdict: Verdict, { report, ordered, expected }: Played): Promise<void> {
  const { scene, watches } = stage
  const { directory, other } = scene.place
  for (const { look } of watches) look()
  endWatchingOther(stage)
  other?.replicate()
  const undone = undoneBy(report, scene, differences(portrait(scene, directory), expected.afterOne))
  if (undone.length > 0 && ordered.isLie) verdict.isSilent = true
  else verdict.wrong.push(...undone.map((what) => `exit code 0, although undone: ${what}`))
  const { approved, wrong } = await converge(stage, expected.atTheEnd)
  verdict.wrong.push(...wrong)
  if (approved > 0) verdict.isMadeAgain = true
  watches[0]?.look()
  for (const { broken } of watches) verdict.wrong.push(...broken)
  verdict.wrong.push(...leaks(stage))
}

/** Returns the differences that the run did not report. A kept object must be reported by name with a reason. */
function undoneBy(
  { exitCode, skippedGroups }: Report,
  scene: Scene,
  different: ReadonlyMap<string, string>,
): string[] {
  if (exitCode !== 0) return []
  const told = new Set(skippedGroups.filter(({ reason }) => kept.has(reason)).map(({ id }) => id))
  const undone = [...different].filter(([name]) => !told.has(idIn(scene, name)))
  return undone.map(([, what]) => what)
}

const kept: ReadonlySet<string> = new Set(['missingInCloud', 'leftScope', 'deletedInCloud'])

interface Converged {
  /** Number of approvals. */
  approved: number
  wrong: string[]
}

/** Runs without faults until nothing is left to do. Only creating an object again may need approval. */
async function converge(stage: Stage, wanted: Portrait): Promise<Converged> {
  const { scene, advance } = stage
  let last: Report | undefined
  let approved = 0
  for (let runs = 0; runs < runsAtMost; runs++) {
    advance()
    const approval = approvalOf(last)
    if (approval.approve !== undefined) approved++
    last = await stage.run(undefined, approval)
    scene.place.other?.replicate()
    const isThere = differences(portrait(scene, scene.place.directory), wanted).size === 0
    if (last.status === 'inSync' && isThere) return { approved, wrong: [] }
  }
  const left = differences(portrait(scene, scene.place.directory), wanted)
  const why = JSON.stringify([
    last?.problems,
    last?.guard.tripped,
    last?.groups.map(({ error }) => error),
    last?.skippedGroups,
  ])
  return { approved, wrong: [`does not converge: ${last?.status}, ${why}`, ...left.values()] }
}

function approvalOf(last: Report | undefined): { approve?: string } {
  const rules = last?.guard.tripped.map(({ rule }) => rule) ?? []
  const mayBe = last?.status === 'withheld' && rules.every((rule) => rule === 'recreations')
  return mayBe && last ? { approve: last.planHash } : {}
}

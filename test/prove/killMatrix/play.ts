/** Runs one case: a killed run and the runs after it. Returns the faults. */
import type { CliResult } from '../../support/cli.js'
import { differences, portrait } from '../faultMatrix/judge.js'
import { calm, type Place } from '../faultMatrix/place.js'
import type { Portrait } from '../faultMatrix/rehearsal.js'
import { changeByHand, changeCloud, strike } from '../faultMatrix/scene.js'
import { leaks, openStage, startWatching, type Stage } from '../faultMatrix/stage.js'
import { titleOf, type Kill, type Lengths } from './cases.js'
import { snapshot, unfounded, untold, type Snapshot } from './compare.js'
import { configure, runCommand } from './end.js'
import { journalNames, toldIn } from './journal.js'

export interface Expected extends Lengths {
  atTheEnd: Portrait
}

export interface Verdict {
  title: string
  isReached: boolean
  /** Exit codes of the killed run and of the next one. */
  codes: Array<number | null>
  wrong: string[]
}

const runsAtMost = 6

/** Prepares a case: a first run, then changes on both sides. */
async function prepare(stage: Stage): Promise<Snapshot> {
  const { scene } = stage
  const first = await stage.run()
  if (first.status !== 'applied') throw new Error(`The first run has the status ${first.status}.`)
  const written = snapshot(scene, scene.place.directory)
  changeCloud(scene)
  changeByHand(scene)
  configure(scene)
  return written
}

/** Runs the case without a kill. */
export async function rehearse(place: Place, number: number): Promise<Expected> {
  const stage = openStage(place, 'single', number)
  const { scene } = stage
  await prepare(stage)
  const { result, writes, touches } = await runCommand(scene)
  if (result.code !== 0)
    throw new Error(
      `Without a kill, the run exited with code ${result.code}: ${result.stdout}${result.stderr}`,
    )
  const wrong = await converge(stage, undefined)
  const atTheEnd = portrait(scene, place.directory)
  strike(scene)
  if (wrong.length > 0) throw new Error(wrong.join('\n'))
  return { writes, touches, atTheEnd }
}

export async function playKill(
  place: Place,
  kill: Kill,
  number: number,
  expected: Expected,
): Promise<Verdict> {
  const stage = openStage(place, 'single', number)
  const verdict: Verdict = { title: titleOf(kill), isReached: false, codes: [], wrong: [] }
  try {
    const written = await prepare(stage)
    startWatching(stage)
    await endAndGoOn(stage, kill, written, verdict)
    verdict.wrong.push(...(await converge(stage, expected.atTheEnd)))
    for (const { look, broken } of stage.watches) {
      look()
      verdict.wrong.push(...broken)
    }
    verdict.wrong.push(...leaks(stage))
  } catch (error) {
    verdict.wrong.push(`threw ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`)
  } finally {
    calm(place)
    strike(stage.scene)
  }
  return verdict
}

/** Checks the killed run, its journal, and the next run of the command line. */
async function endAndGoOn(stage: Stage, kill: Kill, written: Snapshot, verdict: Verdict): Promise<void> {
  const { scene, outputs, watches } = stage
  const { directory } = scene.place
  const [before, journals] = [snapshot(scene, directory, written.keys()), journalNames(scene)]
  const { result, isReached } = await runCommand(scene, kill)
  for (const { look } of watches) look()
  const after = snapshot(scene, directory, written.keys())
  const told = toldIn(
    scene,
    journalNames(scene).filter((name) => !journals.includes(name)),
  )
  verdict.isReached = isReached
  verdict.wrong.push(...untold(scene, before, after, told), ...unfounded(after, told))
  const next = await runCommand(scene)
  verdict.codes.push(result.code, next.result.code)
  verdict.wrong.push(...wrongWith(next.result))
  for (const { stdout, stderr } of [result, next.result]) outputs.push(stdout, stderr)
}

/** Returns the faults of the next run, which must need no waiting and no approval. */
function wrongWith({ code, stdout, stderr, report }: CliResult): string[] {
  if (code === 0) return []
  const { status = '', problems = [], groups = [] } = stdout.trim() === '' ? {} : report()
  const errors = groups.flatMap(({ displayName, error, waiting, withheld }) =>
    error || waiting.length + withheld.length > 0
      ? [[displayName, error, waiting.length, withheld.length]]
      : [],
  )
  return [`the next run ends ${code} ${status}: ${JSON.stringify([problems, errors])} ${stderr}`]
}

/** Runs until nothing is left to do, and compares the result with the expected one if there is one. */
async function converge({ scene, advance, run }: Stage, wanted: Portrait | undefined): Promise<string[]> {
  let last = ''
  const left = () =>
    wanted ? differences(portrait(scene, scene.place.directory), wanted) : new Map<string, string>()
  for (let runs = 0; runs < runsAtMost; runs++) {
    advance()
    const { status, problems, skippedGroups, groups } = await run()
    if (status === 'inSync' && left().size === 0) return []
    last = JSON.stringify([status, problems, skippedGroups, groups.map(({ error }) => error)])
  }
  return [`does not converge: ${last}`, ...left().values()]
}

/** The stage of a case: its company with its own clock, watched from the fault on. */
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Report } from '../../../src/model/report.js'
import type { LogEntry } from '../../../src/emulators/directory/log.js'
import { watch, type Watch } from './judge.js'
import { calm, type Domain, type Place } from './place.js'
import { playRun, stateOf, type Waiting } from './run.js'
import { changeByHand, changeCloud, deleteForGood, setScene, type Scene } from './scene.js'

const minute = 60_000
/** Longer than the waiting times for a missing group and for a different count. */
const betweenRuns = 31 * minute
export interface Stage {
  scene: Scene
  /** The first controller, and the other one if there is one. */
  watches: Watch[]
  outputs: string[]
  /** Advances the clock. */
  advance(): void
  run(waiting?: Waiting, options?: { approve?: string }): Promise<Report>
}

export function openStage(place: Place, domain: Domain, number: number): Stage {
  const { directory, other } = place
  const scene = setScene(place, number)
  const second = other ? [other.ldapsUrl] : []
  const urls = domain === 'readOnly' ? [...second, directory.ldapsUrl] : [directory.ldapsUrl, ...second]
  const outputs: string[] = []
  let offset = 0
  const now = () => new Date(Date.now() + offset)
  return {
    scene,
    watches: [],
    outputs,
    advance: () => void (offset += betweenRuns),
    async run(waiting, options) {
      const { report, output } = await playRun({ scene, urls, now, waiting, ...options })
      outputs.push(output)
      return report
    },
  }
}

/** Performs the first run and the changes after it; the other controller replicates as much as the domain defines. */
export async function prepare(stage: Stage, domain: Domain, disturb: (scene: Scene) => void): Promise<void> {
  const { scene, advance } = stage
  const { other } = scene.place
  other?.replicate() // the container itself
  const first = await stage.run()
  if (first.status !== 'applied') throw new Error(`The first run has the status ${first.status}.`)
  if (domain !== 'unheard') other?.replicate()
  disturb(scene)
  changeCloud(scene)
  deleteForGood(scene)
  changeByHand(scene)
  if (domain === 'readOnly') other?.replicate()
  advance()
}

const written = new Set(['add', 'modify', 'modifyDn', 'delete'])

/** Checks both controllers after every write. */
export function startWatching({ scene, watches }: Stage): void {
  const { directory, other, heard } = scene.place
  const [first, second] = [watch(scene, directory, 'dc1'), other && watch(scene, other, 'dc2')]
  watches.push(first, ...(second ? [second] : []))
  heard.onAnswer = (controller: 'first' | 'other', { operation }: LogEntry) => {
    if (written.has(operation)) (controller === 'first' ? first : second)?.look()
  }
}

/** Ends the fault; the checks continue. */
export function soothe(place: Place): void {
  const { heard } = place
  const kept = { ...heard }
  calm(place)
  Object.assign(heard, kept)
}

/** Stops the checks of the other controller, before replication brings it the manual changes of the first one. */
export function endWatchingOther({ scene }: Stage): void {
  const { heard } = scene.place
  const { onAnswer } = heard
  heard.onAnswer = (controller, entry) => {
    if (controller === 'first') onAnswer(controller, entry)
  }
}

/** Returns the secrets and beginnings of tokens that the outputs contain. */
export function leaks({ scene, outputs }: Stage): string[] {
  const state = stateOf(scene.folder)
  const files = readdirSync(state, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile())
  const texts = [
    ...outputs,
    ...files.map((entry) => readFileSync(join(entry.parentPath, entry.name), 'utf8')),
  ]
  const secrets = [scene.place.secret, scene.account.password, 'eyJ']
  return secrets.flatMap((secret, index) =>
    texts.some((text) => text.includes(secret))
      ? [`shows ${['the secret', 'the password', 'a token'][index]}`]
      : [],
  )
}

/** Runs the command line and kills it at the given moment. */
import { watch as watchFolder, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import type { FaultResponse } from '../../../src/emulators/directory/faults.js'
import { startCli, type CliResult } from '../../support/cli.js'
import { kindOfMessage, writes } from '../faultMatrix/kinds.js'
import { stateOf, written } from '../faultMatrix/run.js'
import type { Scene } from '../faultMatrix/scene.js'
import type { Kill, Lengths } from './cases.js'

export interface Ended extends Lengths {
  result: CliResult
  /** The moment was reached. */
  isReached: boolean
}

/** Delay of a response, so that the process receives the signal before it. */
const pauseMs = 300

const responses: Readonly<Record<'before' | 'after' | 'rest' | 'term', FaultResponse>> = {
  before: { drop: 'before' },
  after: { drop: 'after' },
  rest: { delay: 0 },
  term: { delay: pauseMs },
}

export function configure(scene: Scene): void {
  const config = written(scene, [scene.place.directory.ldapsUrl])
  writeFileSync(fileOf(scene), JSON.stringify(config))
}

const fileOf = ({ folder }: Scene): string => join(folder, 'group-writeback.json')

/** Runs the command line. Without a moment, the process exits by itself. */
export async function runCommand(scene: Scene, kill?: Kill): Promise<Ended> {
  const { directory } = scene.place
  const args = ['sync', '--config', fileOf(scene), '--output', 'json']
  const running = startCli(args, { cwd: scene.folder })
  let isReached = false
  const end = () => {
    isReached = running.child.exitCode === null
    running.child.kill(kill?.moment === 'term' ? 'SIGTERM' : 'SIGKILL')
  }
  let [seen, touches] = [0, 0]
  const isIt = (moments: boolean, at: number) => moments && at === kill?.at
  directory.faults.next({
    match(message) {
      if (!writes.has(kindOfMessage(message) ?? '')) return false
      const isHit = isIt(kill?.moment !== 'state', seen++)
      if (isHit) end()
      return isHit
    },
    respond: responses[kill && kill.moment !== 'state' ? kill.moment : 'rest'],
  })
  const close = watchState(scene, () => {
    if (isIt(kill?.moment === 'state', touches++)) end()
  })
  const result = await running.result.finally(close)
  directory.faults.clear()
  // Requests that were sent before the kill are carried out after it.
  while (directory.connections() > 0) await sleep(5)
  return { result, isReached, writes: seen, touches }
}

/** Calls a function at every change of the state and of the journals. */
function watchState({ folder }: Scene, onTouch: () => void): () => void {
  const state = stateOf(folder)
  const watchers = [state, join(state, 'journal')].map((one) => watchFolder(one, onTouch))
  return () => watchers.forEach((watcher) => watcher.close())
}

/** Runs without a fault: records the requests and the result. */
import type { Counts } from './cases.js'
import { portrait, unequal } from './judge.js'
import { countKinds, kindOfMessage, kindOfRequest } from './kinds.js'
import { calm, type Domain, type Place } from './place.js'
import { strike } from './scene.js'
import { openStage, prepare, type Stage } from './stage.js'

export type Portrait = ReadonlyMap<string, string>

export interface Expected extends Counts {
  afterOne: Portrait
  atTheEnd: Portrait
}

const runsAtMost = 4

export async function rehearse(place: Place, domain: Domain, number: number): Promise<Expected> {
  const stage = openStage(place, domain, number)
  const { scene } = stage
  const [graph, ldap] = [countKinds(), countKinds()]
  await prepare(stage, domain, () => undefined)
  place.heard.onRequest = (request) => graph.add(kindOfRequest(request))
  for (const controller of [place.directory, place.other])
    controller?.faults.next({
      match(message) {
        ldap.add(kindOfMessage(message))
        return false
      },
      respond: { silent: true },
    })
  await stage.run()
  calm(place)
  const afterOne = portrait(scene, place.directory)
  const status = await untilInSync(stage)
  const atTheEnd = portrait(scene, place.directory)
  const wrong = [...unequal(scene, place.directory), ...(status === 'inSync' ? [] : [status])]
  strike(scene)
  if (wrong.length > 0) throw new Error(`The run without a fault has faults: ${wrong.join('; ')}.`)
  return { graph: graph.counts, ldap: ldap.counts, afterOne, atTheEnd }
}

async function untilInSync({ scene, advance, run }: Stage): Promise<string> {
  let status = ''
  for (let runs = 0; runs < runsAtMost && status !== 'inSync'; runs++) {
    advance()
    status = (await run()).status
    scene.place.other?.replicate()
  }
  return status
}

/**
 * Runs the engine once with the real source and target over the network. It is wired here and not by the public functions,
 * because a case needs a controlled clock and short pauses.
 */
import { join } from 'node:path'
import { openTarget } from '../../../src/ad/target.js'
import { loadConfig } from '../../../src/config/load.js'
import type { Config, WrittenConfig } from '../../../src/config/types.js'
import type { Settings } from '../../../src/model/settings.js'
import { runSync } from '../../../src/commands/sync.js'
import { openSource } from '../../../src/entra/source.js'
import { emptyMemory } from '../../../src/model/memory.js'
import type { Report } from '../../../src/model/report.js'
import { openStore } from '../../../src/state/store.js'
import { scopeFilter, type Scene } from './scene.js'

export interface Ran {
  report: Report
  /** All events of the run, and the report. */
  output: string
}

export interface Waiting {
  /** Time-outs for a response of Graph and of a domain controller, in milliseconds. */
  graphMs: number
  directoryMs: number
}

/** Six attempts, as in production, without the pauses. */
const hasty = { retry: [2, 2, 2, 2, 2], confirm: [2, 2], signIn: 1 }
export const patient: Waiting = { graphMs: 20_000, directoryMs: 10_000 }

export interface Order {
  scene: Scene
  urls: readonly string[]
  now: () => Date
  waiting: Waiting | undefined
  /** The hash to approve. */
  approve?: string
}

export async function playRun({ scene, urls, now, waiting = patient, approve }: Order): Promise<Ran> {
  const told: unknown[] = []
  const note = (one: unknown) => void told.push(one)
  const config = await loadConfig(written(scene, urls))
  const { entra, directory, state: stored } = config
  const state = openStore(stored.directory, directory.container, note)
  const { url: preferredUrl } = await state.readMemory().catch(() => emptyMemory)
  const { target, close } = openTarget(
    { ...directory, timeoutMs: waiting.directoryMs },
    { preferredUrl, onWarning: note },
  )
  const source = openSource(entra, { ...hasty, responseTimeoutMs: waiting.graphMs, onWait: note })
  const ports = { source, target, state, now }
  const report = await runSync('sync', ports, settingsOf(config), {
    ...(approve !== undefined && { approve }),
    onEvent: note,
  }).finally(close)
  return { report, output: JSON.stringify([told, report]) }
}

/** Returns the configuration as in a file. */
export function written(
  { place, container, account, folder }: Scene,
  urls: readonly string[],
): WrittenConfig {
  const { entra } = place
  return {
    entra: {
      tenantId: entra.tenantId,
      credential: {
        type: 'secret',
        clientId: entra.app.clientId,
        clientSecret: { file: join(place.folder, 'secret') },
      },
      authorityHost: entra.authorityHost,
      graphUrl: entra.graphUrl,
      tls: { caPath: join(place.folder, 'entra-ca.pem') },
    },
    directory: {
      urls: [...urls],
      bind: { dn: account.dn, password: { file: account.passwordFile } },
      tls: { caPath: join(place.folder, 'directory-ca.pem') },
      container,
    },
    scope: { groups: { filter: scopeFilter } },
    policy: { deprovision: 'delete' },
    state: { directory: stateOf(folder) },
  }
}

export const stateOf = (folder: string): string => join(folder, 'state')

const settingsOf = ({ directory, scope, mapping, policy, limits }: Config): Settings => ({
  container: directory.container,
  scope: scope.groups,
  mapping,
  policy: policy.deprovision,
  limits,
  origin: { directoryAccount: directory.bind.dn, version: '0.0.0', configHash: '' },
})

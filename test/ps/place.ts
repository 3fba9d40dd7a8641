/** A small tenant and a directory, with a configuration in a folder with spaces and umlauts in its name. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { WrittenConfig } from '../../src/index.js'
import {
  startDirectory,
  type DirectoryOptions,
  type EmbeddedDirectory,
} from '../../src/emulators/directory/directory.js'
import { startEntra, type Entra } from '../../src/emulators/entra/entra.js'
import { runPwsh, startPwsh, valuesOf, type PwshOptions, type PwshResult, type RunningPwsh } from './pwsh.js'

export interface PsPlace {
  entra: Entra
  directory: EmbeddedDirectory
  container: string
  folder: string
  env: Readonly<Record<string, string>>
  /** The account that the configuration names. */
  account: { dn: string; password: string }
  /** Adds synced users and returns their ids in Entra. */
  people(count: number): string[]
  /** Adds a security group and returns its id. */
  group(displayName: string, members?: readonly string[]): string
  /** Writes the configuration; `changes` replace its top-level keys. */
  configure(changes?: Partial<WrittenConfig>): void
  configuration(): WrittenConfig
  /** The content of the container, one line for each object. */
  written(): string[]
  members(displayName: string): number
  start(script: string, options?: PwshOptions): RunningPwsh
  run(script: string, options?: PwshOptions): Promise<PwshResult>
  values<T = Record<string, unknown>>(script: string, options?: PwshOptions): Promise<T[]>
  close(): Promise<void>
}

const secret = 'the secret of the app'

/** Limits for tests whose first run creates more groups than the default allows without approval. */
export const manyGroups: Partial<WrittenConfig> = { limits: { creations: { count: 1000 } } }

export async function psPlace(options: DirectoryOptions = {}): Promise<PsPlace> {
  const directory = await startDirectory(options)
  const ou = directory.addOu('People')
  const container = directory.addOu('Cloud Groups')
  const account = directory.delegate(container)
  const entra = await startEntra({ apps: [{ secret }] })
  const folder = mkdtempSync(join(tmpdir(), 'Übung für Gruppen '))
  writeFileSync(join(folder, 'entra ca.pem'), entra.caPem)
  writeFileSync(join(folder, 'directory ca.pem'), directory.caPem)
  const env = { PLACE_SECRET: secret, PLACE_PASSWORD: account.password }
  const written = (): WrittenConfig => ({
    entra: {
      tenantId: entra.tenantId,
      credential: { type: 'secret', clientId: entra.app.clientId, clientSecret: { env: 'PLACE_SECRET' } },
      authorityHost: entra.authorityHost,
      graphUrl: entra.graphUrl,
      tls: { caPath: './entra ca.pem' },
    },
    directory: {
      urls: [directory.ldapsUrl],
      bind: { dn: account.dn, password: { env: 'PLACE_PASSWORD' } },
      tls: { caPath: './directory ca.pem' },
      container,
    },
    scope: { groups: 'all' },
  })
  const configure = (changes: Partial<WrittenConfig> = {}) =>
    writeFileSync(
      join(folder, 'group-writeback.json'),
      JSON.stringify({ ...written(), ...changes }, undefined, 2),
    )
  configure()
  let number = 0
  const inFolder = (options: PwshOptions = {}) => ({
    cwd: folder,
    ...options,
    env: { ...env, ...options.env },
  })
  const find = (displayName: string) => directory.find('displayName', displayName)
  return {
    entra,
    directory,
    container,
    folder,
    env,
    account,
    people: (count) =>
      Array.from({ length: count }, () => {
        const name = `Mitarbeiterin ${++number} Müller`
        const attributes = { userAccountControl: '544' } // enabled
        const { dn, sid } = directory.addUser({ name, ou, account: `m${number}`, attributes })
        const onPremises = { onPremisesSecurityIdentifier: sid, onPremisesDistinguishedName: dn }
        return entra.tenant.addSyncedUser({ displayName: name, ...onPremises }).id
      }),
    group: (displayName, members = []) => entra.tenant.addGroup({ displayName, members }).id,
    configure,
    configuration: written,
    written: () => directory.tree(container).split('\n').slice(1),
    members: (displayName) => find(displayName)[0]?.members.length ?? 0,
    start: (script, options) => startPwsh(script, inFolder(options)),
    run: (script, options) => runPwsh(script, inFolder(options)),
    values: (script, options) => valuesOf(script, inFolder(options)),
    async close() {
      await Promise.all([entra.close(), directory.close()])
      rmSync(folder, { recursive: true, force: true })
    },
  }
}

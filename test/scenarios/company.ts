/** The company of the story: an emulated tenant, a directory, and a folder with a configuration file. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { WrittenConfig } from '../../src/index.js'
import type { GraphPermission } from '../../src/emulators/entra/authority/permissions.js'
import { startEntra, type Entra } from '../../src/emulators/entra/entra.js'
import { runCli, startCli, type CliResult, type RunningCli } from '../support/cli.js'
import type { LdifEntry } from '../support/samba.js'

/** A directory with a container, an account that may write to it, and an independent client. */
export interface Place {
  url: string
  caPath: string
  container: string
  account: { dn: string; password: string }
  /** Adds users with enabled accounts and returns their SIDs. */
  addUsers(count: number): Promise<Array<{ dn: string; sid: string }>>
  search(...args: string[]): Promise<LdifEntry[]>
  /** Changes something as an administrator would. */
  modify(ldif: string): Promise<void>
  baseDn: string
  /** Makes a group the primary group of one of its members. */
  setPrimaryGroup(user: string, group: string): Promise<void>
  /** Adds a computer to the container of people and returns its SID. */
  addComputer(name: string): Promise<{ dn: string; sid: string }>
  sidOf(dn: string): Promise<string>
  /** Denies the writing account read access to an attribute of an object. */
  denyRead(dn: string, attribute: 'member'): Promise<void>
  close(): Promise<void>
}

export interface Company {
  entra: Entra
  place: Place
  folder: string
  /** Environment variables with the secrets of the configuration. */
  env: Readonly<Record<string, string>>
  /** Writes the configuration; the given keys replace the defaults of the story. */
  configure(changes?: Partial<WrittenConfig>): void
  /** Returns a new copy of the configuration of the story. */
  configuration(): WrittenConfig
  run(...args: string[]): Promise<CliResult>
  start(...args: string[]): RunningCli
  close(): Promise<void>
}

/** `permissions` of the application; by default those that group writeback needs. */
export async function makeCompany(place: Place, permissions?: readonly GraphPermission[]): Promise<Company> {
  const app = { secret: 'a secret of the story', ...(permissions && { permissions }) }
  const entra = await startEntra({ seed: 'story', apps: [app] })
  const folder = mkdtempSync(join(tmpdir(), 'group-writeback-story-'))
  writeFileSync(join(folder, 'entra-ca.pem'), entra.caPem)
  const env = { STORY_SECRET: 'a secret of the story', STORY_PASSWORD: place.account.password }
  const options = { cwd: folder, env }
  const configure = (changes: Partial<WrittenConfig> = {}) => {
    const config: WrittenConfig = { ...written(entra, place), ...changes }
    writeFileSync(join(folder, 'group-writeback.json'), JSON.stringify(config, undefined, 2))
  }
  configure()
  return {
    entra,
    place,
    folder,
    env,
    configure,
    configuration: () => written(entra, place),
    run: (...args) => runCli(args, options),
    start: (...args) => startCli(args, options),
    async close() {
      await entra.close()
      await place.close()
      rmSync(folder, { recursive: true, force: true })
    },
  }
}

const written = (entra: Entra, place: Place): WrittenConfig => ({
  entra: {
    tenantId: entra.tenantId,
    credential: { type: 'secret', clientId: entra.app.clientId, clientSecret: { env: 'STORY_SECRET' } },
    authorityHost: entra.authorityHost,
    graphUrl: entra.graphUrl,
    tls: { caPath: './entra-ca.pem' },
  },
  directory: {
    urls: [place.url],
    bind: { dn: place.account.dn, password: { env: 'STORY_PASSWORD' } },
    tls: { caPath: place.caPath },
    container: place.container,
  },
  scope: { groups: 'all' },
  policy: { deprovision: 'delete' },
})

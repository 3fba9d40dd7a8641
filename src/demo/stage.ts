/** Starts both servers of the demo and writes a configuration that works with every command. */
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { EmbeddedDirectory, Entra } from '../emulators/index.js'
import type { WrittenConfig } from '../index.js'
import { createCompany, type Company } from './company.js'
import { loadEmulators } from './emulators.js'

export interface DemoServers {
  entra: Entra
  directory: EmbeddedDirectory
  company: Company
  /** The DN of the container to which the groups are written. */
  container: string
  /** The path of the configuration file. */
  config: string
  /** The domain administrator. */
  administrator: { name: string; passwordFile: string }
  /** Stops both servers and removes the folder. */
  close(): Promise<void>
}

/** Starts both servers with the people and groups of the company. */
export async function startDemoServers(): Promise<DemoServers> {
  const { startDirectory, startEntra } = await loadEmulators()
  const directory = await startDirectory({ seed: 'demo', domain: 'corp.contoso.com' })
  const people = directory.addOu('People')
  const container = directory.addOu('Cloud Groups')
  const { domainSid: sid, netbiosName: netBiosName } = directory
  const onPremises = { dnsName: 'corp.contoso.com', netBiosName, sid }
  const entra = await startEntra({ seed: 'demo', domain: 'contoso.onmicrosoft.com', onPremises })
  const company = createCompany(entra, directory, { people, groups: container })
  const folder = await mkdtemp(join(tmpdir(), 'group-writeback-demo-'))
  return {
    entra,
    directory,
    company,
    container,
    config: await writeConfig(folder, entra, directory, container),
    administrator: {
      name: `administrator@${onPremises.dnsName}`,
      passwordFile: join(folder, 'administrator-password.txt'),
    },
    async close() {
      await Promise.all([entra.close(), directory.close()])
      await rm(folder, { recursive: true, force: true })
    },
  }
}

/** Writes the configuration, and the secrets to files that only this account can read; returns the configuration's path. */
async function writeConfig(folder: string, entra: Entra, directory: EmbeddedDirectory, container: string) {
  const account = directory.delegate(container)
  const config: WrittenConfig = {
    entra: {
      tenantId: entra.tenantId,
      credential: {
        type: 'secret',
        clientId: entra.app.clientId,
        clientSecret: { file: './entra-secret.txt' },
      },
      authorityHost: entra.authorityHost,
      graphUrl: entra.graphUrl,
      tls: { caPath: './entra-ca.pem' },
    },
    directory: {
      urls: [directory.ldapsUrl],
      bind: { dn: account.dn, password: { file: './directory-password.txt' } },
      tls: { caPath: './directory-ca.pem' },
      container,
    },
    scope: { groups: 'all' },
    state: { directory: './state' },
  }
  const files = {
    'entra-ca.pem': entra.caPem,
    'directory-ca.pem': directory.caPem,
    'entra-secret.txt': entra.app.secret ?? '',
    'directory-password.txt': account.password,
    'administrator-password.txt': directory.adminPassword,
    'group-writeback.json': `${JSON.stringify(config, undefined, 2)}\n`,
  }
  for (const [name, content] of Object.entries(files))
    await writeFile(join(folder, name), content, { mode: 0o600 })
  return join(folder, 'group-writeback.json')
}

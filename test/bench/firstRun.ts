/**
 * Measures a first run into an empty container against OpenLDAP's ldapmodify with the same groups and members: the cost of
 * reading, comparing, guards and journal in addition to the writes.
 *
 *     node --import ./scripts/blank.mjs test/bench/firstRun.ts [groups] [members each] [users]
 */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { syncGroups, type WrittenConfig } from '../../src/index.js'
import { startEntra } from '../../src/emulators/entra/entra.js'
import { ldapmodify } from '../support/ldapmodify.js'
import { startSamba } from '../support/samba.js'

const [groups = 500, members = 50, users = 5000] = process.argv.slice(2).map(Number)
const folder = mkdtempSync(join(tmpdir(), 'group-writeback-bench-'))
const samba = await startSamba()
const entra = await startEntra({ seed: 'bench', apps: [{ secret: 'bench' }] })
try {
  const people = await samba.seedUsers(users, await samba.addOu('People'))
  const [container, other] = [await samba.addOu('Ours'), await samba.addOu('Theirs')]
  const account = await samba.delegate(container)
  const cloud = people.map(({ dn, sid }) => ({
    dn,
    id: entra.tenant.addSyncedUser({ displayName: dn, onPremisesSecurityIdentifier: sid ?? '' }).id,
  }))
  const memberships = Array.from({ length: groups }, (_, group) =>
    Array.from({ length: members }, (_, member) => cloud[(group * 37 + member * 11) % users]).flatMap(
      (one) => one ?? [],
    ),
  )
  for (const [number, some] of memberships.entries()) {
    entra.tenant.addGroup({ displayName: `Group ${number}`, members: some.map(({ id }) => id) })
  }
  writeFileSync(join(folder, 'ca.pem'), entra.caPem)
  writeFileSync(join(folder, 'password'), account.password)
  writeFileSync(join(folder, 'secret'), 'bench')
  const config: WrittenConfig = {
    entra: {
      tenantId: entra.tenantId,
      credential: {
        type: 'secret',
        clientId: entra.app.clientId,
        clientSecret: { file: join(folder, 'secret') },
      },
      authorityHost: entra.authorityHost,
      graphUrl: entra.graphUrl,
      tls: { caPath: join(folder, 'ca.pem') },
    },
    directory: {
      urls: [samba.ldapsUrl],
      bind: { dn: account.dn, password: { file: join(folder, 'password') } },
      tls: { caPath: samba.caPath },
      container,
    },
    scope: { groups: 'all' },
    state: { directory: join(folder, 'state') },
  }
  const ldif = memberships.map((some, number) => {
    const lines = [
      `dn: CN=Group ${number},${other}`,
      'changetype: add',
      'objectClass: group',
      'groupType: -2147483640',
    ]
    return [...lines, `sAMAccountName: theirs ${number}`, ...some.map(({ dn }) => `member: ${dn}`), ''].join(
      '\n',
    )
  })
  const login = {
    url: samba.ldapsUrl,
    caPath: samba.caPath,
    dn: samba.adminDn,
    password: samba.adminPassword,
  }
  const began = performance.now()
  await ldapmodify(login, ldif.join('\n'))
  const peer = performance.now() - began
  for (const what of ['first run', 'second run']) {
    const { status, durationMs, cost } = await syncGroups(config)
    const { graphRequests, directoryRequests } = cost
    const ratio = (durationMs / peer).toFixed(2)
    process.stdout.write(
      `${what}: ${status}, ${durationMs} ms, ${ratio} × ldapmodify's ${Math.round(peer)} ms; ${graphRequests} requests to Graph, ${directoryRequests} to the directory\n`,
    )
  }
} finally {
  await Promise.all([entra.close(), samba.stop()])
  rmSync(folder, { recursive: true })
}
process.exit()

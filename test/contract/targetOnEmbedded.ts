import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { openTarget } from '../../src/ad/target.js'
import { startDirectory } from '../../src/emulators/directory/directory.js'
import type { Replica, Somebody, TargetFixture } from './targetFixture.js'

const byGuid = ({ guid }: Somebody) => `<GUID=${guid}>`
const ridOf = ({ sid }: Somebody) => sid.slice(sid.lastIndexOf('-') + 1)

export async function openEmbeddedFixture(): Promise<TargetFixture & { addReplica(): Promise<Replica> }> {
  const directory = await startDirectory()
  const people = directory.addOu('People')
  const container = directory.addOu('Cloud, "Groups"')
  const account = directory.delegate(container)
  const folder = mkdtempSync(join(tmpdir(), 'group-writeback-contract-'))
  const caPath = join(folder, 'ca.pem')
  writeFileSync(caPath, directory.caPem)
  process.env['EMBEDDED_CONTRACT_PASSWORD'] = account.password
  const closing: Array<() => void> = []
  const open = (urls: string[], timeoutMs = 15_000) => {
    const bind = { dn: account.dn, password: { env: 'EMBEDDED_CONTRACT_PASSWORD' } }
    const tls = { caPath, startTls: false }
    const { target, close } = openTarget({ urls, bind, tls, container, timeoutMs })
    closing.push(close)
    return target
  }
  const target = open([directory.ldapsUrl])
  let accounts = 0
  return {
    target,
    container,
    subContainer: directory.addOu('Sub', container),
    elsewhere: directory.addOu('Elsewhere'),
    account: account.dn,
    host: directory.host,
    async addUser(name, { disabled = false } = {}) {
      // Enabled, without a password: PASSWD_NOTREQD.
      const attributes = { userAccountControl: disabled ? '514' : '544' }
      return directory.addUser({ name, ou: people, account: `user${++accounts}`, attributes })
    },
    addComputer: async (name) => directory.addComputer({ name, ou: people }),
    addGroup: async (name, ou, attributes = {}) => {
      const { groupType: [type] = [], ...rest } = attributes
      const group = { name, ou, account: `group${++accounts}`, attributes: rest }
      return directory.addGroup({ ...group, ...(type !== undefined && { type }) })
    },
    async builtin(rid) {
      const sid = `S-1-5-32-${rid}`
      const seen = directory.read(`<SID=${sid}>`)
      if (!seen) throw new Error(`There is no object with the SID ${sid}.`)
      return { guid: seen.guid, sid, dn: seen.dn }
    },
    addMember: async (group, member) => directory.addMembers(byGuid(group), byGuid(member)),
    setPrimaryGroup: async (user, group) => directory.edit(byGuid(user), { primaryGroupID: ridOf(group) }),
    stamp: async (group) => directory.edit(byGuid(group), { adminCount: '1' }),
    move: async (object, ou) => directory.move(byGuid(object), ou),
    remove: async (object) => directory.remove(byGuid(object)),
    denyMembers: async (group) => directory.denyRead(byGuid(group), account.dn, 'member'),
    async allowRestore() {
      directory.allowRestore(account.dn)
      return target
    },
    async look(guid) {
      const seen = directory.read(`<GUID=${guid}>`)
      if (!seen) return undefined
      const attributes = Object.entries(seen.attributes).map(([name, values]) => [name, [...values]])
      return {
        dn: seen.dn,
        attributes: Object.fromEntries(attributes) as Record<string, string[]>,
        members: [...seen.members],
      }
    },
    async addReplica() {
      const second = await directory.addController()
      return {
        target: open([second.ldapsUrl, directory.ldapsUrl], 1000),
        host: second.host,
        replicate: async () => second.replicate(),
        stopFirst: async () => directory.faults.nextConnection({ respond: 'noHandshake', times: 1000 }),
      }
    },
    async close() {
      for (const close of closing) close()
      await directory.close()
      rmSync(folder, { recursive: true })
    },
  }
}

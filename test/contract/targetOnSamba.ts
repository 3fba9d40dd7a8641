import { join } from 'node:path'
import { openTarget } from '../../src/ad/target.js'
import { childDn, ownRdn } from '../../src/model/dn.js'
import { ldapmodify } from '../support/ldapmodify.js'
import { startSamba } from '../support/samba.js'
import type { Somebody, TargetFixture } from './targetFixture.js'

const names = [
  'adminDescription',
  'displayName',
  'description',
  'groupType',
  'proxyAddresses',
  'sAMAccountName',
]
const base64 = (text: string) => Buffer.from(text).toString('base64')
const ridOf = ({ sid }: Somebody) => sid.slice(sid.lastIndexOf('-') + 1)
/** schemaIDGUID of `member`. */
const memberType = 'bf9679c0-0de6-11d0-a285-00aa003049e2'

export async function openSambaFixture(): Promise<TargetFixture> {
  const samba = await startSamba()
  const people = await samba.addOu('People')
  const elsewhere = await samba.addOu('Elsewhere')
  const container = await samba.addOu('Cloud\\, \\"Groups\\"')
  const subContainer = await samba.addOu('Sub', container)
  const account = await samba.delegate(container)
  process.env['TARGET_CONTRACT_PASSWORD'] = account.password
  process.env['TARGET_CONTRACT_ADMIN_PASSWORD'] = samba.adminPassword
  const closing: Array<() => void> = []
  const open = (dn: string, env: string) => {
    const tls = { caPath: samba.caPath, startTls: false }
    const bind = { dn, password: { env } }
    const { target, close } = openTarget({ urls: [samba.ldapsUrl], bind, tls, container, timeoutMs: 15_000 })
    closing.push(close)
    return target
  }
  const add = async (dn: string, attributes: Record<string, string | string[]>) => {
    const [made] = await samba.seed([{ dn, attributes }])
    if (!made?.sid) throw new Error(`${dn} was not created.`)
    return { guid: made.guid, sid: made.sid, dn: made.dn }
  }
  const find = (name: string, ...attributes: string[]) =>
    samba.ldapsearch('-b', name, '-s', 'base', ...attributes).then(
      ([entry]) => entry,
      () => undefined,
    )
  const dnOf = async ({ guid }: Somebody) => (await find(`<GUID=${guid}>`, 'cn'))?.dn ?? ''
  const admin = {
    url: samba.ldapsUrl,
    caPath: samba.caPath,
    dn: samba.adminDn,
    password: samba.adminPassword,
  }
  const modify = (dn: string, ...lines: string[]) =>
    ldapmodify(admin, [`dn:: ${base64(dn)}`, ...lines, ''].join('\n'))
  let accounts = 0
  return {
    target: open(account.dn, 'TARGET_CONTRACT_PASSWORD'),
    container,
    subContainer,
    elsewhere,
    account: account.dn,
    host: 'dc1.corp.contoso.test',
    addUser: (name, { disabled = false } = {}) =>
      add(childDn(name, people), {
        objectClass: 'user',
        sAMAccountName: `user${++accounts}`,
        userAccountControl: disabled ? '514' : '544', // PASSWD_NOTREQD: the account has no password
      }),
    addComputer: (name) =>
      add(childDn(name, people), {
        objectClass: 'computer',
        sAMAccountName: `computer${++accounts}$`,
        userAccountControl: '4096',
      }),
    addGroup: (name, where, attributes = {}) =>
      add(childDn(name, where), {
        objectClass: 'group',
        sAMAccountName: `group${++accounts}`,
        ...attributes,
      }),
    async builtin(rid) {
      const sid = `S-1-5-32-${rid}`
      const entry = await find(`<SID=${sid}>`, 'objectGUID')
      const [bytes] = entry?.attributes.get('objectguid') ?? []
      if (!entry || !bytes) throw new Error(`There is no object with the SID ${sid}.`)
      return { guid: guidOf(bytes), sid, dn: entry.dn }
    },
    addMember: async (group, member) =>
      modify(
        await dnOf(group),
        'changetype: modify',
        'add: member',
        `member:: ${base64(await dnOf(member))}`,
      ),
    setPrimaryGroup: (user, group) =>
      modify(user.dn, 'changetype: modify', 'replace: primaryGroupID', `primaryGroupID: ${ridOf(group)}`),
    stamp: (group) => modify(group.dn, 'changetype: modify', 'replace: adminCount', 'adminCount: 1'),
    move: (object, where) =>
      modify(
        object.dn,
        'changetype: moddn',
        `newrdn:: ${base64(ownRdn(object.dn) ?? '')}`,
        'deleteoldrdn: 1',
        `newsuperior:: ${base64(where)}`,
      ),
    remove: (object) => modify(object.dn, 'changetype: delete'),
    async denyMembers(group) {
      const sddl = `(OD;;RP;${memberType};;${account.sid})`
      const database = join(samba.directory, 'private', 'sam.ldb')
      const order = [
        'dsacl',
        'set',
        '-H',
        database,
        '--action=deny',
        `--objectdn=${group.dn}`,
        `--sddl=${sddl}`,
      ]
      await samba.exec('samba-tool', order)
    },
    allowRestore: async () => open(samba.adminDn, 'TARGET_CONTRACT_ADMIN_PASSWORD'),
    async look(guid) {
      const entry = await find(`<GUID=${guid}>`, ...names, 'member')
      if (!entry) return undefined
      const texts = (name: string) => (entry.attributes.get(name.toLowerCase()) ?? []).map(String)
      const attributes = Object.fromEntries(names.map((name) => [name, texts(name)]))
      return { dn: entry.dn, attributes, members: texts('member') }
    },
    async close() {
      for (const close of closing) close()
      await samba.stop()
    },
  }
}

/** Converts a SID without code of the product, so that a mistake there is found. */
function guidOf(bytes: Buffer): string {
  const swapped = [3, 2, 1, 0, 5, 4, 7, 6, 8, 9, 10, 11, 12, 13, 14, 15].map((at) => bytes[at] ?? 0)
  return Buffer.from(swapped)
    .toString('hex')
    .replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5')
}

/** The product's directory target, unchanged, with the limits that Samba does not have. */
import { expect } from 'chai'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { openTarget } from '../../../src/ad/target.js'
import type { GroupTarget } from '../../../src/engine/ports.js'
import {
  startDirectory,
  type DirectoryOptions,
  type EmbeddedDirectory,
} from '../../../src/emulators/directory/directory.js'
import { busy } from '../../../src/emulators/directory/faultKinds.js'
import { anchorFor, idFor, managedGroups } from '../../contract/targetFixture.js'

interface Setting {
  directory: EmbeddedDirectory
  target: GroupTarget
  container: string
  people: string
  close(): Promise<void>
}

async function open(
  options: DirectoryOptions = {},
  scheme: 'ldap' | 'startTls' | 'ldaps' = 'ldaps',
): Promise<Setting> {
  const directory = await startDirectory(options)
  const container = directory.addOu('Cloud Groups')
  const account = directory.delegate(container)
  const folder = mkdtempSync(join(tmpdir(), 'group-writeback-product-'))
  writeFileSync(join(folder, 'ca.pem'), directory.caPem)
  process.env['EMBEDDED_PRODUCT_PASSWORD'] = account.password
  const settings = {
    urls: [scheme === 'ldaps' ? directory.ldapsUrl : directory.ldapUrl],
    bind: { dn: account.dn, password: { env: 'EMBEDDED_PRODUCT_PASSWORD' } },
    tls: { caPath: join(folder, 'ca.pem'), startTls: scheme === 'startTls' },
    container,
    timeoutMs: 10_000,
  }
  const { target, close } = openTarget(settings)
  return {
    directory,
    target,
    container,
    people: directory.addOu('People'),
    async close() {
      close()
      await directory.close()
      rmSync(folder, { recursive: true })
    },
  }
}

const anchored = (number: number) => ({
  adminDescription: anchorFor(number),
  'msDS-ExternalDirectoryObjectId': anchorFor(number),
})

describe('the product on the embedded directory', () => {
  let setting: Setting
  afterEach(() => setting?.close())

  it('reads a group of 5,000 members completely: two searches and three further ranges', async () => {
    setting = await open()
    const { directory, target, container, people } = setting
    const members = directory.addUsers(5000, people)
    directory.addGroup({
      name: 'all',
      ou: container,
      attributes: anchored(1),
      members: members.map(({ dn }) => dn),
    })
    await target.check()
    directory.log.clear()
    const [group] = await managedGroups(target)
    expect(group?.members.items.map(({ sid }) => sid)).to.deep.equal(members.map(({ sid }) => sid))
    const names = new Map([
      [container, 'container'],
      [container.slice(container.indexOf('DC=')), 'members by primary group'],
    ])
    const searches = directory.log.entries.map(({ name }) => names.get(name) ?? name)
    expect(searches).to.deep.equal([
      'members by primary group',
      'container',
      ...Array<string>(3).fill(`<GUID=${group?.guid}>`),
    ])
  })

  it('reads 2,500 groups in pages, and some of them by lookup', async () => {
    setting = await open()
    const { directory, target, container } = setting
    for (let index = 0; index < 2500; index++)
      directory.addGroup({ name: `g${index}`, ou: container, attributes: anchored(index) })
    await target.check()
    directory.log.clear()
    const groups = await managedGroups(target)
    expect(new Set(groups.map(({ guid }) => guid)).size).to.equal(2500)
    expect(directory.log.count(), '25 pages, and members by primary group').to.equal(26)
    directory.log.clear()
    expect(await managedGroups(target, [idFor(7), idFor(2400), idFor(9999)])).to.have.length(2)
    expect(directory.log.count(), 'and members by primary group').to.equal(2)
  })

  it('resolves 2,000 members by SID in ten requests', async () => {
    setting = await open()
    const { directory, target, people } = setting
    const users = directory.addUsers(2000, people)
    await target.check()
    directory.log.clear()
    const found = await target.resolveMembers(users.map(({ sid }) => sid))
    expect(found.size).to.equal(2000)
    expect(directory.log.count(({ operation }) => operation === 'search')).to.equal(10)
  })

  it('writes 5,000 members in requests of a thousand', async () => {
    setting = await open()
    const { directory, target, container, people } = setting
    const users = directory.addUsers(5000, people)
    const { guid, dn } = directory.addGroup({ name: 'written', ou: container, attributes: anchored(1) })
    await target.check()
    directory.log.clear()
    expect(await target.apply({ type: 'addMembers', guid, dn, members: users })).to.deep.include({
      refused: [],
    })
    expect(directory.log.count(({ operation }) => operation === 'modify')).to.equal(5)
    expect(directory.read(dn)?.members).to.have.length(5000)
  })

  for (const exchange of ['none', 'schema', 'organization'] as const) {
    for (const schema of ['2016', '2012_R2'] as const) {
      it(`detects Exchange "${exchange}" in the schema of ${schema}`, async () => {
        setting = await open({ exchange, schema })
        const facts = await setting.target.readFacts()
        expect(facts.externalObjectId).to.equal(schema === '2016')
        expect(facts.exchange.schemaVersion).to.equal(exchange === 'none' ? undefined : 17003)
        expect(facts.exchange.organization).to.deep.equal(
          exchange === 'organization' ? { name: 'Contoso', objectVersion: 16763 } : undefined,
        )
        expect(facts.exchange.domainVersion).to.equal(exchange === 'organization' ? 13243 : undefined)
      })
    }
  }

  it('detects in its preflight whether it may write', async () => {
    setting = await open()
    expect((await setting.target.check()).problems).to.deep.equal([])
  })

  for (const scheme of ['ldap', 'startTls', 'ldaps'] as const) {
    it(`binds over ${scheme}`, async () => {
      setting = await open({ strongAuth: scheme !== 'ldap' }, scheme)
      expect(await managedGroups(setting.target)).to.deep.equal([])
    })
  }

  it('repeats requests that failed with busy, or without a response', async () => {
    setting = await open()
    const { directory, target, container } = setting
    await target.check()
    directory.faults.next({ respond: busy, match: ({ operation }) => operation.type === 'add' })
    directory.faults.next({ respond: { drop: 'after' }, match: ({ operation }) => operation.type === 'add' })
    const attributes = { ...anchored(1), groupType: ['-2147483640'] }
    const lists = Object.fromEntries(
      Object.entries(attributes).map(([name, value]) => [name, [value].flat()]),
    )
    const { guid } = await target.apply({
      type: 'createGroup',
      dn: `CN=persistent,${container}`,
      attributes: lists,
    })
    expect(directory.read(`CN=persistent,${container}`)?.guid).to.equal(guid)
    expect(directory.faults.pending()).to.equal(0)
  })
})

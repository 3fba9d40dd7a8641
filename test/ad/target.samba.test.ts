import { expect } from 'chai'
import { openTarget } from '../../src/ad/target.js'
import type { ApplyResult, GroupTarget } from '../../src/engine/ports.js'
import { isExchangePresent } from '../../src/model/exchange.js'
import { ldapmodify } from '../support/ldapmodify.js'
import { describeSamba, startSamba, type Samba, type SambaOptions } from '../support/samba.js'
import { rejectionOf } from './ldap/ldap.helpers.js'
import { pausesOf } from '../support/clock.js'

const opened: Array<() => void> = []

function open(
  samba: Samba,
  container: string,
  account = { dn: samba.adminDn, password: samba.adminPassword },
): GroupTarget {
  process.env['TARGET_PASSWORD'] = account.password
  const { target, close } = openTarget({
    urls: [samba.ldapsUrl],
    bind: { dn: account.dn, password: { env: 'TARGET_PASSWORD' } },
    tls: { caPath: samba.caPath, startTls: false },
    container,
    timeoutMs: 15_000,
  })
  opened.push(close)
  return target
}

describeSamba('the facts of a Samba AD DC', function () {
  this.timeout(60_000)
  const cases: Array<[SambaOptions, isPresent: boolean, knows: boolean]> = [
    [{ exchange: 'none', schema: '2012_R2' }, false, false],
    [{ exchange: 'schema' }, false, true],
    [{ exchange: 'organization' }, true, true],
  ]
  for (const [options, isPresent, knows] of cases) {
    it(`contain schema and Exchange versions for ${JSON.stringify(options)}`, async () => {
      const samba = await startSamba(options)
      try {
        const facts = await open(samba, samba.baseDn).readFacts()
        expect(facts.externalObjectId).to.equal(knows)
        expect(isExchangePresent(facts.exchange)).to.equal(isPresent)
        expect(facts.exchange.schemaVersion !== undefined).to.equal(options.exchange !== 'none')
        expect(facts.exchange.organization?.objectVersion).to.equal(isPresent ? 16763 : undefined)
      } finally {
        for (const close of opened.splice(0)) close()
        await samba.stop()
      }
    })
  }
})

describeSamba('a target on a Samba AD DC', function () {
  this.timeout(60_000)
  let samba: Samba
  let container: string
  before(async () => {
    samba = await startSamba()
    container = await samba.addOu('Groups')
  })
  after(() => samba.stop())
  afterEach(() => opened.splice(0).forEach((close) => close()))

  it('checks whether the account can write to the container', async () => {
    const account = await samba.delegate(container)
    const good = await open(samba, container, account).check()
    expect(good.problems).to.deep.equal([])
    const denied = await open(samba, `CN=Users,${samba.baseDn}`, account).check()
    expect(denied.problems.map(({ code }) => code)).to.deep.equal(['containerNotWritable'])
    const missing = await open(samba, `OU=Nowhere,${samba.baseDn}`, account).check()
    expect(missing.problems.map(({ code }) => code)).to.deep.equal(['containerMissing'])
    expect(missing.checks.map(({ status }) => status)).to.deep.equal(['ok', 'failed', 'ok'])
  })

  it('rejects a read of a missing container with containerMissing', async () => {
    const target = open(samba, `OU=Nowhere,${samba.baseDn}`)
    expect((await rejectionOf(target.readManagedGroups('all', async () => []))).code).to.equal(
      'containerMissing',
    )
  })

  it('finds an anchor on an object without a SID, and reports a missing container for its own groups only', async () => {
    const id = (number: number) => `00000000-0000-4000-8000-${String(number).padStart(12, '0')}`
    const contact = `CN=Contact,${container}`
    await ldapmodify(
      { url: samba.ldapsUrl, caPath: samba.caPath, dn: samba.adminDn, password: samba.adminPassword },
      `dn: ${contact}\nchangetype: add\nobjectClass: contact\nadminDescription: Group_${id(1)}\n`,
    )
    const gone = `OU=Gone,${container}`
    const wanted = (number: number, place = container) => ({
      id: id(number),
      displayName: '',
      name: `free ${number}`,
      container: place,
      dn: `CN=free ${number},${place}`,
      type: 'universalSecurityGroup' as const,
      attributes: {},
      atCreation: {},
      skippedValues: [],
    })
    const target = open(samba, container)
    const found = await target.findAdoptionCandidates([wanted(1), wanted(2, gone), wanted(3)])
    expect(found.map(({ groupId, match, dn }) => [groupId, match, dn])).to.deep.equal([
      [id(1), 'anchor', contact],
      [id(2), 'noContainer', gone],
    ])
  })

  it('reports Domain Admins with an anchor as protected', async () => {
    const anchor = 'Group_00000000-0000-4000-8000-000000000512'
    const users = open(samba, `CN=Users,${samba.baseDn}`)
    const [admins] = await samba.ldapsearch(
      '-b',
      `CN=Users,${samba.baseDn}`,
      '(cn=Domain Admins)',
      'objectGUID',
    )
    const attributes = [{ name: 'adminDescription', from: [], to: [anchor] }]
    await users.apply({
      type: 'updateGroup',
      guid: guidOf(admins?.attributes.get('objectguid')?.[0]),
      dn: '',
      attributes,
    })
    const { items } = await users.readManagedGroups('all', async (page) => page)
    expect(items.map((group) => [group.dn.split(',')[0], group.protection])).to.deep.equal([
      ['CN=Domain Admins', 'isCriticalSystemObject'],
    ])
  })

  it('writes every group exactly once while the domain controller restarts and stops responding', async () => {
    const target = open(samba, container)
    const names = Array.from({ length: 60 }, (_, n) => `outage ${n}`)
    const create = (name: string, n: number): Promise<ApplyResult> => {
      const anchor = [`Group_00000000-0000-4000-8000-${String(n).padStart(12, '0')}`]
      const attributes = { adminDescription: anchor, groupType: ['8'], sAMAccountName: [name] }
      return target.apply({ type: 'createGroup', dn: `CN=${name},${container}`, attributes })
    }
    const made: ApplyResult[] = []
    let back = Promise.resolve()
    const createAll = async () => {
      for (const [n, name] of names.entries()) {
        const one = create(name, n)
        if (n % 20 === 10) await (back = samba.restart())
        if (n % 20 === 15) {
          samba.pause()
          setTimeout(() => samba.resume(), 300)
        }
        made.push(await one)
      }
    }
    // The pauses last until the controller is available again.
    await pausesOf(createAll, () => back)
    expect(new Set(made.map(({ guid }) => guid)).size).to.equal(names.length)
    const found = await samba.ldapsearch('-b', container, '(cn=outage *)', 'cn')
    expect(found).to.have.length(names.length)
  })
})

function guidOf(bytes: Buffer = Buffer.alloc(16)): string {
  const hex = (start: number, end: number) =>
    Buffer.from(bytes.subarray(start, end)).reverse().toString('hex')
  return [
    hex(0, 4),
    hex(4, 6),
    hex(6, 8),
    bytes.subarray(8, 10).toString('hex'),
    bytes.subarray(10).toString('hex'),
  ].join('-')
}

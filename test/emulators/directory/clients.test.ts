/** Independent clients: OpenLDAP's and ldapts. */
import { expect } from 'chai'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Attribute, Change, Client, type ClientOptions } from 'ldapts'
import { execute } from '../../support/samba/commands.js'
import { parseLdif } from '../../support/samba/ldif.js'
import { describeLdapUtils } from './support/ldapUtils.js'
import { useDirectory } from './support/fixture.js'

describeLdapUtils("the embedded directory, by OpenLDAP's clients", function () {
  const fixture = useDirectory()
  let folder: string
  before(() => {
    folder = mkdtempSync(join(tmpdir(), 'group-writeback-openldap-'))
    writeFileSync(join(folder, 'ca.pem'), fixture().directory.caPem)
  })
  after(() => rmSync(folder, { recursive: true }))

  const run = (program: string, url: string, args: readonly string[], input?: string) => {
    const { adminDn, adminPassword } = fixture().directory
    const login = ['-x', '-H', url, '-D', adminDn, '-w', adminPassword]
    const env = { LDAPTLS_CACERT: join(folder, 'ca.pem') }
    return execute(program, [...login, ...args], { env, ...(input !== undefined && { input }) })
  }
  const search = async (url: string, ...args: string[]) =>
    parseLdif(await run('ldapsearch', url, ['-LLL', '-o', 'ldif-wrap=no', ...args]))
  const refusal = (work: Promise<unknown>): Promise<string> =>
    work.then(
      () => 'no error',
      (error: Error) => error.message,
    )

  const ways: Array<[string, () => string, string[]]> = [
    ['LDAP', () => fixture().directory.ldapUrl, []],
    ['LDAPS', () => fixture().directory.ldapsUrl, []],
    ['StartTLS', () => fixture().directory.ldapUrl, ['-ZZ']],
  ]
  for (const [way, url, more] of ways) {
    it(`adds, finds, changes, renames and deletes over ${way}`, async () => {
      const { ou } = fixture()
      const dn = `CN=Müller\\, ${way},${ou}`
      const ldif = [
        `dn: ${dn}\nchangetype: add\nobjectClass: group\ngroupType: -2147483640\nsAMAccountName: by ${way}\n`,
        `dn: ${dn}\nchangetype: modify\nreplace: description\ndescription: eins\n-\nadd: proxyAddresses\nproxyAddresses: SMTP:a@b\nproxyAddresses: smtp:c@d\n-\n`,
        `dn: ${dn}\nchangetype: modrdn\nnewrdn: CN=renamed ${way}\ndeleteoldrdn: 1\n`,
      ]
      await run('ldapmodify', url(), more, ldif.join('\n'))
      const [entry] = await search(
        url(),
        ...more,
        '-b',
        ou,
        `(sAMAccountName=by ${way})`,
        'cn',
        'description',
        'proxyAddresses',
      )
      expect(entry?.dn).to.equal(`CN=renamed ${way},${ou}`)
      expect(entry?.attributes.get('description')?.map(String)).to.deep.equal(['eins'])
      expect(entry?.attributes.get('proxyaddresses')?.map(String)).to.deep.equal(['SMTP:a@b', 'smtp:c@d'])
      await run('ldapdelete', url(), [...more, entry?.dn ?? ''])
      expect(await search(url(), ...more, '-b', ou, `(sAMAccountName=by ${way})`, 'cn')).to.deep.equal([])
      expect(await run('ldapwhoami', url(), more)).to.equal('u:CORP\\Administrator\n')
    })
  }

  it('reads pages, ranges and extended DNs', async () => {
    const { directory, ou } = fixture()
    const crowd = directory.addOu('Crowd', ou)
    const members = directory.addUsers(2200, crowd).map(({ dn }) => dn)
    const { dn } = directory.addGroup({ name: 'crowd', ou, members })
    const url = directory.ldapsUrl
    expect(
      await search(url, '-b', crowd, '-E', 'pr=1000/noprompt', '(objectClass=user)', '1.1'),
    ).to.have.length(2200)
    expect(await refusal(search(url, '-b', crowd, '(objectClass=user)', '1.1'))).to.match(
      /Size limit exceeded \(4\)/,
    )
    const [plain] = await search(url, '-b', dn, '-s', 'base', 'member')
    expect([...(plain?.attributes.keys() ?? [])]).to.deep.equal(['member;range=0-1499'])
    const [rest] = await search(url, '-b', dn, '-s', 'base', '(cn=*)', 'member;range=1500-*')
    expect(rest?.attributes.get('member;range=1500-*')).to.have.length(700)
    // The value is a sequence of the number 1, which selects the text form.
    const extended = '!1.2.840.113556.1.4.529=::MAMCAQE='
    const [named] = await search(url, '-b', dn, '-s', 'base', '-E', extended, '(cn=*)', 'member;range=0-0')
    expect(String(named?.attributes.get('member;range=0-0')?.[0])).to.match(
      /^<GUID=[\da-f-]{36}>;<SID=S-1-5-21-[\d-]+>;CN=u000001,/,
    )
  })

  it("reports the directory's errors with codes and texts", async () => {
    const { directory, ou } = fixture()
    const { ldapUrl, baseDn } = directory
    const add = `dn: CN=twice,${ou}\nchangetype: add\nobjectClass: group\n`
    const twice = await refusal(run('ldapmodify', ldapUrl, [], `${add}\n${add}`))
    expect(twice).to.match(
      /Already exists \(68\)\n\s+additional info: 00002071: UpdErr: DSID-\w+, problem 6005 \(ENTRY_EXISTS\)/,
    )
    const account = directory.delegate(ou, 'svc-openldap')
    const asAccount = execute('ldapmodify', ['-x', '-H', ldapUrl, '-D', account.dn, '-w', account.password], {
      input: `dn: CN=x,CN=Users,${baseDn}\nchangetype: add\nobjectClass: group\n`,
    })
    expect(await refusal(asAccount)).to.match(
      /Insufficient access \(50\)\n\s+additional info: 00002098: SecErr/,
    )
    const wrong = execute('ldapwhoami', ['-x', '-H', ldapUrl, '-D', account.dn, '-w', 'wrong'])
    expect(await refusal(wrong)).to.match(
      /Invalid credentials \(49\)\n\s+additional info: 80090308: .*data 52e/,
    )
    const foreign = await refusal(search(ldapUrl, '-b', 'DC=elsewhere,DC=test', '1.1'))
    expect(foreign).to.match(/Referral \(10\)/)
  })
})

describe('the embedded directory, by ldapts', () => {
  const fixture = useDirectory()
  const clients: Client[] = []
  afterEach(() => Promise.all(clients.splice(0).map((client) => client.unbind())))

  async function open(way: 'ldap' | 'ldaps' | 'startTls'): Promise<Client> {
    const { ldapUrl, ldapsUrl, caPem, adminDn, adminPassword } = fixture().directory
    const tls = { ca: [caPem], servername: 'dc1.corp.contoso.test' }
    const options: ClientOptions = way === 'ldaps' ? { url: ldapsUrl, tlsOptions: tls } : { url: ldapUrl }
    const client = new Client({ ...options, timeout: 5000, connectTimeout: 5000 })
    clients.push(client)
    if (way === 'startTls') await client.startTLS(tls)
    await client.bind(adminDn, adminPassword)
    return client
  }

  for (const way of ['ldap', 'ldaps', 'startTls'] as const) {
    it(`adds, finds, changes, renames and deletes over ${way}`, async () => {
      const client = await open(way)
      const { ou } = fixture()
      const dn = `CN=by ${way},${ou}`
      await client.add(dn, { objectClass: ['group'], sAMAccountName: `ldapts ${way}`, description: 'x' })
      await client.modify(dn, [
        new Change({
          operation: 'replace',
          modification: new Attribute({ type: 'description', values: ['zwei'] }),
        }),
      ])
      await client.modifyDN(dn, `CN=renamed ${way}`)
      const { searchEntries } = await client.search(ou, {
        filter: `(sAMAccountName=ldapts ${way})`,
        attributes: ['description', 'objectGUID'],
      })
      expect(searchEntries[0]).to.deep.include({ dn: `CN=renamed ${way},${ou}`, description: 'zwei' })
      await client.del(`CN=renamed ${way},${ou}`)
      expect((await client.search(ou, { filter: '(sAMAccountName=ldapts*)' })).searchEntries).to.deep.equal(
        [],
      )
    })
  }

  it('reads 2,500 objects in pages', async () => {
    const { directory, ou } = fixture()
    const place = directory.addOu('Many', ou)
    directory.addUsers(2500, place)
    const client = await open('ldap')
    const { searchEntries } = await client.search(place, {
      scope: 'one',
      paged: { pageSize: 1000 },
      attributes: ['cn'],
    })
    expect(new Set(searchEntries.map(({ dn }) => dn)).size).to.equal(2500)
  })

  it('reports an error with its code and text', async () => {
    const client = await open('ldaps')
    const error: unknown = await client
      .add(fixture().ou, { objectClass: 'organizationalUnit' })
      .catch((thrown: unknown) => thrown)
    expect(error).to.have.property('code', 68)
    expect(String(error)).to.match(/00002071: UpdErr/)
  })
})

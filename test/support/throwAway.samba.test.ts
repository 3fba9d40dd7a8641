import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, readdirSync } from 'node:fs'
import { connect } from 'node:net'
import { tmpdir } from 'node:os'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import { expect } from 'chai'
import { describeSamba, startSamba, type LdifEntry, type Samba } from './samba.js'
import { parseLdif } from './samba/ldif.js'
import { runTypeScript } from './typescript.js'

const text = (entry: LdifEntry | undefined, attribute: string) =>
  entry?.attributes.get(attribute)?.map(String)

async function accepts(address: string, port: number): Promise<boolean> {
  const socket = connect(port, address)
  try {
    await once(socket, 'connect')
    return true
  } catch {
    return false
  } finally {
    socket.destroy()
  }
}

describe('parseLdif', () => {
  it('returns values as bytes, for plain and base64 values', () => {
    const [first, second] = parseLdif(
      '# refldap://x\n\ndn: CN=a,DC=x\ncn: a\nobjectGUID:: AP8=\nempty:\n\ndn:: Q049w6k=\ncn:: w6k=\n',
    )
    expect(first?.dn).to.equal('CN=a,DC=x')
    expect(first?.attributes.get('objectguid')).to.deep.equal([Buffer.from([0, 255])])
    expect(text(first, 'empty')).to.deep.equal([''])
    expect(second?.dn).to.equal('CN=é')
    expect(text(second, 'cn')).to.deep.equal(['é'])
  })
})

describe('a suite that needs Samba, on a machine without it', () => {
  async function run(required: string) {
    const mocha = fileURLToPath(new URL('../../node_modules/mocha/bin/mocha.js', import.meta.url))
    const env = { ...process.env, PATH: '/nowhere', GROUPWRITEBACK_REQUIRE: required }
    const child = spawn(process.execPath, [mocha, '--grep', 'temporary Samba', import.meta.filename], { env })
    let output = ''
    child.stdout.on('data', (piece: Buffer) => (output += piece.toString()))
    const [code] = (await once(child, 'close')) as [number]
    return { code, output }
  }

  it('is skipped, and its title names the missing requirement', async () => {
    const { code, output } = await run('pwsh')
    expect(output).to.match(/needs a Samba AD DC: .*ldap-utils/)
    expect(output)
      .to.include('0 passing')
      .and.match(/\d+ pending/)
    expect(code).to.equal(0)
  })

  it('fails if GROUPWRITEBACK_REQUIRE contains samba', async () => {
    const { code, output } = await run('pwsh,samba')
    expect(output).to.match(/ldap-utils/)
    expect(code).not.to.equal(0)
  })
})

describeSamba('the temporary Samba AD DC', function () {
  this.timeout(300_000)
  let samba: Samba
  before(async () => (samba = await startSamba({ exchange: 'organization' })))
  after(() => samba.stop())

  const search = async (base: string, ...rest: string[]) => (await samba.ldapsearch('-b', base, ...rest))[0]

  it('has the schema of Windows Server 2016, of Exchange, and an Exchange organisation', async () => {
    const root = await search('', '-s', 'base')
    const schema = text(root, 'schemanamingcontext')?.[0] ?? ''
    const configuration = text(root, 'configurationnamingcontext')?.[0] ?? ''
    expect(text(await search(schema, '-s', 'base', 'objectVersion'), 'objectversion')).to.deep.equal(['87'])
    const version = await search(`CN=ms-Exch-Schema-Version-Pt,${schema}`, 'rangeUpper')
    expect(Number(text(version, 'rangeupper')?.[0])).to.be.greaterThan(15_000)
    const services = `CN=Microsoft Exchange,CN=Services,${configuration}`
    const organization = await search(services, '-s', 'one', '(objectClass=msExchOrganizationContainer)')
    expect(text(organization, 'objectversion')).to.deep.equal(['16763'])
    const system = await search(`CN=Microsoft Exchange System Objects,${samba.baseDn}`, '-s', 'base')
    expect(text(system, 'objectversion')).to.deep.equal(['13243'])
  })

  it('keeps the mail attributes of a group, with links and back-links', async () => {
    const ou = await samba.addOu('Mail')
    const [ann] = await samba.seedUsers(['ann'], ou)
    const dn = `CN=Sales,${ou}`
    const attributes = {
      objectClass: 'group',
      mailNickname: 'sales',
      authOrig: ann?.dn ?? '',
      extensionAttribute15: 'x',
    }
    await samba.seed([{ dn, attributes: { ...attributes, msExchCoManagedByLink: ann?.dn ?? '' } }])
    expect(text(await search(dn), 'mailnickname')).to.deep.equal(['sales'])
    const links = await search(ann?.dn ?? '', 'authOrigBL', 'msExchCoManagedObjectsBL')
    expect(text(links, 'authorigbl')).to.deep.equal([dn])
    expect(text(links, 'msexchcomanagedobjectsbl')).to.deep.equal([dn])
  })

  it('creates 2,000 users and returns their SIDs', async () => {
    const ou = await samba.addOu('Many')
    const users = await samba.seedUsers(2000, ou)
    expect(new Set(users.map(({ sid }) => sid)).size).to.equal(2000)
    const last = await search(`<SID=${users[1999]?.sid}>`, '-s', 'base', 'sAMAccountName')
    expect(text(last, 'samaccountname')).to.deep.equal(['u002000'])
  })

  it('delegates only groups in one OU to an account', async () => {
    const ou = await samba.addOu('Delegated')
    const account = await samba.delegate(ou, 'svc-test')
    const add = (dn: string, objectClass: string) =>
      samba.exec(
        'ldapadd',
        ['-x', '-H', samba.ldapUrl, '-D', account.dn, '-w', account.password],
        `dn: ${dn}\nobjectClass: ${objectClass}\n`,
      )
    const denied = async (work: Promise<string>) => {
      const error: unknown = await work.then(
        () => undefined,
        (reason: unknown) => reason,
      )
      expect(String(error)).to.match(/Insufficient access \(50\)/)
    }
    await add(`CN=mine,${ou}`, 'group')
    await denied(add(`CN=person,${ou}`, 'user'))
    await denied(add(`CN=elsewhere,CN=Users,${samba.baseDn}`, 'group'))
  })

  it('restarts with its data after a kill', async () => {
    const ou = await samba.addOu('Kept')
    const address = new URL(samba.ldapUrl).hostname
    await samba.kill()
    expect(await accepts(address, 389)).to.be.false
    await samba.restart()
    expect((await search(ou, '-s', 'base'))?.dn).to.equal(ou)
  })

  it('runs beside another DC with other options', async () => {
    const other = await startSamba({ schema: '2012_R2', strongAuth: true })
    try {
      const [schema] = await other.ldapsearch(
        '-b',
        `CN=Schema,CN=Configuration,${other.baseDn}`,
        '-s',
        'base',
      )
      expect(text(schema, 'objectversion')).to.deep.equal(['69'])
      const known = await other.ldapsearch('-b', schema?.dn ?? '', '(lDAPDisplayName=mailNickname)', 'cn')
      expect(known).to.deep.equal([])
      const plain = other.exec('ldapwhoami', [
        '-x',
        '-H',
        other.ldapUrl,
        '-D',
        other.adminDn,
        '-w',
        other.adminPassword,
      ])
      expect(String(await plain.catch((error: unknown) => error))).to.match(
        /Strong\(er\) authentication required \(8\)/,
      )
    } finally {
      await other.stop()
    }
  })

  it('stop leaves no process, port or file', async () => {
    const other = await startSamba()
    const address = new URL(other.ldapUrl).hostname
    expect(await accepts(address, 389)).to.be.true
    await other.stop()
    expect(existsSync(`/proc/${other.pid()}`)).to.be.false
    expect(await accepts(address, 389)).to.be.false
    expect(existsSync(other.directory)).to.be.false
  })

  for (const signal of ['SIGINT', 'SIGKILL'] as const) {
    it(`stops when the process that started it receives ${signal}`, async () => {
      const module = new URL('samba.ts', import.meta.url).href
      const script = `const { startSamba } = await import('${module}'); const s = await startSamba()
        console.log(JSON.stringify({ pid: s.pid(), directory: s.directory })); setInterval(() => {}, 1000)`
      const child = spawn(process.execPath, [...runTypeScript, '--input-type=module', '-e', script])
      const [line] = (await once(createInterface(child.stdout), 'line')) as [string]
      const { pid, directory } = JSON.parse(line) as { pid: number; directory: string }
      child.kill(signal)
      await once(child, 'exit')
      while (existsSync(`/proc/${pid}/exe`)) await new Promise(setImmediate)
      // After SIGKILL the files stay; the next start removes them.
      if (signal === 'SIGKILL') await (await startSamba()).stop()
      expect(existsSync(directory)).to.be.false
    })
  }

  it('leaves only the templates and the running DCs in the temporary folder', () => {
    const ours = readdirSync(tmpdir()).filter((name) =>
      name.startsWith(`group-writeback-samba-${process.pid}-`),
    )
    expect(ours).to.deep.equal([samba.directory.split('/').at(-1)])
  })
})

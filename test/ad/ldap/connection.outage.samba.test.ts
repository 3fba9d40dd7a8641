import { expect } from 'chai'
import { openConnection } from '../../../src/ad/ldap/connection.js'
import { ldapFailure } from '../../../src/ad/ldap/errors.js'
import { describeSamba, startSamba, type Samba } from '../../support/samba.js'
import { connectAsAdmin, connectSamba, rejectionOf, readAll, texts } from './ldap.helpers.js'

const group = { objectClass: ['group'] }

describeSamba(
  'a connection to a Samba AD DC that refuses requests, does not respond or crashes',
  function () {
    this.timeout(60_000)
    let samba: Samba
    let ou: string

    before(async () => {
      samba = await startSamba()
      ou = await samba.addOu('Connection')
    })
    after(() => samba?.stop())

    it('binds over LDAPS, StartTLS and plain LDAP to localhost, with DN, UPN and down-level name', async () => {
      for (const url of [samba.ldapsUrl, samba.ldapUrl]) {
        for (const name of [samba.adminDn, 'Administrator@corp.contoso.test', 'CORP\\Administrator']) {
          const opened = await connectSamba(samba, {
            url,
            startTls: url === samba.ldapUrl && name !== samba.adminDn,
          })
          await opened.bind(name, samba.adminPassword)
          const [root] = await readAll(opened, {
            base: '',
            scope: 'base',
            attributes: ['defaultNamingContext'],
          })
          expect(texts(root, 'defaultNamingContext')).to.deep.equal([samba.baseDn])
          opened.close()
        }
      }
    })

    it('explains a refused bind', async () => {
      const opened = await connectSamba(samba)
      const error = await rejectionOf(opened.bind(samba.adminDn, 'wrong'))
      expect(error.code).to.equal('bindRefused')
      expect(error.message).to.include('the name or the password is wrong')
      expect(ldapFailure(error)?.serverText).to.match(/data 52e/)
      opened.close()
    })

    it('reports result code and diagnostic message of every refused request', async () => {
      const account = await samba.delegate(ou)
      const delegated = await connectSamba(samba)
      await delegated.bind(account.dn, account.password)
      const dn = `CN=twice,${ou}`
      await delegated.add(dn, group)
      const change = (operation: 'add' | 'replace', attribute: string, value: string) =>
        delegated.modify(dn, [{ operation, attribute, values: [value] }])
      const elsewhere = { base: 'DC=elsewhere', scope: 'base', attributes: [] } as const
      const refusals: Array<[() => Promise<unknown>, number, string]> = [
        [() => delegated.add(dn, group), 68, 'directoryRefused'],
        [() => delegated.add(`CN=x,CN=Users,${samba.baseDn}`, group), 50, 'directoryDenied'],
        [() => delegated.delete(`CN=absent,${ou}`), 32, 'directoryRefused'],
        [() => delegated.add(`CN=x,${ou}`, { ...group, groupType: ['5'] }), 53, 'directoryRefused'],
        [() => change('add', 'nonsense', 'x'), 16, 'directoryRefused'],
        [() => change('replace', 'cn', 'y'), 67, 'directoryRefused'],
        [() => change('add', 'member', `CN=absent,${ou}`), 32, 'directoryRefused'],
        [() => readAll(delegated, elsewhere), 32, 'directoryRefused'],
      ]
      for (const [work, resultCode, code] of refusals) {
        const error = await rejectionOf(work())
        expect(ldapFailure(error), error.message).to.include({ resultCode, outcomeUnknown: false })
        expect(error.code).to.equal(code)
        expect(ldapFailure(error)?.serverText).not.to.equal('')
      }
      expect(delegated.closed).to.be.false
      delegated.close()
    })

    it('reports a write that timed out but was carried out as outcomeUnknown', async () => {
      const impatient = await connectAsAdmin(samba, { timeoutMs: 3000 })
      const dn = `CN=late,${ou}`
      samba.pause()
      const error = await rejectionOf(impatient.add(dn, group)).finally(() => samba.resume())
      expect(error.code).to.equal('outcomeUnknown')
      expect(ldapFailure(error)?.outcomeUnknown).to.be.true
      while (!(await samba.ldapsearch('-b', ou, '(cn=late)')).length) await new Promise(setImmediate)
    })

    it('times out while connecting to a server that does not respond', async () => {
      samba.pause()
      const { ldapsUrl: url } = samba
      const error = await rejectionOf(
        openConnection({ url, tls: { startTls: false }, timeoutMs: 200 }),
      ).finally(() => samba.resume())
      expect(error.code).to.equal('directoryUnreachable')
    })

    it('rejects pending requests when the server crashes, and stays closed after its restart', async () => {
      const opened = await connectAsAdmin(samba)
      const pending = rejectionOf(readAll(opened, { base: samba.baseDn, scope: 'sub', attributes: ['cn'] }))
      await samba.kill()
      expect((await pending).code).to.equal('directoryUnreachable')
      await samba.restart()
      expect((await rejectionOf(opened.delete('CN=x'))).code).to.equal('directoryUnreachable')
      expect(opened.closed).to.be.true
    })
  },
)

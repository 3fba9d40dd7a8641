import { openTarget } from '../../src/ad/target.js'
import { childDn } from '../../src/model/dn.js'
import { describeSamba, startSamba } from '../support/samba.js'
import { targetContract } from './target.js'

const names = [
  'adminDescription',
  'displayName',
  'description',
  'groupType',
  'proxyAddresses',
  'sAMAccountName',
]

describeSamba('the target contract, on Samba', function () {
  this.timeout(60_000)
  targetContract(async () => {
    const samba = await startSamba()
    const people = await samba.addOu('People')
    const elsewhere = await samba.addOu('Elsewhere')
    const container = await samba.addOu('Cloud\\, \\"Groups\\"')
    const subContainer = await samba.addOu('Sub', container)
    const account = await samba.delegate(container)
    process.env['TARGET_CONTRACT_PASSWORD'] = account.password
    const { target, close } = openTarget({
      urls: [samba.ldapsUrl],
      bind: { dn: account.dn, password: { env: 'TARGET_CONTRACT_PASSWORD' } },
      tls: { caPath: samba.caPath, startTls: false },
      container,
    })
    const add = async (dn: string, attributes: Record<string, string | string[]>) => {
      const [made] = await samba.seed([{ dn, attributes }])
      if (!made?.sid) throw new Error(`${dn} was not made`)
      return { guid: made.guid, sid: made.sid, dn: made.dn }
    }
    let accounts = 0
    return {
      target,
      container,
      subContainer,
      elsewhere,
      addUser: (name) =>
        add(childDn(name, people), {
          objectClass: 'user',
          sAMAccountName: `user${++accounts}`,
          userAccountControl: '514',
        }),
      addGroup: (name, where, attributes = {}) =>
        add(childDn(name, where), {
          objectClass: 'group',
          sAMAccountName: `group${++accounts}`,
          ...attributes,
        }),
      async look(guid) {
        const [entry] = await samba
          .ldapsearch('-b', `<GUID=${guid}>`, '-s', 'base', ...names, 'member')
          .catch(() => [])
        if (!entry) return undefined
        const texts = (name: string) => (entry.attributes.get(name.toLowerCase()) ?? []).map(String)
        const attributes = Object.fromEntries(names.map((name) => [name, texts(name)]))
        return { dn: entry.dn, attributes, members: texts('member') }
      },
      async close() {
        close()
        await samba.stop()
      },
    }
  })
})

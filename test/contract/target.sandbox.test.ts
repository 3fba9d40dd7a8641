import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { openTarget } from '../../src/ad/target.js'
import { startDirectory } from '../../src/sandbox/directory/directory.js'
import { targetContract } from './target.js'

describe('the target contract, on the embedded directory', () => {
  targetContract(async () => {
    const directory = await startDirectory()
    const people = directory.addOu('People')
    const elsewhere = directory.addOu('Elsewhere')
    const container = directory.addOu('Cloud, "Groups"')
    const subContainer = directory.addOu('Sub', container)
    const account = directory.delegate(container)
    const folder = mkdtempSync(join(tmpdir(), 'group-writeback-contract-'))
    const caPath = join(folder, 'ca.pem')
    writeFileSync(caPath, directory.caPem)
    process.env['SANDBOX_CONTRACT_PASSWORD'] = account.password
    const { target, close } = openTarget({
      urls: [directory.ldapsUrl],
      bind: { dn: account.dn, password: { env: 'SANDBOX_CONTRACT_PASSWORD' } },
      tls: { caPath, startTls: false },
      container,
    })
    let accounts = 0
    return {
      target,
      container,
      subContainer,
      elsewhere,
      addUser: async (name) => directory.addUser({ name, ou: people, account: `user${++accounts}` }),
      addGroup: async (name, ou, attributes = {}) => {
        const { groupType: [type] = [], ...rest } = attributes
        const group = { name, ou, account: `group${++accounts}`, attributes: rest }
        return directory.addGroup({ ...group, ...(type !== undefined && { type }) })
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
      async close() {
        close()
        await directory.close()
        rmSync(folder, { recursive: true })
      },
    }
  })
})

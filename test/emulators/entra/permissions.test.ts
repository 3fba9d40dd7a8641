import { expect } from 'chai'
import { startEntra, type Entra } from '../../../src/emulators/entra/entra.js'
import { graphPermissions, type GraphPermission } from '../../../src/emulators/entra/authority/permissions.js'
import { ask, refusal, signIn, type Ask } from './support/client.js'

/** A request, and the permissions of which any one allows it. */
type Row = [call: string, anyOf: GraphPermission[], options?: Ask]

const directory: GraphPermission[] = ['Directory.Read.All', 'Directory.ReadWrite.All']
const wholeGroups: GraphPermission[] = ['Group.Read.All', 'Group.ReadWrite.All', ...directory]
const groupReaders: GraphPermission[] = ['GroupMember.Read.All', 'Group.ReadBasic.All', ...wholeGroups]
const memberReaders: GraphPermission[] = [
  ...groupReaders,
  'GroupMember.ReadBasic.All',
  'GroupMember.ReadWrite.All',
]
const userReaders: GraphPermission[] = ['User.Read.All', 'User.ReadWrite.All', ...directory]

describe('the emulated Entra: application permissions', () => {
  let entra: Entra
  let rows: Row[]
  const tokens = new Map<GraphPermission, string>()
  before(async () => {
    entra = await startEntra({ seed: 'permissions' })
    for (const permission of graphPermissions) {
      tokens.set(permission, await signIn(entra, entra.apps.add({ secret: 's', permissions: [permission] })))
    }
    const group = entra.tenant.addGroup({ displayName: 'Sales' })
    const gone = entra.tenant.addGroup({ displayName: 'Gone' })
    entra.tenant.deleteGroup(gone)
    const left = entra.tenant.addUser({ displayName: 'Left' })
    entra.tenant.deleteUser(left)
    rows = [
      ['GET /v1.0/groups', groupReaders],
      [`GET /v1.0/groups/${group.id}`, groupReaders],
      [`GET /v1.0/groups/${group.id}/members`, memberReaders],
      [`GET /v1.0/groups/${group.id}/transitiveMembers`, memberReaders],
      ['GET /v1.0/users', ['User.ReadBasic.All', ...userReaders]],
      [`PATCH /beta/groups/${group.id}`, ['Group.ReadWrite.All', 'Directory.ReadWrite.All'], { body: {} }],
      ['POST /v1.0/directoryObjects/getByIds', directory, { body: { ids: [group.id] } }],
      ['GET /v1.0/directory/deletedItems/microsoft.graph.group', wholeGroups],
      ['GET /v1.0/directory/deletedItems/microsoft.graph.user', userReaders],
      [`GET /v1.0/directory/deletedItems/${gone.id}`, wholeGroups],
      [`GET /v1.0/directory/deletedItems/${left.id}`, userReaders, { unchecked: true }],
      ['GET /v1.0/groupSettings', ['GroupSettings.Read.All', 'GroupSettings.ReadWrite.All', ...wholeGroups]],
      [
        'GET /v1.0/groupSettingTemplates',
        ['GroupSettings.Read.All', 'GroupSettings.ReadWrite.All', ...directory],
      ],
      [`GET /v1.0/groups/${group.id}/onPremisesSyncBehavior`, ['Group-OnPremisesSyncBehavior.ReadWrite.All']],
      ['GET /v1.0/directory/onPremisesSynchronization', []],
      [`GET /v1.0/directory/onPremisesSynchronization/${entra.tenantId}`, []],
    ]
  })
  after(() => entra.close())

  it('allow each request with the documented permissions only', async () => {
    for (const [call, anyOf, options = {}] of rows) {
      const [method = '', path = ''] = call.split(' ')
      const opened: GraphPermission[] = []
      for (const [permission, token] of tokens) {
        const reply = await ask(entra, path, { ...options, method, token })
        if (reply.status < 300) opened.push(permission)
        else expect(refusal(reply), `${call} with ${permission}`).to.equal('403 Authorization_RequestDenied')
      }
      expect(opened, call).to.have.members([...new Set(anyOf)])
    }
  })
})

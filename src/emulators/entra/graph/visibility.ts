/** Properties of members that an app may read; without the permission for their kind, only id and type. */
import {
  permits,
  readBasicUsers,
  readContacts,
  readDevices,
  readServicePrincipals,
  readUsers,
} from '../authority/permissions.js'
import type { Caller } from '../authority/tokens.js'
import type { ObjectKind } from '../tenant/objects.js'
import type { Visibility } from './select.js'

/** The properties of User.ReadBasic.All. */
const basicUser: ReadonlySet<string> = new Set([
  'displayName',
  'givenName',
  'surname',
  'mail',
  'securityIdentifier',
  'userPrincipalName',
])

export function visibilityOf(caller: Caller, kind: ObjectKind): Visibility {
  const may = (permissions: Parameters<typeof permits>[1]): Visibility =>
    permits(caller.permissions, permissions) ? 'all' : 'none'
  switch (kind) {
    case 'user':
      if (permits(caller.permissions, readUsers)) return 'all'
      return permits(caller.permissions, readBasicUsers) ? basicUser : 'none'
    case 'group':
      // Permissions to list members include reading groups.
      return 'all'
    case 'device':
      return may(readDevices)
    case 'orgContact':
      return may(readContacts)
    case 'servicePrincipal':
      return may(readServicePrincipals)
  }
}

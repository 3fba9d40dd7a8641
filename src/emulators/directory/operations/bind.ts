import { signIn } from '../access/accounts.js'
import { anonymous, type Subject } from '../access/rights.js'
import { ldapCodes, ldapError } from '../errors.js'
import type { BindRequest } from '../protocol/requests.js'
import type { Directory } from './context.js'

const unprotected =
  'The server requires binds to turn on integrity checking if SSL\\TLS are not already active on the connection'

/** @throws LdapRefusal */
export function authenticateBind(
  directory: Directory,
  { version, name, password }: BindRequest,
  secure: boolean,
): Subject {
  if (version !== 3) throw ldapError(ldapCodes.protocolError, 0x2021, 'Only LDAP version 3 is spoken')
  if (password === undefined)
    throw ldapError(ldapCodes.authMethodNotSupported, 0x2027, 'No SASL mechanism is offered')
  // An empty name or password is an anonymous bind, to which AD responds with success (RFC 4513 §5.1.2).
  if (name === '' || password === '') return anonymous
  if (directory.strongAuth && !secure) throw ldapError(ldapCodes.strongerAuthRequired, 0x2028, unprotected)
  return signIn(directory.store, directory.access, directory.domain, name, password)
}

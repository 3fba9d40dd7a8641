/** Refers writes at a read-only controller (MS-ADTS 3.1.1.5.1, Originating Updates Attempted on an RODC). */
import { domainReferral } from '../errors.js'
import { parseName, resolvePath } from '../store/resolve.js'
import { targetEntry, type Context } from './context.js'

interface Write {
  type: 'add' | 'modify' | 'modifyDn' | 'delete'
  name: string
}

/** @throws LdapRefusal 10 with a referral to the writable controller, 32 if the object does not exist */
export function referWrite(context: Context, { type, name }: Write): void {
  const { store, writableHost } = context
  if (writableHost === undefined) return
  if (type === 'add') resolvePath(store, parseName(store, name).slice(1))
  else targetEntry(context, name)
  throw domainReferral(writableHost, `ldap://${writableHost}/${encodeURI(name)}`)
}

/** Refers writes at a read-only controller (MS-ADTS 3.1.1.5.1, Originating Updates Attempted on an RODC). */
import { elsewhere } from '../errors.js'
import { readName, resolvePath } from '../store/resolve.js'
import { subjectOf, type Context } from './context.js'

interface Write {
  type: 'add' | 'modify' | 'modifyDn' | 'delete'
  name: string
}

/** @throws Refusal 10 with a referral to the writable controller, 32 if the object does not exist */
export function referWrite(context: Context, { type, name }: Write): void {
  const { store, writableHost } = context
  if (writableHost === undefined) return
  if (type === 'add') resolvePath(store, readName(store, name).slice(1))
  else subjectOf(context, name)
  throw elsewhere(writableHost, `ldap://${writableHost}/${encodeURI(name)}`)
}

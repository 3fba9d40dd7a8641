/** Reads the owner and the creation time of objects. */
import type { ObjectOrigin } from '../model/directory.js'
import { parseSid, formatSid } from './identifiers.js'
import type { Entry } from './ldap/connection.js'
import { sdFlags } from './ldap/controls.js'
import { guidAndDn, textValues } from './entries.js'
import { equals, or } from './ldap/filter.js'
import { findByValues, findByGuid } from './searchEntries.js'
import { ownerOf } from './securityDescriptor.js'
import type { Session } from './session.js'

export async function readOrigins(
  session: Session,
  domain: string,
  guids: readonly string[],
): Promise<Map<string, ObjectOrigin>> {
  const attributes = ['objectGUID', 'nTSecurityDescriptor', 'whenCreated']
  const search = { base: domain, scope: 'sub', attributes, controls: [sdFlags({ owner: true })] } as const
  const entries = await findByGuid(session, guids, search)
  const owners = entries.map(ownerSidOf)
  const names = await readNames(session, domain, [...new Set(owners.flatMap((sid) => sid ?? []))])
  const origins = entries.map((entry, index) => {
    const sid = owners[index]
    const createdAt = parseGeneralizedTime(textValues(entry, 'whenCreated')[0])
    return [
      guidAndDn(entry).guid,
      {
        ...(sid !== undefined && { owner: names.get(sid) ?? sid }),
        ...(createdAt !== undefined && { createdAt }),
      },
    ] as const
  })
  return new Map(origins)
}

function ownerSidOf({ attributes }: Entry): string | undefined {
  const [descriptor] = attributes.get('ntsecuritydescriptor') ?? []
  return descriptor && ownerOf(descriptor)
}

/** Reads DNs by SID in this domain, which contains the built-in groups as well. */
async function readNames(session: Session, domain: string, sids: readonly string[]) {
  const search = { base: domain, scope: 'sub', attributes: ['objectSid'] } as const
  const known = sids.flatMap((sid) => parseSid(sid) ?? [])
  const entries = await findByValues(session, known, search, (some) =>
    or(...some.map((sid) => equals('objectSid', sid))),
  )
  return new Map(
    entries.flatMap(({ dn, attributes }) =>
      (attributes.get('objectsid') ?? []).map((sid) => [formatSid(sid), dn]),
    ),
  )
}

/** Converts generalized time in UTC (MS-ADTS 3.1.1.2.2.2) to ISO 8601; returns undefined for any other text. */
export function parseGeneralizedTime(generalized: string | undefined): string | undefined {
  const found = /^(\d{4})(\d\d)(\d\d)(\d\d)(\d\d)(\d\d)(?:\.\d+)?Z$/.exec(generalized ?? '')
  if (!found) return undefined
  const [year, month, day, hour, minute, second] = found.slice(1)
  return `${year}-${month}-${day}T${hour}:${minute}:${second}.000Z`
}

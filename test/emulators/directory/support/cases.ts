/** Cases for two directories: the request, AD's documented response, and Samba's if it differs. */
import type { Control } from '../../../../src/ad/ldap/controls.js'
import type { Ground } from './ground.js'
import type { Modification, Value, Values } from './operations.js'
import { texts, type Reply } from './wire.js'

interface Question {
  title: string
  run(ground: Ground): Promise<unknown>
  ad: unknown
}

/** A case with one response of all directories. */
export type Agreement = Question

/** A case in which Samba 4.17 responds differently, with the source of AD's response. */
export interface Difference extends Question {
  source: string
  samba: unknown
}

export const universal = '-2147483640'
export const global = '-2147483646'
export const local = '-2147483644'

let number = 0

/** Returns an unused name. */
export const fresh = (prefix = 'case'): string => `${prefix}${++number}`

export const code = (reply: Reply): number => reply.code

/** Adds a group and returns its DN. */
export async function group(ground: Ground, attributes: Values = {}, name = fresh()): Promise<string> {
  const dn = `CN=${name},${ground.ou}`
  const reply = await addGroup(ground, attributes, name)
  if (reply.code !== 0) throw new Error(`${dn} was not added: ${reply.code} ${reply.text}`)
  return dn
}

export const addGroup = (ground: Ground, attributes: Values = {}, name = fresh()): Promise<Reply> =>
  ground.admin.add(`CN=${name},${ground.ou}`, { objectClass: 'group', groupType: universal, ...attributes })

export const addUser = (ground: Ground, attributes: Values = {}, name = fresh()): Promise<Reply> =>
  ground.admin.add(`CN=${name},${ground.ou}`, { objectClass: 'user', ...attributes })

export const change = (
  ground: Ground,
  dn: string,
  operation: Modification['operation'],
  attribute: string,
  values: Value | readonly Value[] = [],
  controls: readonly Control[] = [],
): Promise<Reply> => {
  const list = typeof values === 'string' || Buffer.isBuffer(values) ? [values] : values
  return ground.admin.modify(dn, [{ operation, attribute, values: list }], controls)
}

type ChangeOf = [Modification['operation'], string, (Value | readonly Value[])?, (readonly Control[])?]

/** Adds a group and changes it; returns the result code. */
export const changed =
  (attributes: Values, ...[operation, attribute, values, controls]: ChangeOf) =>
  async (ground: Ground): Promise<number> =>
    code(await change(ground, await group(ground, attributes), operation, attribute, values, controls))

/** Returns the values of one attribute as text. */
export async function valuesOf(ground: Ground, dn: string, name: string): Promise<string[] | undefined> {
  const { entries } = await ground.admin.search({ base: dn, scope: 'base', attributes: [name] })
  return texts(entries[0], name)
}

export const first = (ground: Ground) => {
  const [user] = ground.users
  if (!user) throw new Error('there are no users')
  return user
}

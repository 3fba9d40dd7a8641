import { anchorOf } from '../model/anchor.js'
import type { Attributes } from '../model/change.js'
import type { DirectoryFacts } from '../model/directory.js'
import { childDn, parentOf } from '../model/dn.js'
import { exchangePresent } from '../model/exchange.js'
import type { CloudGroup, DesiredGroup, DirectoryGroup, OnPremisesGroupType } from '../model/group.js'
import type { Selection } from '../model/intent.js'
import type { GroupReason } from '../model/reason.js'
import type { Mapping } from '../model/settings.js'
import { fitAddresses, fitValue, type FittedValues } from './attributeValues.js'
import { accountName, cut, groupName } from './names.js'

export interface TransformContext {
  mapping: Mapping
  facts: DirectoryFacts
  container: string
}

/** MS-ADTS 2.2.12: 0x8 universal, 0x80000000 security, as AD prints it: a signed 32-bit number. */
export const groupTypeOf: Record<OnPremisesGroupType, string> = {
  universalDistributionGroup: '8',
  universalSecurityGroup: '-2147483640',
  universalMailEnabledSecurityGroup: '-2147483640',
}

/** Only a security group gives access to anything but mail. */
export const hasSecurityBit = (attributes: Attributes): boolean =>
  Number(attributes['groupType']?.[0] ?? 0) < 0

/** What the group should look like in AD, or the reason why it cannot be written. */
export function transform(
  group: CloudGroup,
  selection: Selection,
  context: TransformContext,
): DesiredGroup | GroupReason {
  const { mapping, facts } = context
  const type = typeOf(group, selection, mapping)
  if (type === 'universalMailEnabledSecurityGroup' && !exchangePresent(facts.exchange))
    return 'exchangeMissing'
  const name = groupName(group.displayName, group.id, mapping.name)
  const container = selection.container ?? context.container
  const anchor = [anchorOf(group.id)]
  const mail = mailSide(group, type, facts)
  return {
    id: group.id,
    displayName: group.displayName,
    name,
    container,
    dn: childDn(name, container),
    type,
    attributes: {
      adminDescription: anchor,
      ...(facts.externalObjectId ? { 'msDS-ExternalDirectoryObjectId': anchor } : undefined),
      groupType: [groupTypeOf[type]],
      displayName: values(cut(group.displayName, 256)),
      description: values(cut(group.description ?? '', 1024)),
      ...mail.attributes,
    },
    atCreation: { sAMAccountName: [accountName(name)] },
    skippedValues: mail.skipped,
  }
}

/** Precedence: a selection, then Entra's own writebackConfiguration, then the configuration's default. */
function typeOf(group: CloudGroup, selection: Selection, mapping: Mapping): OnPremisesGroupType {
  if (group.kind !== 'microsoft365') return 'universalSecurityGroup'
  return selection.as ?? group.writeback?.onPremisesGroupType ?? mapping.microsoft365Groups
}

/**
 * The mail side of a Microsoft 365 group. Without Exchange in AD it is left alone: the attributes may not exist, and
 * nobody would use them.
 */
function mailSide(group: CloudGroup, type: OnPremisesGroupType, { exchange, maxLengths }: DirectoryFacts) {
  const nothing = { attributes: {}, skipped: [] }
  if (group.kind !== 'microsoft365' || !exchangePresent(exchange)) return nothing
  if (type === 'universalSecurityGroup')
    return { ...nothing, attributes: { mail: [], mailNickname: [], proxyAddresses: [] } }
  const fitted: Record<string, FittedValues> = {
    mail: fitValue('mail', group.mail, maxLengths),
    mailNickname: fitValue('mailNickname', group.mailNickname, maxLengths),
    proxyAddresses: fitAddresses(group.proxyAddresses, maxLengths),
  }
  const entries = Object.entries(fitted)
  return {
    attributes: Object.fromEntries(entries.map(([name, { values }]) => [name, values])),
    skipped: entries.flatMap(([, { skipped }]) => skipped),
  }
}

/** LDAP has no empty values: an empty text means that the attribute is not there. */
const values = (text: string): string[] => (text === '' ? [] : [text])

/**
 * An object that was taken over keeps its name, its place and its kind, whatever the defaults say: access lists, scripts
 * and address books name it so. A person who orders another kind or container for this very group goes before that.
 */
export function keepAsFound(
  desired: DesiredGroup,
  current: DirectoryGroup,
  selection: Selection,
): DesiredGroup {
  const { cn = [], groupType = [] } = current.attributes
  const name = cn[0] ?? desired.name
  const container = selection.container ?? parentOf(current.dn) ?? desired.container
  return {
    ...desired,
    name,
    container,
    dn: childDn(name, container),
    attributes: {
      ...desired.attributes,
      ...(selection.as === undefined && { groupType }),
    },
  }
}

/** Transforms a cloud group to its desired form in AD: name, container, type and attributes. */
import { anchorOf } from '../model/anchor.js'
import type { Attributes } from '../model/change.js'
import type { DirectoryFacts } from '../model/directory.js'
import { childDn, parentDn } from '../model/dn.js'
import { isExchangePresent } from '../model/exchange.js'
import type { CloudGroup, DesiredGroup, DirectoryGroup, OnPremisesGroupType } from '../model/group.js'
import type { Selection } from '../model/intent.js'
import type { GroupReason } from '../model/reason.js'
import type { Mapping } from '../model/settings.js'
import { allowedAddresses, allowedValue, type AllowedValues } from './attributeValues.js'
import { samAccountName, truncateText, groupName } from './names.js'

export interface TransformContext {
  mapping: Mapping
  facts: DirectoryFacts
  container: string
}

/** The values of groupType (MS-ADTS 2.2.12: 0x8 universal, 0x80000000 security), as signed 32-bit numbers like in AD. */
export const groupTypeValues: Record<OnPremisesGroupType, string> = {
  universalDistributionGroup: '8',
  universalSecurityGroup: '-2147483640',
  universalMailEnabledSecurityGroup: '-2147483640',
}

/** Returns true for a security group; other groups only receive mail and grant no access. */
export const hasSecurityBit = (attributes: Attributes): boolean =>
  Number(attributes['groupType']?.[0] ?? 0) < 0

/** Returns the desired form of the group in AD, or the reason why it cannot be written. */
export function transformGroup(
  group: CloudGroup,
  selection: Selection,
  context: TransformContext,
): DesiredGroup | GroupReason {
  const { mapping, facts } = context
  const type = onPremisesType(group, selection, mapping)
  if (type === 'universalMailEnabledSecurityGroup' && !isExchangePresent(facts.exchange))
    return 'exchangeMissing'
  const name = groupName(group.displayName, group.id, mapping.name)
  const container = selection.container ?? context.container
  const anchor = [anchorOf(group.id)]
  const mail = mailAttributes(group, type, facts)
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
      groupType: [groupTypeValues[type]],
      displayName: attributeTexts(truncateText(group.displayName, 256)),
      description: attributeTexts(truncateText(group.description ?? '', 1024)),
      ...mail.attributes,
    },
    atCreation: { sAMAccountName: [samAccountName(name)] },
    skippedValues: mail.skipped,
  }
}

/** Precedence: the selection, then Entra ID's writebackConfiguration, then the configuration's default. */
function onPremisesType(group: CloudGroup, selection: Selection, mapping: Mapping): OnPremisesGroupType {
  if (group.kind !== 'microsoft365') return 'universalSecurityGroup'
  return selection.as ?? group.writeback?.onPremisesGroupType ?? mapping.microsoft365Groups
}

/**
 * Returns the mail attributes of a Microsoft 365 group. Without Exchange in AD they are not managed: the schema may not
 * have them, and nothing would use them.
 */
function mailAttributes(
  group: CloudGroup,
  type: OnPremisesGroupType,
  { exchange, maxLengths }: DirectoryFacts,
) {
  const none = { attributes: {}, skipped: [] }
  if (group.kind !== 'microsoft365' || !isExchangePresent(exchange)) return none
  if (type === 'universalSecurityGroup')
    return { ...none, attributes: { mail: [], mailNickname: [], proxyAddresses: [] } }
  const fitted: Record<string, AllowedValues> = {
    mail: allowedValue('mail', group.mail, maxLengths),
    mailNickname: allowedValue('mailNickname', group.mailNickname, maxLengths),
    proxyAddresses: allowedAddresses(group.proxyAddresses, maxLengths),
  }
  const entries = Object.entries(fitted)
  return {
    attributes: Object.fromEntries(entries.map(([name, { values }]) => [name, values])),
    skipped: entries.flatMap(([, { skipped }]) => skipped),
  }
}

/** LDAP has no empty values: for an empty text the attribute is not set. */
const attributeTexts = (text: string): string[] => (text === '' ? [] : [text])

/**
 * Keeps name, container and kind of an adopted object, because access lists, scripts and address books refer to them. A
 * kind or container that a person selected for this group takes precedence.
 */
export function keepAdoptedForm(
  desired: DesiredGroup,
  current: DirectoryGroup,
  selection: Selection,
): DesiredGroup {
  const { cn = [], groupType = [] } = current.attributes
  const name = cn[0] ?? desired.name
  const container = selection.container ?? parentDn(current.dn) ?? desired.container
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

import { anchorOf } from '../model/anchor.js'
import type { Attributes } from '../model/change.js'
import type { DirectoryFacts } from '../model/directory.js'
import { childDn } from '../model/dn.js'
import { exchangePresent } from '../model/exchange.js'
import type { CloudGroup, DesiredGroup, OnPremisesGroupType } from '../model/group.js'
import type { Selection } from '../model/intent.js'
import type { GroupReason } from '../model/reason.js'
import type { Mapping } from '../model/settings.js'
import { accountName, cut, groupName } from './naming.js'

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
      ...mailSide(group, type, facts),
    },
    atCreation: { sAMAccountName: [accountName(name)] },
  }
}

/** A selection speaks before Entra's own writebackConfiguration, and that before the configuration's default. */
function typeOf(group: CloudGroup, selection: Selection, mapping: Mapping): OnPremisesGroupType {
  if (group.kind !== 'microsoft365') return 'universalSecurityGroup'
  return selection.as ?? group.writeback?.onPremisesGroupType ?? mapping.microsoft365Groups
}

/**
 * The mail side of a Microsoft 365 group. Without Exchange in AD it is left alone: the attributes may not exist, and
 * nobody would use them.
 */
function mailSide(group: CloudGroup, type: OnPremisesGroupType, facts: DirectoryFacts): Attributes {
  if (group.kind !== 'microsoft365' || !exchangePresent(facts.exchange)) return {}
  const mailEnabled = type !== 'universalSecurityGroup'
  return {
    mail: mailEnabled ? values(group.mail ?? '') : [],
    mailNickname: mailEnabled ? values(group.mailNickname ?? '') : [],
    proxyAddresses: mailEnabled
      ? group.proxyAddresses.filter((address) => /^(smtp|x500):/i.test(address))
      : [],
  }
}

/** LDAP has no empty values: an empty text means that the attribute is not there. */
const values = (text: string): string[] => (text === '' ? [] : [text])

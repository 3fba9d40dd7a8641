/** Builds the names of groups in AD: cn and sAMAccountName. */
import { anchorOf } from '../model/anchor.js'
import type { NameSetting } from '../model/settings.js'

/** The rangeUpper of cn in AD's schema. */
const maxNameLength = 64

const idSuffix = (groupId: string): string => groupId.slice(-12)

/**
 * Returns the group's cn: `<displayName>_<last 12 of the object id>` or `Group_<object id>`. Microsoft's writeback uses
 * the same two forms, so that its objects keep their names when they are adopted. The suffix makes equal display names
 * unique; a blank display name results in the second form.
 */
export function groupName(displayName: string, groupId: string, setting: NameSetting): string {
  const suffix = '_' + idSuffix(groupId)
  const head = truncateText(displayName.replaceAll('\0', '').trim(), maxNameLength - suffix.length)
  return setting === 'objectId' || head === '' ? anchorOf(groupId) : head + suffix
}

/**
 * Returns the sAMAccountName (DOMAIN\name in Windows), with the characters replaced that AD does not allow. It is set at
 * creation only, because access lists of old programs and scripts refer to it.
 */
export const samAccountName = (name: string): string => name.replaceAll(/["/\\[\]:;|=,+*?<>@\p{Cc}]/gu, '_')

/** Truncates a text to at most `length` UTF-16 code units without splitting a grapheme. */
export function truncateText(text: string, length: number): string {
  if (text.length <= length) return text
  let end = 0
  for (const { index, segment } of new Intl.Segmenter().segment(text)) {
    if (index + segment.length > length) break
    end = index + segment.length
  }
  return text.slice(0, end)
}

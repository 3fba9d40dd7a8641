import { anchorOf } from '../model/anchor.js'
import type { NameSetting } from '../model/settings.js'

/** rangeUpper of cn in AD's schema. */
const longestName = 64

const lastTwelve = (groupId: string): string => groupId.slice(-12)

/**
 * The group's cn: `<displayName>_<last 12 of the object id>` or `Group_<object id>`, the two forms Microsoft's own
 * writeback uses, so that its objects keep their names when they are taken over. The suffix keeps equal display names
 * apart; a display name of nothing but blanks falls back to the second form.
 */
export function groupName(displayName: string, groupId: string, setting: NameSetting): string {
  const suffix = '_' + lastTwelve(groupId)
  const head = cut(displayName.replaceAll('\0', '').trim(), longestName - suffix.length)
  return setting === 'objectId' || head === '' ? anchorOf(groupId) : head + suffix
}

/**
 * The name that Windows shows as DOMAIN\name, given at creation and then left alone, since access lists of old
 * programs and scripts hang on it. AD refuses these characters in it.
 */
export const accountName = (name: string): string => name.replaceAll(/["/\\[\]:;|=,+*?<>@\p{Cc}]/gu, '_')

/** At most `length` UTF-16 units, never through the middle of what a reader sees as one character. */
export function cut(text: string, length: number): string {
  if (text.length <= length) return text
  let end = 0
  for (const { index, segment } of new Intl.Segmenter().segment(text)) {
    if (index + segment.length > length) break
    end = index + segment.length
  }
  return text.slice(0, end)
}

/**
 * Checks that groups read as empty are empty. AD omits an attribute that the account may not read, without an error, so a
 * group with unreadable members looks empty. All of these groups are read again, in a few requests.
 */
import type { Problem } from '../../errors.js'
import type { GroupDraft } from '../../planner/groupDraft.js'
import type { ObserveContext } from './observation.js'

/** Returns the drafts; a group whose members are unreadable gets the error `membersUnreadable` and fails alone. */
export async function checkMembersReadable(
  drafts: readonly GroupDraft[],
  { target, signal }: Pick<ObserveContext, 'target' | 'signal'>,
): Promise<GroupDraft[]> {
  const looksEmpty = ({ writtenObject, membersBefore, error, changes }: GroupDraft): boolean =>
    writtenObject !== undefined &&
    membersBefore === 0 &&
    !error &&
    !changes.some(({ type }) => type === 'restoreGroup')
  const guids = drafts.filter(looksEmpty).flatMap(({ writtenObject }) => writtenObject?.guid ?? [])
  if (guids.length === 0) return [...drafts]
  const empty = await target.readEmptyGroups(guids, signal)
  return drafts.map((draft) =>
    looksEmpty(draft) && draft.writtenObject && !empty.has(draft.writtenObject.guid)
      ? { ...draft, changes: [], error: membersUnreadable(draft.writtenObject.dn) }
      : draft,
  )
}

const membersUnreadable = (dn: string): Problem => ({
  code: 'membersUnreadable',
  message: `The account may not read the members of ${dn}, so it is unknown who has access.`,
  hint: 'Grant the account read access to the property "member" of this object, or remove the access control entry that denies it.',
})

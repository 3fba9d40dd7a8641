/**
 * AD leaves out an attribute that the account may not read, without an error: such a group looks as if it had no members.
 * So every group that looks empty is asked for once more, all in a few requests.
 */
import type { Problem } from '../../errors.js'
import type { Draft } from '../../planner/draft.js'
import type { ObserveContext } from './context.js'

/** The same drafts; a group whose members cannot be seen fails alone. */
export async function checkMembersReadable(
  drafts: readonly Draft[],
  { target, signal }: Pick<ObserveContext, 'target' | 'signal'>,
): Promise<Draft[]> {
  const looksEmpty = ({ object, membersBefore, error, changes }: Draft): boolean =>
    object !== undefined &&
    membersBefore === 0 &&
    !error &&
    !changes.some(({ type }) => type === 'restoreGroup')
  const guids = drafts.filter(looksEmpty).flatMap(({ object }) => object?.guid ?? [])
  if (guids.length === 0) return [...drafts]
  const empty = await target.readEmptyGroups(guids, signal)
  return drafts.map((draft) =>
    looksEmpty(draft) && draft.object && !empty.has(draft.object.guid)
      ? { ...draft, changes: [], error: membersUnreadable(draft.object.dn) }
      : draft,
  )
}

const membersUnreadable = (dn: string): Problem => ({
  code: 'membersUnreadable',
  message: `This account may not read the members of ${dn}, so nothing can be said about who has access.`,
  hint: 'Give it the right to read the property "member" of this object, or remove the entry that denies it.',
})

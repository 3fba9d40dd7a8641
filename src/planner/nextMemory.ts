/** What is remembered after a run: what the reads told, and then what was written. */
import type { Change } from '../model/change.js'
import type { Doubt, GroupMemory, Memory } from '../model/memory.js'
import type { Draft } from './draft.js'
import type { Judgement } from './judgeListing.js'

export interface Learned {
  drafts: readonly Draft[]
  judgements: ReadonlyMap<string, Judgement>
  /** What was found out about groups that are not in scope. */
  absences: ReadonlyMap<string, Pick<GroupMemory, 'missingSince' | 'missedAt' | 'absent'>>
  /** Whether a group was found in the cloud, to be written or not. */
  isFound: (id: string) => boolean
  /** Objects (GUIDs) that a run created without an answer. */
  recognized: ReadonlyMap<string, string>
  /** Groups whose object is gone, of those that are not to be written any more. */
  gone: readonly string[]
  /** The domain controller that shows them. */
  controller: string
}

type Groups = Record<string, GroupMemory>

/** No rule's digest: whichever rule comes next, the old one as well, its members have to be worked out. */
const unsettled = 'unsettled'

/** Only groups that the run looked at change; where nothing was learned, the memory stays the very same. */
export function learnedMemory(memory: Memory, learned: Learned): Memory {
  const groups: Groups = { ...memory.groups }
  const doubts: Record<string, Doubt> = { ...memory.doubts }
  const uncertain = { ...memory.uncertain }
  for (const [id, guid] of learned.recognized) {
    groups[id] = { guid, controller: learned.controller }
    delete uncertain[id]
  }
  for (const id of Object.keys(groups)) {
    if (learned.isFound(id))
      replace(groups, id, {
        missingSince: undefined,
        missedAt: undefined,
        absent: undefined,
        gone: undefined,
      })
  }
  for (const id of learned.gone) replace(groups, id, { gone: true })
  for (const [id, absence] of learned.absences) replace(groups, id, absence)
  for (const { id, object, error, listing, ruleDigest, ruleChanged } of learned.drafts) {
    if (object && object.guid === groups[id]?.guid) replace(groups, id, { restoreRefused: undefined })
    if (error) continue
    const judgement = learned.judgements.get(id)
    if (judgement && !('proof' in judgement)) doubts[id] = judgement.doubt
    else delete doubts[id]
    const isSettled = !ruleChanged || (judgement !== undefined && 'proof' in judgement)
    if (!isSettled) replace(groups, id, { ruleDigest: unsettled })
    else if (listing !== undefined || ruleDigest !== undefined) replace(groups, id, { ruleDigest })
  }
  return { ...memory, groups, doubts, uncertain }
}

/** Keys that are undefined are taken out, so that what is written and read back is the same. */
function replace(
  groups: Groups,
  id: string,
  changes: { [K in keyof GroupMemory]?: GroupMemory[K] | undefined },
): void {
  const known = groups[id]
  if (!known) return
  const merged = Object.entries({ ...known, ...changes }).filter(([, value]) => value !== undefined)
  groups[id] = Object.fromEntries(merged) as unknown as GroupMemory
}

/** A group after the run, as far as it concerns what is remembered. */
export interface WrittenGroup {
  id: string
  /** What was really done. */
  done: readonly Change[]
  /** Of an object that was created or taken over. */
  guid?: string
  /** The DN of an object whose creation got no answer. */
  uncertain?: string
  membersBefore: number
  /** Of the members that AD should have; missing where nobody can say. */
  expected?: string
  withoutSid?: number
  ruleDigest?: string
  /** Something is held back, waits or failed: the base of a later comparison stays as it was. */
  isOpen: boolean
  /** A deleted object could not be restored. */
  restoreRefused?: boolean
}

export function rememberWritten(
  memory: Memory,
  written: readonly WrittenGroup[],
  controller: string,
): Memory {
  const groups: Groups = { ...memory.groups }
  const uncertain = { ...memory.uncertain }
  for (const group of written) {
    const { id, done, guid } = group
    if (group.uncertain !== undefined) uncertain[id] = group.uncertain
    else if (guid !== undefined) delete uncertain[id]
    if (done.some(({ type }) => type === 'deleteGroup')) {
      delete groups[id]
      continue
    }
    if (guid !== undefined)
      groups[id] = { ...keptOf(groups[id], guid), ...newMemory(group, guid, controller) }
    else if (group.restoreRefused) replace(groups, id, { restoreRefused: true })
    replace(groups, id, {
      members: group.membersBefore + difference(done),
      expected: group.expected,
      ...(!group.isOpen && { withoutSid: group.withoutSid }),
    })
  }
  return { ...memory, groups, uncertain }
}

/** A restored object is the same one as before, with all that was known of it. */
const keptOf = (known: GroupMemory | undefined, guid: string): Partial<GroupMemory> =>
  known?.guid === guid ? known : {}

function newMemory({ done, ruleDigest }: WrittenGroup, guid: string, controller: string): GroupMemory {
  const isAdopted = done.some(({ type }) => type === 'adoptGroup')
  return {
    guid,
    controller,
    ...(isAdopted && { adopted: true }),
    ...(ruleDigest !== undefined && { ruleDigest }),
  }
}

const difference = (done: readonly Change[]): number =>
  done.reduce(
    (sum, change) =>
      change.type === 'addMembers'
        ? sum + change.members.length
        : change.type === 'removeMembers'
          ? sum - change.members.length
          : sum,
    0,
  )

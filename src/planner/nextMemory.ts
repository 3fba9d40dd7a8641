/** Builds the memory after a run: first from the results of its reads, then from the changes that it wrote. */
import type { Change } from '../model/change.js'
import type { Doubt, GroupMemory, Memory } from '../model/memory.js'
import type { GroupDraft } from './groupDraft.js'
import type { ListingJudgement } from './judgeListing.js'

/** The results of a run's reads that the memory records. */
export interface ReadResults {
  drafts: readonly GroupDraft[]
  judgements: ReadonlyMap<string, ListingJudgement>
  /** The results for groups that are no longer in scope or missing. */
  absences: ReadonlyMap<string, Pick<GroupMemory, 'missingSince' | 'missedAt' | 'absent'>>
  /** Returns true for a group that was found in the cloud, whether it is to be written or not. */
  isFound: (id: string) => boolean
  /** The GUIDs of objects whose creation by an earlier run got no response, by the group's id. */
  confirmedCreations: ReadonlyMap<string, string>
  /** Groups that must not be written any more and whose object does not exist any more. */
  groupsWithoutObject: readonly string[]
  /** The domain controller that the run reads from. */
  controller: string
}

type GroupMemories = Record<string, GroupMemory>

/** Stands for a rule whose members are not proven; it equals no digest, so that any next rule counts as changed. */
const unprovenRule = 'unsettled'

/** Adds the results of a run's reads to the memory. Groups that the run did not read stay unchanged. */
export function memoryAfterReading(memory: Memory, results: ReadResults): Memory {
  const groups: GroupMemories = { ...memory.groups }
  const doubts: Record<string, Doubt> = { ...memory.doubts }
  const uncertain = { ...memory.uncertain }
  for (const [id, guid] of results.confirmedCreations) {
    groups[id] = { guid, controller: results.controller }
    delete uncertain[id]
  }
  for (const id of Object.keys(groups)) {
    if (results.isFound(id))
      changeMemory(groups, id, {
        missingSince: undefined,
        missedAt: undefined,
        absent: undefined,
        gone: undefined,
      })
  }
  for (const id of results.groupsWithoutObject) changeMemory(groups, id, { gone: true })
  for (const [id, absence] of results.absences) changeMemory(groups, id, absence)
  for (const { id, writtenObject, error, listing, ruleDigest, ruleChanged } of results.drafts) {
    if (writtenObject && writtenObject.guid === groups[id]?.guid)
      changeMemory(groups, id, { restoreRefused: undefined })
    if (error) continue
    const judgement = results.judgements.get(id)
    if (judgement && !('proof' in judgement)) doubts[id] = judgement.doubt
    else delete doubts[id]
    const isProven = !ruleChanged || (judgement !== undefined && 'proof' in judgement)
    if (!isProven) changeMemory(groups, id, { ruleDigest: unprovenRule })
    else if (listing !== undefined || ruleDigest !== undefined) changeMemory(groups, id, { ruleDigest })
  }
  return { ...memory, groups, doubts, uncertain }
}

/** Changes the memory of a group. Undefined keys are removed, so that writing and reading the state is lossless. */
function changeMemory(
  groups: GroupMemories,
  id: string,
  changes: { [K in keyof GroupMemory]?: GroupMemory[K] | undefined },
): void {
  const remembered = groups[id]
  if (!remembered) return
  const merged = Object.entries({ ...remembered, ...changes }).filter(([, value]) => value !== undefined)
  groups[id] = Object.fromEntries(merged) as unknown as GroupMemory
}

/** The results of writing one group that the memory records. */
export interface WrittenGroup {
  id: string
  /** The changes that were carried out. */
  done: readonly Change[]
  /** The GUID of an object that was created or adopted. */
  guid?: string
  /** The DN of an object whose creation got no response. */
  uncertain?: string
  membersBefore: number
  /** The fingerprint of the expected members; undefined if they are unknown. */
  expected?: string
  withoutSid?: number
  ruleDigest?: string
  /** A change is withheld, waits or failed; then `withoutSid` of the last complete run stays. */
  isOpen: boolean
  /** A deleted object could not be restored. */
  restoreRefused?: boolean
}

/** Adds the changes that a run carried out to the memory. */
export function memoryAfterWriting(
  memory: Memory,
  written: readonly WrittenGroup[],
  controller: string,
): Memory {
  const groups: GroupMemories = { ...memory.groups }
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
      groups[id] = { ...restoredMemory(groups[id], guid), ...newMemory(group, guid, controller) }
    else if (group.restoreRefused) changeMemory(groups, id, { restoreRefused: true })
    changeMemory(groups, id, {
      members: group.membersBefore + memberCountChange(done),
      expected: group.expected,
      ...(!group.isOpen && { withoutSid: group.withoutSid }),
    })
  }
  return { ...memory, groups, uncertain }
}

/** Returns the memory of a restored object, which is the same object as before; otherwise none. */
const restoredMemory = (remembered: GroupMemory | undefined, guid: string): Partial<GroupMemory> =>
  remembered?.guid === guid ? remembered : {}

function newMemory({ done, ruleDigest }: WrittenGroup, guid: string, controller: string): GroupMemory {
  const isAdopted = done.some(({ type }) => type === 'adoptGroup')
  return {
    guid,
    controller,
    ...(isAdopted && { adopted: true }),
    ...(ruleDigest !== undefined && { ruleDigest }),
  }
}

const memberCountChange = (done: readonly Change[]): number =>
  done.reduce(
    (sum, change) =>
      change.type === 'addMembers'
        ? sum + change.members.length
        : change.type === 'removeMembers'
          ? sum - change.members.length
          : sum,
    0,
  )

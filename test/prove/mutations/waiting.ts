/** Mutations of each reason to wait for evidence: nothing waits. */
import type { WaitingReason } from '../../../src/model/plan.js'
import { mutationsOf, type Edit } from './mutation.js'

/** A member is removed, or a group created, as if the listing were proven. */
const countDiffers: Edit[] = [
  [
    'planner/judgeListing',
    'proveByCount(listing, count)',
    'proveByCount(listing, listing.size)',
    'planner/judgeListing',
  ],
  [
    'planner/finishDraft',
    'leaving && proof ? [removeMembers(leaving, draft.dn, proof, annotate)]',
    'leaving ? [removeMembers(leaving, draft.dn, proof as never, annotate)]',
    'planner/finishDraft',
  ],
  [
    'planner/finishDraft',
    'if (doubt && beginning) return',
    'if (doubt && beginning && !draft) return',
    'planner/finishDraft',
  ],
  [
    'planner/finishDraft',
    'leaving !== undefined ||',
    'leaving?.guid === hadMembers.toString() ||',
    'planner/finishDraft',
  ],
  [
    'planner/finishDraft',
    '(listing.size === 0 && (hadMembers || changes.some(isObjectCreation)))',
    'false',
    'planner/finishDraft',
  ],
  [
    'planner/finishDraft',
    'membersBefore > 0 || (remembered?.members ?? 0) > 0',
    'membersBefore > 0',
    'planner/finishDraft',
  ],
]

const ruleChanged: Edit[] = [
  [
    'planner/judgeListing',
    '(ruleChanged ? undefined : proveByCount(listing, count))',
    'proveByCount(listing, count)',
    'planner/judgeListing',
  ],
  [
    'planner/judgeListing',
    'const isSameRule = input.doubt?.ruleDigest === ruleDigest',
    'const isSameRule = true',
    'planner/judgeListing',
  ],
  [
    'planner/dynamicRule',
    'return digest !== undefined && remembered !== undefined && digest !== remembered.ruleDigest',
    'return digest === undefined && remembered !== undefined && remembered.ruleDigest === digest',
    'planner/dynamicRule',
  ],
  [
    'planner/nextMemory',
    "!ruleChanged || (judgement !== undefined && 'proof' in judgement)",
    'true',
    'planner/nextMemory',
  ],
  [
    'planner/nextMemory',
    "const unprovenRule = 'unsettled'",
    'const unprovenRule = undefined',
    'planner/nextMemory',
  ],
  ['engine/observe/pairObjects', '...(ruleChanged && { ruleChanged }),', '', 'engine/reconcile.dynamicRule'],
]

export const waiting = mutationsOf('waitingReason', {
  countDiffers,
  ruleChanged,
} satisfies Record<WaitingReason, Edit[]>)

/** Changes as lines, for every rendering. */
import type { AdoptGroup, Change } from '../model/change.js'
import type { MemberReference } from '../model/member.js'
import type { GroupPlan, UnprovenChange, WaitingChange } from '../model/plan.js'
import { count } from './words.js'

/** The marks a plan is read by. */
export type Mark = '+' | '~' | '-'

export interface Line {
  mark: Mark
  text: string
}

/** How many members of a change are named; the rest is counted. */
const membersNamed = 10

export function linesOf(change: Change | UnprovenChange): Line[] {
  switch (change.type) {
    case 'adoptGroup':
      return [{ mark: '~', text: adoptionText(change) }]
    case 'createGroup':
      return [{ mark: '+', text: `create ${change.dn}` }]
    case 'restoreGroup':
      return [{ mark: '+', text: `restore ${change.dn} from the deleted objects` }]
    case 'renameGroup':
      return [{ mark: '~', text: `rename ${change.from} to ${change.to}` }]
    case 'moveGroup':
      return [{ mark: '~', text: `move ${change.from} to ${change.to}` }, ...endLines(change.ends)]
    case 'updateGroup':
      return [
        ...change.attributes.map(({ name, from, to }) => ({
          mark: '~' as const,
          text: `${name}: ${values(from)} → ${values(to)}`,
        })),
        ...endLines(change.ends),
        ...beginLines(change.begins),
      ]
    case 'addMembers':
      return memberLines('+', 'add', change.members)
    case 'removeMembers':
      return memberLines('-', 'remove', change.members)
    case 'deleteGroup':
      return [
        { mark: '-', text: `delete ${change.dn} and its ${count(change.members.length, 'membership')}` },
      ]
  }
}

/** Whoever approves has to know whose object it is, and who would leave it. */
function adoptionText({ dn, kind, owner, createdAt, leaving }: AdoptGroup): string {
  const known = [
    `${kind} group`,
    ...(owner === undefined ? [] : [`owner ${owner}`]),
    ...(createdAt === undefined ? [] : [`created ${createdAt.slice(0, 10)}`]),
    leaving === 0 ? 'nobody would leave' : `${count(leaving, 'member')} would leave`,
  ]
  return `take over ${dn} (${known.join(', ')})`
}

const beginLines = (begins = 0): Line[] =>
  begins === 0 ? [] : [{ mark: '+', text: `give access to ${count(begins, 'member')}` }]

const endLines = (ends: readonly MemberReference[] = []): Line[] =>
  ends.length === 0 ? [] : [{ mark: '-', text: `end the access of ${count(ends.length, 'member')}` }]

function memberLines(mark: Mark, verb: string, members: readonly MemberReference[]): Line[] {
  const more = members.length - membersNamed
  return [
    ...members.slice(0, membersNamed).map((member) => ({ mark, text: `${verb} ${nameOf(member)}` })),
    ...(more > 0 ? [{ mark, text: `${verb} ${count(more, 'more member')}` }] : []),
  ]
}

function nameOf({ displayName, dn, id, disabled, temporary, cause }: MemberReference): string {
  const notes = [
    ...(disabled ? ['disabled'] : []),
    ...(temporary ? ['added within 24 hours'] : []),
    ...(cause ? [cause] : []),
  ]
  const name = displayName || dn || id || 'a member'
  return notes.length === 0 ? name : `${name} (${notes.join(', ')})`
}

const values = (list: readonly string[]): string =>
  list.length === 0 ? 'nothing' : list.map((value) => JSON.stringify(value)).join(', ')

const waitingTexts: Record<WaitingChange['reason'], string> = {
  countDiffers: 'Graph lists and counts different numbers of members',
  ruleChanged: 'the rule of the dynamic group changed',
}

export const waitingText = ({ reason, since }: WaitingChange): string =>
  `waiting since ${since}: ${waitingTexts[reason]} (${reason})`

/** Values that were left out, each with its reason; they can be long. */
export const skippedValueTexts = ({ skippedValues }: GroupPlan): string[] =>
  skippedValues.map(
    ({ attribute, value, reason }) => `value left out: ${attribute} ${shortened(value)}: ${reason}`,
  )

const shortened = (value: string): string =>
  JSON.stringify(value.length > 60 ? `${value.slice(0, 59)}…` : value)

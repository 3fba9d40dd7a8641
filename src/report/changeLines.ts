/** Renders changes as lines of text. */
import type { AdoptGroup, Change } from '../model/change.js'
import type { MemberReference } from '../model/member.js'
import type { GroupPlan, UnprovenChange, WaitingChange } from '../model/plan.js'
import { countText } from './counts.js'

/** Marks a line as an addition (+), a change (~) or a removal (-). */
export type ChangeMark = '+' | '~' | '-'

export interface ChangeLine {
  mark: ChangeMark
  text: string
}

/** The number of members of a change that are named; the others are counted. */
const maxNamedMembers = 10

export function changeLines(change: Change | UnprovenChange): ChangeLine[] {
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
          text: `${name}: ${valuesText(from)} → ${valuesText(to)}`,
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
        { mark: '-', text: `delete ${change.dn} and its ${countText(change.members.length, 'membership')}` },
      ]
  }
}

/** Describes an adoption with the facts that an approval depends on: the owner and the members to be removed. */
function adoptionText({ dn, kind, owner, createdAt, leaving }: AdoptGroup): string {
  const facts = [
    `${kind} group`,
    ...(owner === undefined ? [] : [`owner ${owner}`]),
    ...(createdAt === undefined ? [] : [`created ${createdAt.slice(0, 10)}`]),
    leaving === 0 ? 'no member would be removed' : `${countText(leaving, 'member')} would be removed`,
  ]
  return `adopt ${dn} (${facts.join(', ')})`
}

const beginLines = (begins = 0): ChangeLine[] =>
  begins === 0 ? [] : [{ mark: '+', text: `give access to ${countText(begins, 'member')}` }]

const endLines = (ends: readonly MemberReference[] = []): ChangeLine[] =>
  ends.length === 0 ? [] : [{ mark: '-', text: `end the access of ${countText(ends.length, 'member')}` }]

function memberLines(mark: ChangeMark, verb: string, members: readonly MemberReference[]): ChangeLine[] {
  const more = members.length - maxNamedMembers
  return [
    ...members.slice(0, maxNamedMembers).map((member) => ({ mark, text: `${verb} ${memberText(member)}` })),
    ...(more > 0 ? [{ mark, text: `${verb} ${countText(more, 'more member')}` }] : []),
  ]
}

function memberText({ displayName, dn, id, disabled, temporary, cause }: MemberReference): string {
  const notes = [
    ...(disabled ? ['disabled'] : []),
    ...(temporary ? ['added within 24 hours'] : []),
    ...(cause ? [cause] : []),
  ]
  const name = displayName || dn || id || 'a member'
  return notes.length === 0 ? name : `${name} (${notes.join(', ')})`
}

const valuesText = (list: readonly string[]): string =>
  list.length === 0 ? '(none)' : list.map((value) => JSON.stringify(value)).join(', ')

const waitingTexts: Record<WaitingChange['reason'], string> = {
  countDiffers: 'Graph lists and counts different numbers of members',
  ruleChanged: 'the membership rule of the dynamic group changed',
}

export const waitingText = ({ reason, since }: WaitingChange): string =>
  `waiting since ${since}: ${waitingTexts[reason]} (${reason})`

/** Renders the values that were left out, each with its reason; long values are truncated. */
export const skippedValueTexts = ({ skippedValues }: GroupPlan): string[] =>
  skippedValues.map(
    ({ attribute, value, reason }) => `value left out: ${attribute} ${quotedValue(value)}: ${reason}`,
  )

const quotedValue = (value: string): string =>
  JSON.stringify(value.length > 60 ? `${value.slice(0, 59)}…` : value)

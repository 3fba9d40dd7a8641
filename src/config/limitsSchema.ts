/** The limits of the guard, as a part of the schema. */
import { closed, duration, formed, text } from './schemaParts.js'

const percent = { type: 'number', minimum: 0, maximum: 100, description: 'The highest percentage.' }
const count = { type: 'integer', minimum: 0, description: 'The highest number.' }
const from = (what: string) => ({
  type: 'integer',
  minimum: 0,
  description: `Judged from this many ${what} up.`,
})

const objectId = (description: string) =>
  formed(
    '^[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}$',
    'an object id',
    description,
    '00000000-0000-0000-0000-000000000000',
  )
const protectedDn = 'CN=Administrators,CN=Builtin,DC=corp,DC=contoso,DC=com'

/** One membership whose access ends is one loss: removed, emptied, deleted, or made a distribution group. */
export const limitsSchema = closed('How much may change in 24 hours before somebody has to approve it.', {
  groupLosses: closed('Memberships lost by one group.', {
    percent,
    count,
    from: from('members of the group'),
  }),
  groupEmptied: closed('A group that would lose everybody.', {
    from: from('members'),
    except: {
      type: 'array',
      description: 'Groups that may be emptied.',
      items: objectId('The object id of a group.'),
    },
  }),
  losses: closed('Memberships lost by all groups together.', { percent, count, from: from('losses') }),
  groupAdditions: closed('Members added to one group.', { count }),
  creations: closed('Groups created: more than both.', { count, percent }),
  deletions: closed('Groups deleted: more than both.', { count, percent }),
  renames: closed('Groups renamed.', { count }),
  moves: closed('Groups moved.', { count }),
  adoptions: closed('Existing objects taken over.', { count }),
  identifiersVanished: closed(
    'Members who leave while as many of their group lack a SID for the first time.',
    { count },
  ),
  privileged: {
    type: 'array',
    description: 'Groups that may get members although they stand in a protected group.',
    items: closed(
      'A pair.',
      {
        group: objectId('The object id of the group.'),
        below: text('The DN of the protected group.', protectedDn),
      },
      ['group', 'below'],
    ),
  },
  accessSubtrees: {
    type: 'array',
    description: 'Subtrees whose groups give access by their place: a move out of one ends it.',
    items: text('A distinguished name.', 'OU=File Shares,OU=Cloud Groups,DC=corp,DC=contoso,DC=com'),
  },
  missingFor: duration('How long a group has to be missing before it counts as deleted.', '30m'),
  approvalFor: duration('How long an approval holds.', '24h'),
})

/** Defines the schema of the guard's limits. */
import { closed, duration, formed, text } from './schemaParts.js'

const percent = { type: 'number', minimum: 0, maximum: 100, description: 'Maximum percentage.' }
const count = { type: 'integer', minimum: 0, description: 'Maximum number.' }
const from = (what: string) => ({
  type: 'integer',
  minimum: 0,
  description: `The limit applies from this number of ${what}.`,
})

const objectIdSchema = (description: string) =>
  formed(
    '^[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}$',
    'an object id',
    description,
    '00000000-0000-0000-0000-000000000000',
  )
const exampleDn = 'CN=Administrators,CN=Builtin,DC=corp,DC=contoso,DC=com'

/** A loss is one membership whose access ends: removed, emptied, deleted, or made part of a distribution group. */
export const limitsSchema = closed('Limits on the changes of 24 hours; more needs an approval.', {
  groupLosses: closed('Memberships lost by one group.', {
    percent,
    count,
    from: from('members of the group'),
  }),
  groupEmptied: closed('A group that would lose all its members.', {
    from: from('members'),
    except: {
      type: 'array',
      description: 'Groups that may lose all their members.',
      items: objectIdSchema('The object id of a group.'),
    },
  }),
  losses: closed('Memberships lost by all groups together.', { percent, count, from: from('losses') }),
  groupAdditions: closed('Members added to one group.', { count }),
  creations: closed('Groups created; both values must be exceeded.', { count, percent }),
  deletions: closed('Groups deleted; both values must be exceeded.', { count, percent }),
  renames: closed('Groups renamed.', { count }),
  moves: closed('Groups moved.', { count }),
  adoptions: closed('Existing objects adopted.', { count }),
  identifiersVanished: closed(
    'Members removed from a group while as many of its members lack a SID for the first time.',
    { count },
  ),
  privileged: {
    type: 'array',
    description: 'Groups that may get members although they are nested in a protected group.',
    items: closed(
      'A group and the protected group above it.',
      {
        group: objectIdSchema('The object id of the group.'),
        below: text('The DN of the protected group.', exampleDn),
      },
      ['group', 'below'],
    ),
  },
  accessSubtrees: {
    type: 'array',
    description: 'Subtrees whose groups grant access by their location: a move out of one ends it.',
    items: text('A distinguished name.', 'OU=File Shares,OU=Cloud Groups,DC=corp,DC=contoso,DC=com'),
  },
  missingFor: duration('The time that a group must be missing before it counts as deleted.', '30m'),
  approvalFor: duration('The time that an approval is valid.', '24h'),
})

/** Defines the schema of the guard's limits. */
import { objectSchema, durationSchema, patternSchema, textSchema } from './schemaParts.js'

const percentSchema = { type: 'number', minimum: 0, maximum: 100, description: 'Maximum percentage.' }
const countSchema = { type: 'integer', minimum: 0, description: 'Maximum number.' }
const thresholdSchema = (what: string) => ({
  type: 'integer',
  minimum: 0,
  description: `The limit applies from this number of ${what}.`,
})

const objectIdSchema = (description: string) =>
  patternSchema(
    '^[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}$',
    'an object id',
    description,
    '00000000-0000-0000-0000-000000000000',
  )
const exampleDn = 'CN=Administrators,CN=Builtin,DC=corp,DC=contoso,DC=com'

/** A loss is one membership whose access ends: removed, emptied, deleted, or made part of a distribution group. */
export const limitsSchema = objectSchema('Limits on the changes of 24 hours; more needs an approval.', {
  groupLosses: objectSchema('Memberships lost by one group.', {
    percent: percentSchema,
    count: countSchema,
    from: thresholdSchema('members of the group'),
  }),
  groupEmptied: objectSchema('A group that would lose all its members.', {
    from: thresholdSchema('members'),
    except: {
      type: 'array',
      description: 'Groups that may lose all their members.',
      items: objectIdSchema('The object id of a group.'),
    },
  }),
  losses: objectSchema('Memberships lost by all groups together.', {
    percent: percentSchema,
    count: countSchema,
    from: thresholdSchema('losses'),
  }),
  groupAdditions: objectSchema('Members added to one group.', { count: countSchema }),
  creations: objectSchema('Groups created; both values must be exceeded.', {
    count: countSchema,
    percent: percentSchema,
  }),
  deletions: objectSchema('Groups deleted; both values must be exceeded.', {
    count: countSchema,
    percent: percentSchema,
  }),
  renames: objectSchema('Groups renamed.', { count: countSchema }),
  moves: objectSchema('Groups moved.', { count: countSchema }),
  adoptions: objectSchema('Existing objects adopted.', { count: countSchema }),
  identifiersVanished: objectSchema(
    'Members removed from a group while as many of its members lack a SID for the first time.',
    { count: countSchema },
  ),
  privileged: {
    type: 'array',
    description: 'Groups that may get members although they are nested in a protected group.',
    items: objectSchema(
      'A group and the protected group above it.',
      {
        group: objectIdSchema('The object id of the group.'),
        below: textSchema('The DN of the protected group.', exampleDn),
      },
      ['group', 'below'],
    ),
  },
  accessSubtrees: {
    type: 'array',
    description: 'Subtrees whose groups grant access by their location: a move out of one ends it.',
    items: textSchema('A distinguished name.', 'OU=File Shares,OU=Cloud Groups,DC=corp,DC=contoso,DC=com'),
  },
  missingFor: durationSchema('The time that a group must be missing before it counts as deleted.', '30m'),
  approvalFor: durationSchema('The time that an approval is valid.', '24h'),
})

/** Reports of typical runs, shared by the tests of every rendering. */
import type { Report } from '../../src/model/report.js'
import { addition, creation, everyChange, group, people, removal, report, id } from './fixture.js'

export const inSync: Report = report({}, { groups: 3 })

export const applied: Report = report(
  { status: 'applied', groups: [group({ status: 'applied', changes: everyChange })] },
  {
    groups: 1,
    adopted: 1,
    restored: 1,
    created: 1,
    renamed: 1,
    moved: 1,
    updated: 1,
    deleted: 1,
    membersAdded: 2,
    membersRemoved: 1,
  },
)

export const pending: Report = report(
  {
    command: 'plan',
    dryRun: true,
    status: 'pending',
    exitCode: 2,
    groups: [
      group({
        status: 'pending',
        changes: [creation, addition(people(12))],
        skippedMembers: [
          { id: id(5), displayName: 'Gus', reason: 'guest' },
          { id: id(6), reason: 'cloudOnly' },
          { id: id(7), reason: 'cloudOnly' },
        ],
      }),
      group({
        id: id(2),
        displayName: '',
        dn: 'CN=Group_2',
        status: 'pending',
        changes: [removal(people(11))],
      }),
    ],
    skippedGroups: [
      { id: id(8), displayName: 'From AD', reason: 'syncedFromAd' },
      { id: id(9), displayName: '', reason: 'deletedInCloud' },
    ],
  },
  { groups: 4, created: 1, membersAdded: 12, membersRemoved: 11, skippedGroups: 2, skippedMembers: 3 },
)

export const withheld: Report = report(
  {
    status: 'withheld',
    exitCode: 3,
    groups: [
      group({ status: 'withheld', withheld: [removal(people(2))] }),
      group({
        id: id(2),
        displayName: 'Office',
        dn: 'CN=Office,OU=Groups,DC=test',
        status: 'applied',
        changes: [addition(people(1))],
      }),
    ],
    guard: {
      checks: [],
      tripped: [{ rule: 'groupLossesPercent', actual: 66.7, limit: 30, group: id(1) }],
    },
  },
  { groups: 2, withheld: 1, membersAdded: 1 },
)

/** Additions are applied while removals wait for proof. */
export const waiting: Report = report(
  {
    status: 'pending',
    exitCode: 2,
    groups: [
      group({
        status: 'pending',
        changes: [addition(people(1))],
        waiting: [
          {
            reason: 'countDiffers',
            since: '2026-01-02T02:00:00.000Z',
            change: {
              type: 'removeMembers',
              guid: 'g',
              dn: 'CN=Sales,OU=Groups,DC=test',
              members: people(1, 2),
            },
          },
        ],
        skippedValues: [{ attribute: 'mail', value: 'x'.repeat(70), reason: 'tooLong' }],
      }),
      group({
        id: id(2),
        displayName: 'Office',
        dn: 'CN=Office,OU=Groups,DC=test',
        status: 'pending',
        waiting: [{ reason: 'ruleChanged', since: '2026-01-02T03:00:00.000Z' }],
      }),
    ],
  },
  { groups: 2, waiting: 2, membersAdded: 1 },
)

export const partial: Report = report(
  {
    status: 'partial',
    exitCode: 4,
    groups: [
      group({
        status: 'partial',
        changes: [creation],
        error: {
          code: 'directoryRefused',
          message: 'The directory refused 1 of the members: no.',
          hint: 'Look.',
        },
      }),
      group({
        id: id(2),
        displayName: 'Office',
        dn: 'CN=Office',
        status: 'failed',
        error: { code: 'nameTaken', message: 'The name is taken.' },
      }),
    ],
  },
  { groups: 2, created: 1, failed: 2 },
)

export const failed: Report = report({
  status: 'failed',
  exitCode: 5,
  target: '',
  planHash: '',
  problems: [
    { code: 'configInvalid', message: 'entra: is missing.', hint: 'Required keys: tenantId, credential.' },
    { code: 'configInvalid', message: 'directory: is missing.' },
  ],
})

export const ready: Report = report({
  command: 'check',
  dryRun: true,
  planHash: '',
  checks: [
    { name: 'Sign-in', status: 'ok', message: 'Signed in.' },
    { name: 'Exchange in AD', status: 'warning', message: 'Not present.' },
  ],
})

export const notReady: Report = report({
  command: 'check',
  dryRun: true,
  status: 'failed',
  exitCode: 1,
  planHash: '',
  checks: [
    { name: 'Sign-in', status: 'ok', message: 'Signed in.' },
    { name: 'State', status: 'failed', message: '/state cannot be written.' },
  ],
  problems: [{ code: 'stateNotWritable', message: '/state cannot be written.', hint: 'Give the right.' }],
})

/** More skipped groups than a report names. */
export const manySkipped: Report = report(
  {
    skippedGroups: Array.from({ length: 23 }, (_, index) => ({
      id: id(index + 1),
      displayName: `Group ${index + 1}`,
      reason: index < 3 ? ('distributionList' as const) : ('syncedFromAd' as const),
    })),
  },
  { groups: 23, skippedGroups: 23 },
)

/** Builds reports, groups, changes and a status for tests of the rendering. */
import type { AdoptGroup, Change } from '../../src/model/change.js'
import type { GroupPlan } from '../../src/model/plan.js'
import type { Report, Totals } from '../../src/model/report.js'
import type { Status } from '../../src/model/status.js'

const noTotals: Totals = {
  groups: 0,
  created: 0,
  adopted: 0,
  restored: 0,
  updated: 0,
  renamed: 0,
  moved: 0,
  deleted: 0,
  membersAdded: 0,
  membersRemoved: 0,
  withheld: 0,
  waiting: 0,
  failed: 0,
  skippedGroups: 0,
  skippedMembers: 0,
}

export const totals = (changes: Partial<Totals>): Totals => ({ ...noTotals, ...changes })

export const report = (
  changes: Partial<Omit<Report, 'totals'>> = {},
  sums: Partial<Totals> = {},
): Report => ({
  runId: 'run',
  command: 'sync',
  dryRun: false,
  target: 'OU=Groups,DC=test',
  startedAt: '2026-01-02T03:04:05.678Z',
  durationMs: 1234,
  status: 'inSync',
  exitCode: 0,
  planHash: 'a1b2c3',
  totals: totals(sums),
  groups: [],
  skippedGroups: [],
  guard: { checks: [], tripped: [] },
  cost: { graphRequests: 1, directoryRequests: 2, peakMemoryBytes: 3 },
  problems: [],
  ...changes,
})

export const group = (changes: Partial<GroupPlan> = {}): GroupPlan => ({
  id: '00000000-0000-4000-8000-000000000001',
  displayName: 'Sales',
  dn: 'CN=Sales,OU=Groups,DC=test',
  status: 'inSync',
  changes: [],
  withheld: [],
  waiting: [],
  skippedMembers: [],
  skippedValues: [],
  ...changes,
})

export const people = (number: number, from = 1) =>
  Array.from({ length: number }, (_, index) => ({ displayName: `Person ${index + from}` }))

/** Removals and deletions, which only the planner can build, as plain objects for rendering. */
export const removal = (members: ReturnType<typeof people>): Change =>
  ({ type: 'removeMembers', guid: 'g', dn: 'CN=Sales,OU=Groups,DC=test', members }) as unknown as Change
export const deletion = (members: ReturnType<typeof people>): Change =>
  ({
    type: 'deleteGroup',
    guid: 'g',
    dn: 'CN=Old,OU=Groups,DC=test',
    sid: 'S-1-5-21-1',
    attributes: {},
    members,
  }) as unknown as Change
export const addition = (members: ReturnType<typeof people>): Change => ({
  type: 'addMembers',
  guid: 'g',
  dn: 'CN=Sales,OU=Groups,DC=test',
  members,
})
export const creation: Change = { type: 'createGroup', dn: 'CN=Sales,OU=Groups,DC=test', attributes: {} }

export const adoption: AdoptGroup = {
  type: 'adoptGroup',
  guid: 'g',
  dn: 'CN=Sales,OU=Groups,DC=test',
  sid: 'S-1-5-21-1',
  kind: 'security',
  owner: 'CN=Admins,DC=test',
  createdAt: '2019-05-06T07:08:09.000Z',
  leaving: 2,
}

export const everyChange: Change[] = [
  adoption,
  creation,
  {
    type: 'restoreGroup',
    guid: 'g',
    dn: 'CN=Sales,OU=Groups,DC=test',
    from: 'CN=Sales\\0ADEL:g,CN=Deleted Objects,DC=test',
  },
  { type: 'renameGroup', guid: 'g', from: 'CN=Sale,OU=Groups,DC=test', to: 'CN=Sales,OU=Groups,DC=test' },
  { type: 'moveGroup', guid: 'g', from: 'CN=Sales,OU=Old,DC=test', to: 'CN=Sales,OU=Groups,DC=test' },
  {
    type: 'updateGroup',
    guid: 'g',
    dn: 'CN=Sales,OU=Groups,DC=test',
    attributes: [
      { name: 'description', from: ['All "sales"'], to: [] },
      { name: 'proxyAddresses', from: [], to: ['SMTP:a@test', 'smtp:b@test'] },
    ],
  },
  addition(people(2)),
  removal(people(1, 3)),
  deletion(people(1)),
]

export const status = (changes: Partial<Status> = {}): Status => ({
  target: 'OU=Groups,DC=test',
  heldAccess: [],
  problems: [],
  selected: {},
  disabled: [],
  troubles: [],
  ...changes,
})

/** Removes the indentation that a text has in the test. */
export const text = ([written = '']: TemplateStringsArray): string => {
  const lines = written.replace(/^\n|\n *$/g, '').split('\n')
  const indents = lines
    .filter((line) => line.trim() !== '')
    .map((line) => line.length - line.trimStart().length)
  return lines.map((line) => `${line.slice(Math.min(...indents))}\n`).join('')
}

export const id = (number: number) => `00000000-0000-4000-8000-${String(number).padStart(12, '0')}`

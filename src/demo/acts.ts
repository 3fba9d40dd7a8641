/** The scenes of the demo, in their order. */
import {
  checkWriteback,
  disableWriteback,
  enableWriteback,
  planWriteback,
  syncGroups,
  type Report,
} from '../index.js'
import type { Stage } from './stage.js'

export interface Act {
  /** What it shows, in a line. */
  shows: string
  /** What happens before the command. */
  before?: (stage: Stage) => void
  /** What a user would type. */
  command: (last: Report | undefined) => string
  run: (stage: Stage, last: Report | undefined) => Promise<Report>
  /** How many lines of the report are worth reading, where much of it was read before. */
  most?: number
}

export const acts: readonly Act[] = [
  {
    shows: 'Is everything there? This looks at both sides and writes nothing.',
    command: () => 'group-writeback check',
    run: ({ config }) => checkWriteback(config),
  },
  {
    shows: 'Turn writeback on for the container. Nothing is written yet.',
    command: () => 'group-writeback enable',
    run: ({ config }) => enableWriteback(config),
    most: 1, // it looks at everything once more
  },
  {
    shows: 'What would a run do? A plan can be read, saved, and applied later.',
    command: () => 'group-writeback plan',
    run: ({ config }) => planWriteback(config),
  },
  {
    shows: 'Do it. Groups come first, then members, so that groups nested in each other resolve in one run.',
    command: () => 'group-writeback sync',
    run: ({ config }) => syncGroups(config),
    most: 20, // the plan, done
  },
  {
    shows: 'Do it again: both sides are read and compared, and nothing is left to do.',
    command: () => 'group-writeback sync',
    run: ({ config }) => syncGroups(config),
  },
  {
    shows: 'In the cloud, somebody joins Finance, somebody leaves Sales, and Marketing gets another name.',
    before({ entra: { tenant }, company: { groups, employee } }) {
      tenant.addMember(groups.get('Finance') ?? '', employee(8).id)
      tenant.removeMember(groups.get('Sales') ?? '', employee(12).id)
      tenant.renameGroup(groups.get('Marketing') ?? '', 'Brand & Marketing')
    },
    command: () => 'group-writeback sync',
    run: ({ config }) => syncGroups(config),
  },
  {
    shows:
      'In AD, somebody lets a friend dial in and writes another description. That is drift; a plan shows it.',
    before({ directory, company: { employee } }) {
      const vpn = directory.find('displayName', 'VPN Users')[0]?.dn ?? ''
      directory.addMembers(vpn, employee(999).dn)
      directory.edit(vpn, { description: 'changed by hand' })
    },
    command: () => 'group-writeback plan',
    run: ({ config }) => planWriteback(config),
  },
  {
    shows: 'A run repairs it.',
    command: () => 'group-writeback sync',
    run: ({ config }) => syncGroups(config),
  },
  {
    shows:
      'A mistake in the cloud takes 30 of the 40 VPN users away. The guard holds that group back, and it alone.',
    before({ entra: { tenant }, company: { groups } }) {
      const vpn = groups.get('VPN Users') ?? ''
      tenant.removeMember(vpn, ...tenant.members(vpn).slice(0, 30))
      tenant.updateGroup(groups.get('Platform') ?? '', { description: 'Builds what the others build on' })
    },
    command: () => 'group-writeback sync',
    run: ({ config }) => syncGroups(config),
  },
  {
    shows: 'It was no mistake after all: a person approves exactly what was withheld, by its hash.',
    command: (last) => `group-writeback sync --approve ${last?.planHash ?? ''}`,
    run: ({ config }, last) => syncGroups(config, { approve: last?.planHash }),
  },
  {
    shows: 'One group is disabled. Its object stays as it is, frozen, with its SID and its members.',
    command: () => 'group-writeback disable --group "Release Managers"',
    run: ({ config }) => disableWriteback(config, { groups: ['Release Managers'] }),
  },
]

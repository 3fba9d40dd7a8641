/** Defines the steps of the demo, in order. */
import {
  checkWriteback,
  disableWriteback,
  enableWriteback,
  planWriteback,
  syncGroups,
  type Report,
} from '../index.js'
import type { DemoServers } from './stage.js'

/** One step of the demo: a change on one side, and a command. */
export interface DemoStep {
  /** The title of the step. */
  title: string
  /** Changes one side before the command runs. */
  prepare?: (stage: DemoServers) => void
  /** Returns the command line, as a user would type it. */
  command: (last: Report | undefined) => string
  run: (stage: DemoServers, last: Report | undefined) => Promise<Report>
  /** The maximum number of lines of the report, if most of it repeats earlier output. */
  maxLines?: number
}

export const demoSteps: readonly DemoStep[] = [
  {
    title: 'Check the prerequisites on both sides. Nothing is written.',
    command: () => 'group-writeback check',
    run: ({ config }) => checkWriteback(config),
  },
  {
    title: 'Turn writeback on for the container. No group is written yet.',
    command: () => 'group-writeback enable',
    run: ({ config }) => enableWriteback(config),
    maxLines: 1, // the rest repeats the checks
  },
  {
    title: 'Show the plan. It can be saved and applied later.',
    command: () => 'group-writeback plan',
    run: ({ config }) => planWriteback(config),
  },
  {
    title: 'Apply it: groups first, then members, so that nested groups resolve in one run.',
    command: () => 'group-writeback sync',
    run: ({ config }) => syncGroups(config),
    maxLines: 20, // the rest repeats the plan
  },
  {
    title: 'Run again: both sides are read and compared, and they are in sync.',
    command: () => 'group-writeback sync',
    run: ({ config }) => syncGroups(config),
  },
  {
    title: 'In the cloud, a user joins Finance, a user leaves Sales, and Marketing is renamed.',
    prepare({ entra: { tenant }, company: { groups, employee } }) {
      tenant.addMember(groups.get('Finance') ?? '', employee(8).id)
      tenant.removeMember(groups.get('Sales') ?? '', employee(12).id)
      tenant.renameGroup(groups.get('Marketing') ?? '', 'Brand & Marketing')
    },
    command: () => 'group-writeback sync',
    run: ({ config }) => syncGroups(config),
  },
  {
    title:
      'In AD, an administrator adds a member to VPN Users and edits its description. The plan shows this drift.',
    prepare({ directory, company: { employee } }) {
      const vpn = directory.find('displayName', 'VPN Users')[0]?.dn ?? ''
      directory.addMembers(vpn, employee(999).dn)
      directory.edit(vpn, { description: 'changed by hand' })
    },
    command: () => 'group-writeback plan',
    run: ({ config }) => planWriteback(config),
  },
  {
    title: 'A run repairs the drift.',
    command: () => 'group-writeback sync',
    run: ({ config }) => syncGroups(config),
  },
  {
    title:
      'A mistake in the cloud removes 30 of the 40 VPN users. The guard withholds this group; others are written.',
    prepare({ entra: { tenant }, company: { groups } }) {
      const vpn = groups.get('VPN Users') ?? ''
      tenant.removeMember(vpn, ...tenant.members(vpn).slice(0, 30))
      tenant.updateGroup(groups.get('Platform') ?? '', { description: 'Builds what the others build on' })
    },
    command: () => 'group-writeback sync',
    run: ({ config }) => syncGroups(config),
  },
  {
    title: 'The removal was intended after all: approve the withheld changes by their hash.',
    command: (last) => `group-writeback sync --approve ${last?.planHash ?? ''}`,
    run: ({ config }, last) => syncGroups(config, { approve: last?.planHash }),
  },
  {
    title: 'Disable one group. Its object is kept unchanged, with its SID and its members.',
    command: () => 'group-writeback disable --group "Release Managers"',
    run: ({ config }) => disableWriteback(config, { groups: ['Release Managers'] }),
  },
]

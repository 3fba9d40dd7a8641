/** The whole job shown on an emulated Entra and an embedded directory, in some seconds, on loopback alone. */
import { styleText } from 'node:util'
import {
  checkWriteback,
  disableWriteback,
  enableWriteback,
  planWriteback,
  syncGroups,
  textReport,
  type Report,
} from '../../index.js'
import { setStage, type Stage } from './stage.js'

export interface DemoOptions {
  /** Leave both servers running until the signal. */
  keep: boolean
  color: boolean
  print: (text: string) => void
  signal: AbortSignal
}

interface Act {
  /** What it shows, in a line. */
  shows: string
  /** What happens before the command. */
  before?: (stage: Stage) => void
  /** What a user would type. */
  command: (last: Report | undefined) => string
  run: (stage: Stage, last: Report | undefined) => Promise<Report>
}

const acts: readonly Act[] = [
  {
    shows: 'Is everything there? This looks at both sides and writes nothing.',
    command: () => 'group-writeback check',
    run: ({ config }) => checkWriteback(config),
  },
  {
    shows: 'Turn writeback on for the container. Nothing is written yet.',
    command: () => 'group-writeback enable',
    run: ({ config }) => enableWriteback(config),
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
    shows: 'It was no mistake after all: a person approves exactly that plan, by its hash.',
    command: (last) => `group-writeback sync --approve ${last?.planHash ?? ''}`,
    run: ({ config }, last) => syncGroups(config, { approve: last?.planHash }),
  },
  {
    shows: 'One group is disabled. Its object stays as it is, frozen, with its SID and its members.',
    command: () => 'group-writeback disable --group "Release Managers"',
    run: ({ config }) => disableWriteback(config, { groups: ['Release Managers'] }),
  },
]

export async function runDemo({ keep, color, print, signal }: DemoOptions): Promise<void> {
  const paint = (format: Parameters<typeof styleText>[0], text: string) =>
    color ? styleText(format, text, { validateStream: false }) : text
  print(
    'An emulated Entra and an embedded Active Directory start on this machine, with a company of 3,000 people.\n',
  )
  const stage = await setStage()
  try {
    let last: Report | undefined
    for (const [index, { shows, before, command, run }] of acts.entries()) {
      signal.throwIfAborted()
      before?.(stage)
      print(`\n${paint('bold', `${index + 1}. ${shows}`)}\n${paint('cyan', `$ ${command(last)}`)}\n\n`)
      last = await run(stage, last)
      print(shortened(textReport(last, color)))
    }
    print(`\n${paint('bold', `${acts.length + 1}. What stands in Active Directory now.`)}\n\n`)
    print(`${stage.directory.tree(stage.container)}\n`)
    if (keep) await stay(stage, print, signal)
    else print('\nTo try every command on these servers yourself: group-writeback demo --keep\n')
  } finally {
    await stage.close()
  }
}

/** A plan for 3,000 people is long: its beginning, and how it ends. */
const longest = 45

function shortened(text: string): string {
  const lines = text.split('\n')
  const hidden = lines.length - longest
  if (hidden <= 1) return text
  return [...lines.slice(0, longest - 12), `  … ${hidden} lines more`, ...lines.slice(-12)].join('\n')
}

async function stay({ config }: Stage, print: DemoOptions['print'], signal: AbortSignal): Promise<void> {
  print(`\nBoth servers go on running. In another terminal:\n\n  group-writeback status --config ${config}\n`)
  print('\nPress Ctrl-C to end them and remove everything they had.\n')
  if (!signal.aborted)
    await new Promise((resolve) => signal.addEventListener('abort', resolve, { once: true }))
}

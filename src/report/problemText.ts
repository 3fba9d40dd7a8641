/** A problem in words, as the command line says it. */
import type { Action, Problem } from '../errors.js'

const actionTexts: Readonly<Record<Action, string>> = {
  initConfig: 'Write one with "group-writeback init", or name another with --config.',
  chooseConfig: 'Name another file with --config.',
  enable: 'Enable it with "group-writeback enable".',
  plan: 'Make one with "group-writeback plan --output json".',
  breakLease: 'Wait, or use --break-lease if that run has crashed.',
  omitAs: 'Leave out --as.',
  pipeSecret: 'Pipe the secret to standard input.',
}

export const problemText = ({ message, hint, action }: Problem): string =>
  [message, hint, action && actionTexts[action]].filter(Boolean).join(' ')

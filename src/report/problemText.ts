/** Renders a problem as text for the command line. */
import type { Action, Problem } from '../errors.js'

const actionTexts: Readonly<Record<Action, string>> = {
  initConfig: 'Create one with "group-writeback init", or choose another file with --config.',
  chooseConfig: 'Choose another file with --config.',
  enable: 'Enable it with "group-writeback enable".',
  plan: 'Create one with "group-writeback plan --output json".',
  breakLease: 'Wait, or use --break-lease if that run has crashed.',
  omitAs: 'Leave out --as.',
  pipeSecret: 'Pipe the secret to standard input.',
}

/** Returns the message, the hint and the action of a problem; the action names options of the command line. */
export const problemText = ({ message, hint, action }: Problem): string =>
  [message, hint, action && actionTexts[action]].filter(Boolean).join(' ')

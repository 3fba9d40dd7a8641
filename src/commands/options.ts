/**
 * What a call says besides the configuration. Not every caller has a compiler, and JSON comes from elsewhere: a word
 * that is misspelt or not known must not do more than was meant (`dryrun`, `objects: 'none'`, a group that is undefined).
 */
import { errorOfProblems, type Problem } from '../errors.js'
import { onPremisesGroupTypes } from '../model/group.js'

interface Rule {
  holds: (value: unknown) => boolean
  /** What it must be, in words. */
  words: string
}

const isText = (value: unknown): boolean => typeof value === 'string' && value.trim() !== ''

const text = (words: string): Rule => ({ holds: isText, words })
const flag: Rule = { holds: (value) => typeof value === 'boolean', words: 'true or false' }
const oneOf = (values: readonly string[]): Rule => ({
  holds: (value) => values.some((each) => each === value),
  words: values.join(', ').replace(/, (?=[^,]*$)/, ' or '),
})

const rules: Readonly<Record<string, Rule>> = {
  groups: {
    holds: (value) => Array.isArray(value) && value.every(isText),
    words: 'a list of object ids, mail addresses or display names, none of them empty',
  },
  as: oneOf(onPremisesGroupTypes),
  container: text('a distinguished name'),
  objects: oneOf(['keep', 'empty', 'delete']),
  dryRun: flag,
  full: flag,
  breakLease: flag,
  approve: text('the hash of a plan'),
  signal: {
    holds: (value) => typeof value === 'object' && value !== null && 'aborted' in value,
    words: 'an AbortSignal',
  },
  onEvent: { holds: (value) => typeof value === 'function', words: 'a function' },
}

const ofEveryRun = ['dryRun', 'full', 'breakLease', 'approve', 'signal', 'onEvent']

/** What a command takes besides. */
const ofCommand: Readonly<Record<string, readonly string[]>> = {
  enable: ['groups', 'as', 'container'],
  disable: ['groups', 'objects'],
  plan: ['groups'],
}

/** @throws WritebackError `usage`, with every problem at once */
export function checkOptions(options: object, command: string, required: readonly string[] = []): void {
  const known = [...(ofCommand[command] ?? []), ...required, ...ofEveryRun]
  const given = Object.entries(options).filter(([, value]) => value !== undefined)
  const missing = required.filter((name) => !given.some(([each]) => each === name))
  const wrong = given.flatMap(([name, value]) => problemsOf(name, value, known))
  const problems = [...wrong, ...missing.map(isMissing)]
  const [first, ...others] = problems
  if (first) throw errorOfProblems([first, ...others])
}

function problemsOf(name: string, value: unknown, known: readonly string[]): Problem[] {
  const rule = known.includes(name) ? rules[name] : undefined
  if (!rule) {
    const hint = `Known options: ${known.join(', ')}.`
    return [{ code: 'usage', message: `Unknown option "${name}".`, hint, details: { key: name } }]
  }
  return rule.holds(value)
    ? []
    : [
        {
          code: 'usage',
          message: `Invalid option "${name}": must be ${rule.words}.`,
          details: { key: name },
        },
      ]
}

const isMissing = (name: string): Problem => ({
  code: 'usage',
  message: `The option "${name}" is missing: must be ${rules[name]?.words ?? 'given'}.`,
  details: { key: name },
})

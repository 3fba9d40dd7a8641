/**
 * Validates the options of a call. Not every caller has a compiler, and options can come from JSON: an unknown or
 * misspelt option must not do more than intended (`dryrun`, `objects: 'none'`, an undefined group).
 */
import { errorFromProblems, type Problem } from '../errors.js'
import { onPremisesGroupTypes } from '../model/group.js'

interface OptionRule {
  isValid: (value: unknown) => boolean
  /** The valid values, in words that follow "must be". */
  expected: string
}

const isNonEmptyText = (value: unknown): boolean => typeof value === 'string' && value.trim() !== ''

const textRule = (expected: string): OptionRule => ({ isValid: isNonEmptyText, expected })
const flagRule: OptionRule = { isValid: (value) => typeof value === 'boolean', expected: 'true or false' }
const choiceRule = (values: readonly string[]): OptionRule => ({
  isValid: (value) => values.some((each) => each === value),
  expected: values.join(', ').replace(/, (?=[^,]*$)/, ' or '),
})

const optionRules: Readonly<Record<string, OptionRule>> = {
  groups: {
    isValid: (value) => Array.isArray(value) && value.every(isNonEmptyText),
    expected: 'a list of object ids, mail addresses or display names, none of them empty',
  },
  as: choiceRule(onPremisesGroupTypes),
  container: textRule('a distinguished name'),
  objects: choiceRule(['keep', 'empty', 'delete']),
  dryRun: flagRule,
  full: flagRule,
  breakLease: flagRule,
  approve: textRule('the hash of a plan'),
  signal: {
    isValid: (value) => typeof value === 'object' && value !== null && 'aborted' in value,
    expected: 'an AbortSignal',
  },
  onEvent: { isValid: (value) => typeof value === 'function', expected: 'a function' },
}

/** Options of every command. */
const commonOptions = ['dryRun', 'full', 'breakLease', 'approve', 'signal', 'onEvent']

/** Additional options, by command. */
const commandOptions: Readonly<Record<string, readonly string[]>> = {
  enable: ['groups', 'as', 'container'],
  disable: ['groups', 'objects'],
  plan: ['groups'],
}

/** @throws WritebackError `usage`, with all problems together */
export function checkOptions(options: object, command: string, required: readonly string[] = []): void {
  const known = [...(commandOptions[command] ?? []), ...required, ...commonOptions]
  const given = Object.entries(options).filter(([, value]) => value !== undefined)
  const missing = required.filter((name) => !given.some(([each]) => each === name))
  const invalid = given.flatMap(([name, value]) => problemsOfOption(name, value, known))
  const problems = [...invalid, ...missing.map(missingOption)]
  const [first, ...others] = problems
  if (first) throw errorFromProblems([first, ...others])
}

function problemsOfOption(name: string, value: unknown, known: readonly string[]): Problem[] {
  const rule = known.includes(name) ? optionRules[name] : undefined
  if (!rule) {
    const hint = `Known options: ${known.join(', ')}.`
    return [{ code: 'usage', message: `Unknown option "${name}".`, hint, details: { key: name } }]
  }
  return rule.isValid(value)
    ? []
    : [
        {
          code: 'usage',
          message: `Invalid option "${name}": must be ${rule.expected}.`,
          details: { key: name },
        },
      ]
}

const missingOption = (name: string): Problem => ({
  code: 'usage',
  message: `The option "${name}" is missing: must be ${optionRules[name]?.expected ?? 'given'}.`,
  details: { key: name },
})

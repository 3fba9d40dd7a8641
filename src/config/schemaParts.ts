/** Builds parts of the schema. Hints about invalid values quote `examples`. */

export const textSchema = (description: string, ...examples: string[]) => ({
  type: 'string',
  minLength: 1,
  description,
  examples,
})

/** A string with a pattern; messages about an invalid value name its `form`. Each pattern rejects the empty string. */
export const patternSchema = (pattern: string, form: string, description: string, example: string) => ({
  type: 'string',
  pattern,
  $comment: form, // a standard keyword, so that every validator accepts it
  description,
  examples: [example],
})

/** An object that permits no other keys. */
export const objectSchema = (
  description: string,
  properties: Record<string, object>,
  required: string[] = [],
) => ({
  type: 'object',
  description,
  properties,
  required,
  additionalProperties: false,
})

export const durationSchema = (description: string, example: string) =>
  patternSchema(
    '^\\d+(s|m|h|d)$',
    'a number followed by s, m, h or d',
    `${description} A number followed by s, m, h or d.`,
    example,
  )

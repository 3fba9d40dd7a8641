/** The pieces that the schema is made of. `examples` hold what to write; they are quoted when the value is wrong. */

export const text = (description: string, ...examples: string[]) => ({
  type: 'string',
  minLength: 1,
  description,
  examples,
})

/** A text with a form, which is named where a value does not have it. The empty text has none. */
export const formed = (pattern: string, form: string, description: string, example: string) => ({
  type: 'string',
  pattern,
  $comment: form, // a keyword of every validator
  description,
  examples: [example],
})

export const closed = (description: string, properties: Record<string, object>, required: string[] = []) => ({
  type: 'object',
  description,
  properties,
  required,
  additionalProperties: false,
})

export const duration = (description: string, example: string) =>
  formed('^\\d+(s|m|h|d)$', 'a number and s, m, h or d', `${description} A number and s, m, h or d.`, example)

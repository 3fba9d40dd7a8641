/** The syntax tree of a `$filter`. */

export type Literal =
  | { type: 'string'; value: string }
  | { type: 'number'; value: number }
  | { type: 'boolean'; value: boolean }
  | { type: 'dateTime'; value: string }
  | { type: 'null' }

export type Comparison = 'eq' | 'ne' | 'ge' | 'le' | 'gt' | 'lt'
export type Match = 'startsWith' | 'endsWith' | 'contains'

export type Filter =
  | { type: 'and' | 'or'; operands: Filter[] }
  | { type: 'not'; operand: Filter }
  | { type: 'compare'; path: string; operator: Comparison; literal: Literal }
  | { type: 'in'; path: string; literals: Literal[] }
  | { type: 'match'; path: string; match: Match; literal: Literal }
  /** Paths in the condition start with the variable; `any()` has no condition. */
  | { type: 'any'; path: string; variable: string; condition?: Filter }

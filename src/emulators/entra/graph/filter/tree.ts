/** A parsed `$filter`. */

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
  /** In the condition a path begins with the variable; `any()` has none. */
  | { type: 'any'; path: string; variable: string; condition?: Filter }

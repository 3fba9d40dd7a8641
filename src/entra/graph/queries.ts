/** Parts of OData queries. */

/** The header of an advanced query, which filters need for `ne`, `not` and `endsWith` (Graph: advanced query capabilities). */
export const advancedQueryHeaders = { ConsistencyLevel: 'eventual' }

/** Returns a text as an OData string literal, with its quotes doubled. */
export const odataString = (text: string): string => `'${text.replaceAll("'", "''")}'`

/** What goes into queries. */

/** An advanced query, as filters may need one: `ne`, `not`, `endsWith` (Graph: advanced query capabilities). */
export const advanced = { ConsistencyLevel: 'eventual' }

/** A text in OData: quotes are doubled. */
export const quoted = (text: string): string => `'${text.replaceAll("'", "''")}'`

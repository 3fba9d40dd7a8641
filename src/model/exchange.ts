/**
 * The state of Exchange in AD: the markers that its three preparation steps leave. Only `organization` means that
 * Exchange is installed: a schema without an organisation is common (prepared but never installed, or removed).
 */
export interface Exchange {
  /** rangeUpper of CN=ms-Exch-Schema-Version-Pt in the schema. */
  schemaVersion?: number
  /** The msExchOrganizationContainer under CN=Microsoft Exchange,CN=Services of the configuration. */
  organization?: { name: string; objectVersion?: number }
  /** objectVersion of CN=Microsoft Exchange System Objects in the domain. */
  domainVersion?: number
}

/** Returns true if the schema has the mail attributes and an organisation uses them; only then are they written. */
export const isExchangePresent = (exchange: Exchange): boolean =>
  exchange.schemaVersion !== undefined && exchange.organization !== undefined

/** Returns the missing parts of Exchange, described for messages. */
export function missingExchangeParts(exchange: Exchange): string[] {
  return [
    ...(exchange.schemaVersion === undefined ? ['the Exchange schema (ms-Exch-Schema-Version-Pt)'] : []),
    ...(exchange.organization === undefined
      ? ['an Exchange organisation (under CN=Microsoft Exchange,CN=Services)']
      : []),
    ...(exchange.domainVersion === undefined
      ? ['the prepared domain (CN=Microsoft Exchange System Objects)']
      : []),
  ]
}

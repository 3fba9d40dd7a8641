/**
 * Exchange in AD, by the three markers of Exchange's own preparation steps. `organization` is the one that means
 * "Exchange is here": a schema without organisation is common (prepared, never installed; or removed).
 */
export interface Exchange {
  /** rangeUpper of CN=ms-Exch-Schema-Version-Pt in the schema. */
  schemaVersion?: number
  /** The msExchOrganizationContainer under CN=Microsoft Exchange,CN=Services of the configuration. */
  organization?: { name: string; objectVersion?: number }
  /** objectVersion of CN=Microsoft Exchange System Objects in the domain. */
  domainVersion?: number
}

/** Mail attributes are written only where the schema has them and an organisation uses them. */
export const exchangePresent = (exchange: Exchange): boolean =>
  exchange.schemaVersion !== undefined && exchange.organization !== undefined

/** The parts that are not there, in words. */
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

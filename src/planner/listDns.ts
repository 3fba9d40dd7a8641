/** The maximum number of DNs that are listed. */
const maxDnsListed = 5

/** Lists the first DNs for a message, and the number of the others. */
export function listDns(objects: ReadonlyArray<{ dn: string }>): string {
  const more = objects.length - maxDnsListed
  const first = objects.slice(0, maxDnsListed).map(({ dn }) => dn)
  return more > 0 ? `${first.join('; ')}; and ${more} more` : first.join('; ')
}

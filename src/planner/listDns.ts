/** How many are named. */
const named = 5

/** Some DNs for a sentence; the rest is counted. */
export function listDns(objects: ReadonlyArray<{ dn: string }>): string {
  const more = objects.length - named
  const first = objects.slice(0, named).map(({ dn }) => dn)
  return more > 0 ? `${first.join('; ')}; and ${more} more` : first.join('; ')
}

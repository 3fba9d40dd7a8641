export interface LdifEntry {
  dn: string
  /** Values by lower-case attribute name. */
  attributes: ReadonlyMap<string, Buffer[]>
}

/** Parses LDIF as OpenLDAP's ldapsearch writes it with -LLL and without folded lines. */
export function parseLdif(text: string): LdifEntry[] {
  return text
    .split(/\n\n+/)
    .map((block) => block.split('\n').filter((line) => line && !line.startsWith('#')))
    .filter((lines) => lines.length > 0)
    .map(readEntry)
}

function readEntry(lines: readonly string[]): LdifEntry {
  const attributes = new Map<string, Buffer[]>()
  let dn = ''
  for (const line of lines) {
    const [, name = '', encoded, value = ''] = /^([^:]+):(:?) ?(.*)$/s.exec(line) ?? []
    const bytes = Buffer.from(value, encoded ? 'base64' : 'utf8')
    const key = name.toLowerCase()
    if (key === 'dn') dn = bytes.toString()
    else attributes.set(key, [...(attributes.get(key) ?? []), bytes])
  }
  return { dn, attributes }
}

/**
 * Escapes control characters in untrusted text for a terminal or a log: they could move the cursor or start an escape
 * sequence. Invisible characters that reverse the reading direction could make a name look like another one.
 */
export const escapeForTerminal = (text: string): string =>
  text.replace(/[\p{Cc}\u061c\u200e\u200f\u202a-\u202e\u2028\u2029\u2066-\u2069]/gu, (char) =>
    char === '\n' || char === '\t' ? ' ' : `\\u{${char.codePointAt(0)?.toString(16) ?? ''}}`,
  )

/** Escapes untrusted text for Markdown: control characters, markup and the markers of lists. */
export const escapeForMarkdown = (text: string): string =>
  escapeForTerminal(text)
    .replace(/[\\`*_{}[\]()#+!|~$]/g, '\\$&')
    .trim()
    .replace(/^(?=[-=])|(?<=^\d+)(?=\.)/, '\\')
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')

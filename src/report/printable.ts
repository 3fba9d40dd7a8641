/**
 * Text from outside for a terminal or a log: control characters could move the cursor or start an escape sequence, and
 * the invisible ones that reverse the reading direction could make a name read like another.
 */
export const printable = (text: string): string =>
  text.replace(/[\p{Cc}\u061c\u200e\u200f\u202a-\u202e\u2028\u2029\u2066-\u2069]/gu, (char) =>
    char === '\n' || char === '\t' ? ' ' : `\\u{${char.codePointAt(0)?.toString(16) ?? ''}}`,
  )

/** The same for Markdown, where names must not become markup either, nor begin a list. */
export const inMarkdown = (text: string): string =>
  printable(text)
    .replace(/[\\`*_{}[\]()#+!|~$]/g, '\\$&')
    .trim()
    .replace(/^(?=[-=])|(?<=^\d+)(?=\.)/, '\\')
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')

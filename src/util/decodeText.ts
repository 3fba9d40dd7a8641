/**
 * Text as Windows writes it: Windows PowerShell's `>` and Out-File write UTF-16 with a byte order mark, and what has no mark
 * is UTF-8. The mark is no part of the text.
 */
export function decodeText(bytes: Buffer): string {
  return new TextDecoder(encodingOf(bytes)).decode(bytes)
}

function encodingOf([first, second]: Buffer): 'utf-8' | 'utf-16le' | 'utf-16be' {
  if (first === 0xff && second === 0xfe) return 'utf-16le'
  return first === 0xfe && second === 0xff ? 'utf-16be' : 'utf-8'
}

/**
 * Decodes text as UTF-16 or UTF-8 by its byte order mark, and as UTF-8 without one; the mark is removed. Windows
 * PowerShell's `>` and Out-File write UTF-16 with a mark.
 */
export function decodeText(bytes: Buffer): string {
  return new TextDecoder(encodingOf(bytes)).decode(bytes)
}

function encodingOf([first, second]: Buffer): 'utf-8' | 'utf-16le' | 'utf-16be' {
  if (first === 0xff && second === 0xfe) return 'utf-16le'
  return first === 0xfe && second === 0xff ? 'utf-16be' : 'utf-8'
}

/**
 * Folds text to the form in which Active Directory compares it: ignoring case, diacritics, character width
 * and the difference between hiragana and katakana (MS-ADTS 3.1.1.2.2.4: NORM_IGNORECASE, -NONSPACE, -WIDTH,
 * -KANATYPE). So "José" and "jose" collide in a container.
 */
export function foldText(text: string): string {
  if (ascii.test(text)) return text.toLowerCase()
  return text
    .normalize('NFD')
    .replace(nonSpacing, '')
    .replace(wide, (char) => String.fromCodePoint((char.codePointAt(0) ?? 0) - 0xfee0))
    .replace(katakana, (char) => String.fromCodePoint((char.codePointAt(0) ?? 0) - 0x60))
    .normalize('NFC')
    .toLowerCase()
}

const ascii = /^[\0-\x7f]*$/
const nonSpacing = /\p{Mn}/gu
const wide = /[\uff01-\uff5e]/g
const katakana = /[\u30a1-\u30f6]/g

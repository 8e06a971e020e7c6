/** Characters that are drawn as nothing and so can hide words: zero-width marks, direction overrides, tag characters. */
const INVISIBLE = /[\u00ad\u200b\u200c\u200e\u200f\u202a-\u202e\u2060-\u2064\u2066-\u206f\ufeff]|[\u{e0000}-\u{e007f}]/gu
/** The zero-width joiner stays where it joins two pictures into one (a family, a profession), and goes elsewhere. */
const LONE_JOINER = /\u200d(?!\p{Extended_Pictographic})|(?<!\p{Extended_Pictographic}|\p{Emoji_Modifier}|\ufe0f)\u200d/gu
// biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what is removed here.
const CONTROL = /[\u0000-\u0009\u000b-\u001f\u007f-\u009f]/g

/**
 * One form for comparing: full-width becomes half-width (Unicode NFKC), upper case lower, invisible characters go, runs
 * of white space become one space. Linear in the length of the text.
 */
export function normalise(text: string): string {
  return cleanText(text).normalize('NFKC').toLowerCase().replace(/\s+/g, ' ').trim()
}

/** What may be kept of a text that somebody typed: line breaks stay, control and invisible characters go. */
export function cleanText(text: string): string {
  return text.toWellFormed().replace(/\r\n?/g, '\n').replace(CONTROL, ' ').replace(INVISIBLE, '').replace(LONE_JOINER, '')
}

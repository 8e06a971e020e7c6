/** What must not be sent, stored or learned from without need. */
export type PersonalKind = 'phone' | 'id-card' | 'bank-card' | 'email' | 'address' | 'plate'

/** A stretch of a text, in UTF-16 units. */
export interface Finding {
  kind: PersonalKind
  start: number
  end: number
}

/** A text unit by unit in one width: full-width letters, digits and signs become those of ASCII, at the same places. */
export function narrow(text: string): string {
  let changed = false
  const units = new Array<string>(text.length)
  for (let at = 0; at < text.length; at++) {
    const code = text.charCodeAt(at)
    const narrowed = code >= 0xff01 && code <= 0xff5e ? code - 0xfee0 : code === 0x3000 || code === 0xa0 ? 0x20 : code
    changed ||= narrowed !== code
    units[at] = String.fromCharCode(narrowed)
  }
  return changed ? units.join('') : text
}

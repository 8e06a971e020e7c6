/** What texts name in single braces. */
export const IN_BRACES = /(?<!\{)\{([a-z][a-z0-9-]*)\}(?!\})/g

/** A text with what was told in place of the braces; nothing where a slot was left out. */
export function withSlots(words: string, slots: Readonly<Record<string, { shown: string }>>): string {
  return words.replace(IN_BRACES, (_, slot: string) => slots[slot]?.shown ?? '')
}

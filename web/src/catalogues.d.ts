// Ambient: a file with an import of its own could only add to modules that exist.
declare module '*.json?areas=customer' {
  const words: Partial<typeof import('$lib/i18n/en.json')>
  export default words
}

declare module '*.json?areas=staff' {
  const words: Partial<typeof import('$lib/i18n/en.json')>
  export default words
}

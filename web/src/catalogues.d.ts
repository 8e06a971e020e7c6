// Ambient: a file with an import of its own could only add to modules that exist.
declare module 'virtual:words/*' {
  const words: Partial<typeof import('$lib/i18n/en.json')>
  export default words
}

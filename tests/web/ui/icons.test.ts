import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { pathOf } from '../../../web/src/lib/ui/icons.ts'
import { MORE_ICONS } from '../../../web/src/lib/ui/more-icons.ts'

const LIB = join(import.meta.dirname, '../../../web/src/lib')
/** What customers see; the pages of staff bring all icons with their layout. */
const FOR_CUSTOMERS = ['conversation', 'push', 'assistant', 'inference', 'ui']

const sources = FOR_CUSTOMERS.flatMap((folder) =>
  readdirSync(join(LIB, folder), { recursive: true, encoding: 'utf8' })
    .filter((path) => /\.(svelte|ts)$/.test(path) && !path.endsWith('icons.ts'))
    .map((path) => ({ path: `${folder}/${path}`, text: readFileSync(join(LIB, folder, path), 'utf8') })),
)

describe('icons', () => {
  it('whoever shows a customer one that does not come with the first screen brings it', () => {
    const names = new RegExp(`["'](${Object.keys(MORE_ICONS).join('|')})["']`)
    const drawn = sources.filter(({ text }) => names.test(text))
    expect(drawn.map(({ path }) => path)).toContain('conversation/RateDialog.svelte')
    expect(drawn.filter(({ text }) => !text.includes('more-icons.ts')).map(({ path }) => path)).toEqual([])
  })

  it('are known once they were brought', () => {
    for (const [name, path] of Object.entries(MORE_ICONS)) expect(pathOf(name as keyof typeof MORE_ICONS)).toBe(path)
  })
})

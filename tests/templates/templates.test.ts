import { describe, expect, it } from 'vitest'
import { INDUSTRIES } from '../../shared/desk/settings.ts'
import { faultsOf } from '../../shared/knowledge/flow-faults.ts'
import { lint } from '../../shared/knowledge/lint.ts'
import { fillFlow, fillIn, valuesFor } from '../../shared/knowledge/placeholders.ts'
import { parseSheet, printSheet } from '../../shared/knowledge/sheet.ts'
import { INTENTS, isMatter } from '../../shared/understanding/labels.ts'
import { allTemplates, descriptionOf, readTemplate } from '../../templates/read.ts'

const TODAY = new Date().toISOString().slice(0, 10)
/** Told to the author in the desk; the passing of time must not turn a build red. */
const ADVICE: readonly string[] = ['not-checked-for-long', 'expired']
const templates = allTemplates()

describe('templates', () => {
  it('[K18] each industry has at least 220 articles, and all together at least 900', () => {
    const sizes = INDUSTRIES.map((industry) => readTemplate(industry, 'zh-CN')?.articles.length ?? 0)
    for (const size of sizes) expect(size).toBeGreaterThanOrEqual(220)
    expect(sizes.reduce((sum, size) => sum + size, 0)).toBeGreaterThanOrEqual(900)
  })

  it('[K18] e-commerce speaks English about the same things', () => {
    const ids = (language: 'zh-CN' | 'en') => (readTemplate('e-commerce', language)?.articles ?? []).map(({ id }) => id).toSorted()
    expect(ids('en')).toEqual(ids('zh-CN'))
  })

  it.each(templates.map((template) => [`${template.industry} ${template.language}`, template] as const))(
    '[K18] %s is complete, clear and without repetition',
    (_name, { industry, articles }) => {
      const placeholders = descriptionOf(industry).placeholders.map(({ key }) => key)
      const remarks = lint(articles, { today: TODAY, placeholders })
      expect(remarks.filter(({ code }) => !ADVICE.includes(code))).toEqual([])
    },
  )

  it.each(INDUSTRIES)('[K18] %s has an article for every matter that its customers may have', (industry) => {
    const covered = new Set(readTemplate(industry, 'zh-CN')?.articles.flatMap(({ intents }) => intents ?? []))
    const matters = INTENTS.filter((intent) => intent.industry === industry && isMatter(intent.id)).map(({ id }) => id)
    expect(matters.filter((id) => !covered.has(id))).toEqual([])
  })

  it.each(templates.map((template) => [`${template.industry} ${template.language}`, template] as const))(
    '[K18] the flows of %s end, whatever is answered, and share no beginning',
    (_name, { flows }) => {
      expect(flows.flatMap(faultsOf)).toEqual([])
      const beginnings = flows.flatMap(({ phrasings }) => phrasings)
      expect(beginnings.filter((words, index) => beginnings.indexOf(words) !== index)).toEqual([])
    },
  )

  it('[K18] there are at least 25 flows, some in every industry', () => {
    const flows = templates.filter(({ language }) => language === 'zh-CN').map((template) => template.flows.length)
    expect(flows.reduce((sum, count) => sum + count, 0)).toBeGreaterThanOrEqual(25)
    expect(Math.min(...flows)).toBeGreaterThan(0)
  })

  it.each(templates.map((template) => [`${template.industry} ${template.language}`, template] as const))(
    '[K17] most of %s can be said before the owner has filled in anything',
    (_name, { industry, language, articles, flows }) => {
      const usual = valuesFor(descriptionOf(industry).placeholders, language, {})
      const held = articles.filter((article) => 'missing' in fillIn(article, usual))
      expect(held.length / articles.length).toBeLessThan(0.05)
      const all = Object.fromEntries(descriptionOf(industry).placeholders.map(({ key }) => [key, '某']))
      expect(articles.filter((article) => 'missing' in fillIn(article, all))).toEqual([])
      expect(flows.filter((flow) => fillFlow(flow, all) === null)).toEqual([])
    },
  )

  it('[K19] a sheet that was written is read back as it was', () => {
    for (const { articles } of templates)
      for (const category of new Set(articles.map((article) => article.category))) {
        const own = articles.filter((article) => article.category === category)
        expect(parseSheet(printSheet(category, own))).toEqual({ category, articles: own, faults: [] })
      }
  })
})

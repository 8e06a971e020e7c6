import { describe, expect, it } from 'vitest'
import { articlePage, listPage, sitemap } from '../../../worker/help/page.ts'
import { ARTICLES } from '../support.ts'

const [article] = ARTICLES as [(typeof ARTICLES)[number]]
const evil = { ...article, question: '</script><img src=x onerror=alert(1)>', answer: '**<b>粗**\n\n1. "甲" & 乙\n2. <i>丙</i>' }

describe('the help centre without scripts', () => {
  it('[K22] names every question with a link', () => {
    const { body, title, path } = listPage('山海 <小店>', ARTICLES as never, 'zh-CN')
    expect(body).toContain(`<a href="/help/${article.id}?lang=zh-CN">${article.question}</a>`)
    expect(body).toContain('山海 &#60;小店&#62;')
    expect([title, path]).toEqual(['帮助中心 · 山海 <小店>', '/help?lang=zh-CN'])
  })

  it('[K22] says an answer with its source, its marks, and as data', () => {
    const { body, data } = articlePage('山海', { ...article, answer: '先 **看**\n\n1. 一\n2. 二' } as never, [], 'zh-CN')
    expect(body).toContain('<p>先 <strong>看</strong></p><ol><li>一</li><li>二</li></ol>')
    expect(body).toContain(`来源：${article.source.title}`)
    expect(data).toMatchObject({ '@type': 'FAQPage', mainEntity: [{ name: article.question }] })
  })

  it('[K22] nothing that an article says becomes a mark of the page', () => {
    const { body } = articlePage('山海', evil as never, [evil as never], 'en')
    expect(body).not.toMatch(/<(img|b|i|script)[ >]/)
    expect(body).toContain('&#34;甲&#34; &#38; 乙')
  })

  it('[K22] the map of the site names each page in each language', () => {
    const text = sitemap('https://desk.example', [
      { language: 'zh-CN', articles: ARTICLES as never },
      { language: 'en', articles: ARTICLES as never },
    ])
    expect(text.match(/<loc>/g)).toHaveLength(2 * (ARTICLES.length + 1))
    expect(text).toContain(`<loc>https://desk.example/help/${article.id}?lang=en</loc>`)
  })
})

import { describe, expect, it } from 'vitest'
import { articlePage, listPage, sitemap } from '../../../worker/help/page.ts'
import { documentPage, tablePage } from '../../../worker/help/papers.ts'
import { GUIDE, PLANS } from '../../support/papers.ts'
import { ARTICLES } from '../support.ts'

const [article] = ARTICLES as [(typeof ARTICLES)[number]]
const evil = { ...article, question: '</script><img src=x onerror=alert(1)>', answer: '**<b>粗**\n\n1. "甲" & 乙\n2. <i>丙</i>' }

describe('the help centre without scripts', () => {
  it('[K22] names every question with a link', () => {
    const { body, title, path } = listPage('山海 <小店>', { articles: ARTICLES as never, documents: [GUIDE], tables: [PLANS] }, 'zh-CN')
    expect(body).toContain(`<a href="/help/${article.id}?lang=zh-CN">${article.question}</a>`)
    expect(body).toContain('山海 &#60;小店&#62;')
    expect(body).toContain(`<h2>文档</h2><ul><li><a href="/help/documents/kettle?lang=zh-CN">${GUIDE.title}</a></li></ul>`)
    expect(body).toContain('<a href="/help/tables/plans?lang=zh-CN">')
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
      { language: 'en', articles: ARTICLES as never, documents: [GUIDE], tables: [PLANS] },
    ])
    expect(text.match(/<loc>/g)).toHaveLength(2 * (ARTICLES.length + 1) + 2)
    expect(text).toContain('<loc>https://desk.example/help/documents/kettle?lang=en</loc>')
    expect(text).toContain(`<loc>https://desk.example/help/${article.id}?lang=en</loc>`)
  })
})

describe('documents and tables without scripts', () => {
  it('[K36] a document is a page with an anchor for each passage, its source and its day', () => {
    const document = { ...GUIDE, source: { title: '说明书', url: 'https://example.cn/a?b="c"' } }
    const { body, path, title } = documentPage('山海', document, 'zh-CN')
    expect([title, path]).toEqual([`${GUIDE.title} · 山海`, '/help/documents/kettle?lang=zh-CN'])
    expect(body).toContain('<li><a href="#p2">除水垢</a></li>')
    expect(body).toContain('<section id="p5"><h2>保修范围</h2><p>整机保修一年，内胆保修三年。<strong>人为损坏')
    expect(body).toContain(
      '来源：<a href="https://example.cn/a?b=&#34;c&#34;" rel="noopener">说明书</a> · 核对于 <time datetime="2026-10-01">',
    )
  })

  it('[K36] a table is one, its columns and rows headed', () => {
    const { body } = tablePage('山海', PLANS, 'zh-CN')
    expect(body).toContain('<th scope="col">月费 (元)</th>')
    expect(body).toContain('<tr id="r2"><th scope="row">畅享套餐 128</th><td>128</td><td>60</td>')
    expect(body.match(/<tr/g)).toHaveLength(PLANS.rows.length + 1)
  })

  it('[K36] nothing that they say becomes a mark of the page', () => {
    const evil = '<img src=x onerror=alert(1)>'
    const document = {
      ...GUIDE,
      title: evil,
      source: { title: evil },
      passages: [
        { heading: evil, text: evil },
        { heading: evil, text: evil },
      ],
    }
    const table = { ...PLANS, title: evil, columns: [{ name: evil, unit: evil }, { name: 'b' }], rows: [[evil, evil]] }
    for (const { body } of [documentPage('山海', document, 'en'), tablePage('山海', table, 'en')]) expect(body).not.toContain('<img')
  })
})

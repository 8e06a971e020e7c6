import { describe, expect, it } from 'vitest'
import { splitText, titleOf } from '../../../web/src/lib/knowledge/import/passages.ts'
import { heading, imported, item, paragraph, saidBy, table, toldBy, wordDocument } from '../../support/import-files.ts'

describe('Markdown', () => {
  it('asks by its headings and answers by what stands below them', async () => {
    const told = await imported(
      '手册.md',
      '---\ntitle: x\n---\n# 退换\n\n## 怎么退货？\n\n七天内**寄回**。\n\n- 一\n- 二\n\n```\n# 不是标题\n```\n\n怎么换货\n---\n也寄回。\n\n## 没有答案\n',
    )
    expect(saidBy(told)).toEqual([
      ['怎么退货？', '七天内**寄回**。\n\n- 一\n- 二\n\n```\n# 不是标题\n```'],
      ['怎么换货', '也寄回。'],
    ])
    expect(told.articles[0]).toMatchObject({ category: '退换', source: { title: '手册.md', section: '怎么退货？' } })
    expect(toldBy(told)).toEqual(['21 answer no-answer'])
  })

  it('reads a table of questions in it, and tells its rows by their line', async () => {
    const told = await imported('a.md', '说明\n\n| 问题 | 答案 |\n|---|---|\n| 怎么退货 | 七天<br>内 |\n| 没有答案 | |\n')
    expect(saidBy(told)).toEqual([['怎么退货', '七天\n内']])
    expect(toldBy(told)).toEqual(['6 answer no-answer'])
  })

  it('reads sheets, and tells their faults by their line', async () => {
    const article = (id: string, rest = '') =>
      `## ${id}\nquestion: 问题 ${id}\nsource: 规则\nchecked: 2026-01-05\n${rest}phrasings:\n- 说法 ${id}\n`
    const sheet = `${article('a')}answer:\n答案\n\n${article('b')}\n# 第二类\n\n${article('c', 'colour: red\n')}answer:\n答案三\n\n${article('a')}answer:\n再来\n`
    const told = await imported('第一类.md', sheet)
    expect(told.articles.map(({ id, category }) => [id, category])).toEqual([
      ['a', '第一类'],
      ['c', '第二类'],
    ])
    expect(toldBy(told)).toEqual(['10 answer no-answer', '23 row unknown-column', '29 id id-twice'])
  })
})

describe('documents', () => {
  it('ask by headings; lists stay lists, and tables of questions are rows', async () => {
    const body =
      paragraph('目录', '<w:pStyle w:val="9"/>') +
      heading(1, '售后') +
      heading(2, '怎么退货？') +
      paragraph('七天内可以退。') +
      item(1, '商品完好') +
      item(1, '配件齐全') +
      paragraph('步骤：') +
      item(2, '打开订单') +
      item(2, '点申请 & 提交') +
      heading(2, '多久到账') +
      paragraph('三天。') +
      `<w:p><w:r><w:t>还有</w:t><w:tab/><w:t>一行</w:t><w:br/><w:t>下一行</w:t></w:r><w:del><w:r><w:t>删去</w:t></w:r></w:del></w:p>` +
      table([
        ['问题', '答案'],
        ['怎么付款', '扫码'],
        ['没有答案', ''],
      ])
    const told = await imported('售后手册.docx', wordDocument(body))
    expect(saidBy(told)).toEqual([
      ['怎么付款', '扫码'],
      ['怎么退货？', '七天内可以退。\n\n- 商品完好\n- 配件齐全\n\n步骤：\n\n1. 打开订单\n2. 点申请 & 提交'],
      ['多久到账', '三天。\n\n还有 一行\n下一行'],
    ])
    expect(told.articles[1]).toMatchObject({ category: '售后', source: { title: '售后手册.docx', section: '怎么退货？' } })
    expect(toldBy(told)).toEqual(['17 answer no-answer'])
  })

  it('become marked questions and answers where they have them', async () => {
    const body =
      paragraph('常见问题') +
      paragraph('1. 问：怎么退货？') +
      paragraph('答：七天内。') +
      paragraph('不收费。') +
      paragraph('2. 问：没有答案？') +
      heading(1, '付款') +
      paragraph('答：没有问题。') +
      paragraph('Q3: 怎么付款') +
      paragraph('A: 扫码。')
    const told = await imported('a.docx', wordDocument(body))
    expect(saidBy(told)).toEqual([
      ['怎么退货？', '七天内。\n\n不收费。'],
      ['怎么付款', '扫码。'],
    ])
    expect(told.articles[1]?.category).toBe('付款')
    expect(toldBy(told)).toEqual(['5 answer no-answer', '7 question no-question'])
  })

  it('become passages of at most 900 characters where they have neither', async () => {
    const sentences = Array.from({ length: 60 }, (_, at) => `第${at}条规定在收到货物之后的七天以内可以提出申请并且说明原因。`)
    const told = await imported('规定.docx', wordDocument(sentences.map((sentence) => paragraph(sentence)).join('')))
    expect(told.faults).toEqual([])
    expect(told.articles.length).toBeGreaterThan(1)
    expect(told.articles.every(({ answer }) => answer.length <= 900)).toBe(true)
    expect(told.articles.map(({ answer }) => answer).join('\n\n')).toBe(sentences.join('\n\n'))
    expect(told.articles[0]).toMatchObject({ question: sentences[0]?.slice(0, -1), source: { title: '规定.docx', section: '' } })
  })

  it('number the pieces of a long answer', async () => {
    const told = await imported('a.md', `# 退货规则\n\n${'每一条都要看清楚再申请。'.repeat(120)}`)
    expect(told.articles.map(({ question }) => question)).toEqual(['退货规则', '退货规则 (2)'])
    expect(told.articles.every(({ source }) => source.section === '退货规则')).toBe(true)
  })

  it('put the chapter before a heading that stands in several', async () => {
    const told = await imported('a.md', '# 退货\n## 期限\n七天\n# 换货\n## 期限\n十五天\n')
    expect(saidBy(told)).toEqual([
      ['退货 · 期限', '七天'],
      ['换货 · 期限', '十五天'],
    ])
  })
})

describe('HTML', () => {
  it('asks by headings, terms and summaries', async () => {
    const told = await imported(
      'a.html',
      '<!DOCTYPE html><title>no</title><script>if (a < b) "<h2>no</h2>"</script><nav><h2>no</h2>no</nav><h1>帮助</h1>' +
        '<h2>怎么<b>退货</b>？</h2><p>七天&nbsp;内&hellip;<br>可以 3 < 5<ul><li>一<li><p>二</p></ul><ol><li>甲</li><li>乙</li></ol>' +
        '<details><summary>要付运费吗</summary>不用</details><dl><dt>怎么付款<dd>扫码</dl><footer>no</footer>',
    )
    expect(saidBy(told)).toEqual([
      ['怎么退货？', '七天 内…\n可以 3 < 5\n\n- 一\n- 二\n1. 甲\n2. 乙'],
      ['要付运费吗', '不用'],
      ['怎么付款', '扫码'],
    ])
    expect(told.faults).toEqual([])
  })

  it('reads tables of questions, with lists in their cells', async () => {
    const told = await imported(
      'a.htm',
      '<html><table><tr><th>问题</th><th>答案</th></tr><tr><td>怎么退<td><p>七天<ul><li>一<li>二</ul></td></tr></table>',
    )
    expect(saidBy(told)).toEqual([['怎么退', '七天\n- 一\n- 二']])
  })
})

describe('plain text', () => {
  it('reads marked questions and answers', async () => {
    const told = await imported(
      'a.txt',
      '客服问答\n\nQ1：怎么退货\nA1：七天内。\n第二行\n\n【问题】怎么付款\n【答案】扫码\n\n问：没有答案\n',
    )
    expect(saidBy(told)).toEqual([
      ['怎么退货', '七天内。\n第二行'],
      ['怎么付款', '扫码'],
    ])
    expect(toldBy(told)).toEqual(['10 answer no-answer'])
  })

  it('takes chapters for headings, and cites passages without them', async () => {
    const told = await imported('规定.txt', '第一章 退货\n七天内可以退。\n\n二、换货\n十五天内可以换。')
    expect(saidBy(told)).toEqual([
      ['第一章 退货', '七天内可以退。'],
      ['二、换货', '十五天内可以换。'],
    ])
    const plain = await imported('policy.txt', 'We take returns. Within a week.\n\nAsk us.', { language: 'en' })
    expect(saidBy(plain)).toEqual([['We take returns', 'We take returns. Within a week.\n\nAsk us.']])
  })
})

describe('passages', () => {
  it('lose nothing and are never too long', () => {
    const texts = [
      '短',
      '😀'.repeat(1000),
      `${'a'.repeat(899)}。b`,
      `${'一句话。'.repeat(400)}\n\n${'two words. '.repeat(200)}`,
      '3.5 元'.repeat(500),
    ]
    for (const text of texts) {
      const pieces = splitText(text)
      expect(pieces.every((piece) => piece.length <= 900 && piece.isWellFormed())).toBe(true)
      expect(pieces.join('').replace(/\s/g, '')).toBe(text.replace(/\s/g, ''))
    }
  })

  it('are called by their first sentence', () => {
    expect(titleOf('- 七天内可以退。以后不行。')).toBe('七天内可以退')
    expect(titleOf('Version 3.5 is out. Get it.')).toBe('Version 3.5 is out')
    expect(titleOf('长'.repeat(100))).toBe(`${'长'.repeat(60)}…`)
  })
})

import { describe, expect, it } from 'vitest'
import { findFaults } from '../../scripts/i18n-keys.mjs'

const en = { chat: { send: 'Send', count: '{count|one message|# messages}', 'score-1': 'Bad' }, refusals: { 'not-found': 'Not found' } }
const zh = { chat: { send: '发送', count: '{count|一条|#条}', 'score-1': '差' }, refusals: { 'not-found': '没有找到' } }
const screen = `{t('chat.send')} {t("chat.count", { count })} {t(\`chat.score-\${score}\`)}`
const describeTs = `const key = (code) => \`refusals.\${code}\``

const faults = (changes: { en?: object; zh?: object; screen?: string; more?: string }) =>
  findFaults(
    { 'zh-CN': { ...zh, ...changes.zh }, en: { ...en, ...changes.en } },
    new Map([
      ['Chat.svelte', changes.screen ?? screen],
      ['describe.ts', describeTs],
      ['more.ts', changes.more ?? ''],
    ]),
  )

describe('[I1] catalogues', () => {
  it('[I1] that fit the screens have no fault', () => {
    expect(faults({})).toEqual([])
  })

  it.each([
    [
      'a key that one language lacks',
      { zh: { chat: { send: '发送', 'score-1': '差' } } },
      ['zh-CN lacks chat.count', 'chat.count has other gaps in another language'],
    ],
    ['a gap that one language lacks', { zh: { chat: { ...zh.chat, count: '几条' } } }, ['chat.count has other gaps in another language']],
    ['a key without words', { zh: { chat: { ...zh.chat, send: ' ' } } }, ['zh-CN has no words for chat.send']],
    [
      'a key that nobody uses',
      { en: { chat: { ...en.chat, old: 'Old' } }, zh: { chat: { ...zh.chat, old: '旧' } } },
      ['chat.old is used nowhere'],
    ],
    ['a key that is used and is not there', { more: "t('chat.sned')" }, ['more.ts uses chat.sned, which no catalogue has']],
    ['a key of an area that is not there', { more: "i18n.t('caht.send')" }, ['more.ts uses caht.send, which no catalogue has']],
  ])('[I1] find %s', (_what, changes, expected) => {
    expect(faults(changes)).toEqual(expected)
  })

  it('[I1] a key is used wherever it is named, not in a call only', () => {
    const added = { en: { chat: { ...en.chat, a: 'A' } }, zh: { chat: { ...zh.chat, a: '甲' } } }
    expect(faults({ ...added, more: "const key: Key = open ? 'chat.a' : 'chat.send'" })).toEqual([])
  })
})

import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { DEFAULT_QUEUE } from '../../../shared/base/new-ids.ts'
import { parse } from '../../../shared/base/schema.ts'
import { defaultPolicy } from '../../../shared/desk/default-policy.ts'
import { Ruleset } from '../../../shared/triage/rules.ts'
import { sayVerdict } from '../../../web/src/lib/desk/verdict.ts'
import { i18n } from '../../../web/src/lib/i18n/i18n.svelte.ts'
import { copyOf, FACT_NAMES, moved, newCondition, newRule, PLAIN } from '../../../web/src/lib/setup/triage/editing.ts'
import { Trial } from '../../../web/src/lib/setup/triage/trial.svelte.ts'
import { conditionWords, faultWords, sentence } from '../../../web/src/lib/setup/triage/words.ts'
import { AFTER_SALES, all, any, rule } from '../../support/facts.ts'

const { lines, rules } = defaultPolicy('e-commerce', 'zh-CN')

beforeEach(async () => {
  await i18n.add('staff')
  await i18n.use('zh-CN')
})
afterEach(() => vi.unstubAllGlobals())

describe('[R17] rules in words', () => {
  it('[R17] a rule is one sentence, groups in brackets, in both languages', async () => {
    const urgent = rule(
      'urgent',
      all({ fact: 'tier', in: ['vip', 'member'] }, any({ fact: 'anger', least: 2 }, { fact: 'complexity', least: 40, most: 60 })),
      { first: 'people', line: AFTER_SALES, boost: 5, skills: ['英语'], urgency: 'high' },
    )
    expect(sentence(urgent, lines)).toBe(
      '如果客户等级是VIP或会员，并且（生气程度不低于 生气，或者复杂程度在 40 到 60 之间）：人工先接待，进“售后”，优先提升 5 分钟，找会英语的人，按“较急”处理。',
    )
    await i18n.use('en')
    expect(sentence(rule('all', all(), { first: 'assistant', boost: -1 }), lines)).toBe(
      'Always: the assistant answers first, 1 minute back.',
    )
  })

  it('[R17] every fact has its words as soon as it is chosen', () => {
    for (const fact of FACT_NAMES) expect(conditionWords(newCondition(fact))).not.toMatch(/^triage\.|undefined/)
  })

  it('[R5] what is wrong is told with the names of the rules that it is about', () => {
    expect(faultWords({ kind: 'behind', rule: 'b', others: ['vip'] }, rules.rules)).toBe(
      '永远轮不到这一条：前面的“VIP 客户优先人工”总是先符合。往上移，或者删掉。',
    )
  })

  it('[R17] a verdict is told by keys and values, and only what is not as usual', () => {
    const said = sayVerdict({
      facts: { ...PLAIN, tier: 'vip', type: 'return', intent: 'return-goods', anger: 2, openTickets: 3 },
      fired: [{ id: 'vip', name: 'VIP 客户优先人工' }],
      first: 'people',
      line: DEFAULT_QUEUE,
      boost: 5,
      skills: [],
      urgency: 'high',
    })
    expect(said).toMatchObject({ first: 'triage.so-people', rules: ['VIP 客户优先人工'], urgency: 'desk.urgency-high', boost: 5 })
    expect(said.facts.map(({ label }) => label.slice('triage.fact-'.length))).toEqual(['tier', 'type', 'intent', 'anger', 'openTickets'])
  })
})

describe('[R18] changing rules', () => {
  it('[R18] a rule moves as far as there is room, and a copy is another rule', () => {
    expect(moved(['a', 'b', 'c'], 0, 1)).toEqual(['b', 'a', 'c'])
    expect(moved(['a', 'b', 'c'], 0, -1)).toEqual(['a', 'b', 'c'])
    expect(moved(['a', 'b', 'c'], 2, 1)).toEqual(['a', 'b', 'c'])
    const [first] = rules.rules
    if (!first) throw new Error('no rule')
    const copy = copyOf(first, '副本')
    expect({ ...copy, id: first.id, name: first.name }).toEqual(first)
    expect(copy.id).not.toBe(first.id)
    expect(parse(Ruleset, { mode: 'first', rules: [copy, { ...newRule(), name: '新' }] }).ok).toBe(true)
  })

  it('[R18] a question to which nothing was chosen cannot be published', () => {
    const empty = { ...newRule(), name: '新', when: all(newCondition('tier')) }
    expect(parse(Ruleset, { mode: 'first', rules: [empty] }).ok).toBe(false)
  })
})

describe('[R16] trying rules on a device', () => {
  it('[R16] a case is weighed without a network, by rules that are not published', () => {
    const trial = new Trial()
    expect(trial.trace({ lines }, rules).verdict.first).toBe('assistant')
    trial.facts = { ...trial.facts, tier: 'vip' }
    const { verdict, rules: told } = trial.trace({ lines }, rules)
    expect([verdict.first, told.find(({ fired }) => fired)?.id]).toEqual(['people', 'vip'])
  })

  it('[R16] what cannot be reached is said, and the case stays as it was', async () => {
    vi.stubGlobal('fetch', () => Promise.reject(new TypeError('no network')))
    const trial = new Trial()
    await trial.choose(`c_${'0'.repeat(26)}` as never)
    await trial.dryRun(rules)
    expect([trial.error, trial.run, trial.facts]).toEqual(['unavailable', null, PLAIN])
  })
})

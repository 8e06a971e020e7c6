import type { Group, Rule, Ruleset } from './rules.ts'

const any = (...of: Group['of']): Group => ({ match: 'any', of })
const all = (...of: Group['of']): Group => ({ match: 'all', of })

/** The rules of a desk until it says otherwise: who must not wait for a machine, and that everybody else is answered at once. */
export function DEFAULT_RULES(zh: boolean): Ruleset {
  const rule = (id: string, [chinese, english]: [string, string], when: Group, so: Rule['so']): Rule => ({
    id,
    name: zh ? chinese : english,
    on: true,
    when,
    so,
  })
  return {
    mode: 'first',
    rules: [
      rule('urgent', ['紧急情况', 'Emergencies'], any({ fact: 'urgency', in: ['urgent'] }, { fact: 'anger', least: 3 }), {
        first: 'people',
        boost: 10,
      }),
      rule('vip', ['VIP 客户优先人工', 'VIPs go to people'], all({ fact: 'tier', in: ['vip'] }), { first: 'people' }),
      rule('complaint', ['投诉与不满', 'Complaints and anger'], any({ fact: 'type', in: ['complaint'] }, { fact: 'anger', least: 2 }), {
        first: 'people',
      }),
      rule(
        'again',
        ['上次不满意、事情还没办完', 'Dissatisfied, and not settled yet'],
        all({ fact: 'dissatisfied', is: true }, { fact: 'openTickets', least: 1 }),
        { first: 'people', boost: 3 },
      ),
      rule('complex', ['情况复杂', 'Complex matters'], all({ fact: 'complexity', least: 50 }), { first: 'people' }),
      rule('ordinary', ['常见问题先由智能助手回答', 'Ordinary questions'], all(), { first: 'assistant' }),
    ],
  }
}

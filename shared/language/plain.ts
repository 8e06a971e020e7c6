/**
 * Everyday forms brought to the one that is written down, and politeness taken off: what is left is what is asked for.
 * Chinese only; each pair is a spelling of the same word, never a different one.
 */
const FORMS: readonly [RegExp, string][] = [
  [/啥时候|几时|何时|多会儿|什么时间/g, '什么时候'],
  [/为啥|为什么|凭什么|凭啥|干嘛/g, '为什么'],
  [/咋办|怎么办|咋弄|怎么弄|如何处理|怎么处理/g, '怎么办'],
  [/咋样|咋|怎样|如何/g, '怎么'],
  [/啥/g, '什么'],
  [/哪儿|哪里|什么地方/g, '哪'],
  [/退钱/g, '退款'],
  [/邮费|快递费/g, '运费'],
  [/弄丢|搞丢/g, '丢'],
  [/木有|没有/g, '没'],
  [/行不行|能不能|可不可以|可以|能否/g, '能'],
]
const POLITENESS = /请问|麻烦|你好|您好|谢谢|帮我|给我|帮忙|一下|我想|我要|你们|我们|亲[，,]?|那个/g
const PARTICLES = /[吗嘛呢吧啊呀哦噢哈么了的呗哟](?=$|[\s，。！？,.!?])/g

export function plain(text: string): string {
  const formed = FORMS.reduce((words, [form, word]) => words.replace(form, word), text)
  const bare = formed.replace(POLITENESS, ' ').replace(PARTICLES, ' ').trim()
  return bare === '' ? formed : bare
}

/** Everyday forms and the one that is written down: spellings of the same word, never of a different one, the longest first. */
const FORMS: readonly [string, string][] = [
  ['啥时候|几时|何时|多会儿|什么时间|啥时间', '什么时候'],
  ['为啥|凭什么|凭啥|干嘛|为嘛|为毛', '为什么'],
  ['咋办|怎么整|咋整|咋弄|怎么弄|如何处理|怎么处理|肿么办', '怎么办'],
  ['啥地方|哪儿|哪里|什么地方|哪块|搁哪', '哪'],
  ['咋样|咋|怎样|如何|肿么', '怎么'],
  ['啥|甚么', '什么'],
  ['退钱', '退款'],
  ['邮费|快递费', '运费'],
  ['弄丢|搞丢', '丢'],
  ['木有|没有', '没'],
  ['行不行|能不能|可不可以|可以|能否|可否', '能'],
]
const WRITTEN = new Map(FORMS.flatMap(([said, written]) => said.split('|').map((form) => [form, written])))
const SAID = new RegExp(FORMS.map(([said]) => said).join('|'), 'g')
const POLITENESS = /请问|麻烦|你好|您好|谢谢|帮我|给我|帮忙|一下|我想|我要|你们|我们|亲[，,]?|那个/g
const PARTICLES = /[吗嘛呢吧啊呀哦噢哈么了的呗哟](?=$|[\s，。！？,.!?])/g

/** Everyday forms of Chinese brought to the one that is written down: 咋整 to 怎么办. */
export const written = (text: string): string => text.replace(SAID, (form) => WRITTEN.get(form) ?? form)

/** Written forms, and politeness taken off: what is left is what is asked for. */
export function plain(text: string): string {
  const formed = written(text)
  const bare = formed.replace(POLITENESS, ' ').replace(PARTICLES, ' ').trim()
  return bare === '' ? formed : bare
}

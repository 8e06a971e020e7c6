import { normalise } from '../../language/normalise.ts'
import { tokenise } from '../../language/tokenise.ts'

const YES =
  /^(信息|内容|以上|上面|全部?|都|那?就|帮我|麻烦)*(是的?|是这样|这?[下回次]?对了?的?|对头|提交|交|办|发|嗯|好[滴哒嘞]?|妥了?|中|好的?|可以|行|没错|没问题|没毛病|确认|确定|无误|准确|同意|要的?|需要|正确|就?这样|就?这些|这么办|ok|okay|yes|y|yep|yeah|sure|right|correct|confirm|有的?|能)+$/
const YES_IN_ENGLISH =
  /^(yes|yeah|yep|sure|ok|okay|correct|right|confirmed?|all (good|right|correct)|looks (good|right|fine|correct)|that'?s (it|right|correct|fine)|go ahead|hand it in|submit( it)?|please do|perfect)( (that'?s|it'?s|is|it|all|right|correct|good|fine|please|thanks|thank you|go ahead|submit|hand it in|looks))*$/
const NO =
  /^(不是?|不对|不行|不可以|不要|不用|不需要|没有?|错了?|否|还没有?|不能|要改|改一?下?|修改|有误|no|n|nope|wrong|not yet|change( something| it)?)+$/

/** A short text without punctuation and the particles at its end. */
export const bare = (flat: string): string =>
  flat
    .replace(/[\s,，.。!！?？~～、;；…]+/gu, ' ')
    .replace(/(?<=\p{Script=Han})[吧啊呀哦噢呢嘛的了哈啦]+$/u, '')
    .trim()

/** Whether a short text says yes or no; null where it says neither. */
export function yesOrNo(text: string): boolean | null {
  const flat = bare(normalise(text))
  const said = /\p{Script=Han}/u.test(text) ? flat.replace(/(?<=\p{Script=Han})[吧啊呀哦噢呢嘛了啦]+(?= )/gu, '').replaceAll(' ', '') : flat
  if (said.length > 32) return null
  // 没错 is made of two words that each mean no.
  if (YES.test(said) || YES_IN_ENGLISH.test(said)) return true
  return NO.test(said) ? false : null
}

/** Who answers, and since when, stands before the yes or the no: 我现在没有逾期. */
const BEFORE = /^(我们?|本人|这边|目前|现在|暂时|最近|应该|好像|其实|倒是?|也|都|就|i|we|i've|there|at the moment|currently|right now|\s)*/
const DENIES =
  /^(没|未|无|从没|从未|从来没|不是|并没|并非|绝对没|哪有|哪儿有|not\b|no\b|never\b|none\b|nothing\b|nobody\b|haven'?t\b|don'?t\b|didn'?t\b|isn'?t\b|aren'?t\b|am not\b)/
const AFFIRMS =
  /^(有(?!没有|点不|误)|是(?!不是|谁|什么|哪)|确实|的确|对(?!不)|yes\b|yeah\b|have\b|did\b|do\b|am\b|was\b|is\b|are\b|some(one|body)? )/
const DENIED = /没|未|无|不(?!良|明)|\b(no|not|never|none|without|haven'?t|don'?t|didn'?t)\b/
/** How questions are asked, and no matter of theirs. */
const ASKED = /有没有|是不是|会不会|要不要|能不能|可以说.*$|您|你|的|吗|现在|[，。？?,.]/g

/**
 * Whether a text answers a question with yes or no: by such a word, by how its first clause begins (没有逾期), or in the words of
 * the question itself (逾期过一次). Null where it does not.
 */
export function yesOrNoTo(ask: string, text: string): boolean | null {
  const flat = normalise(text)
  const clauses = flat.split(/[,，.。;；!！]+/).filter((clause) => clause.trim() !== '')
  const first = (clauses[0] ?? '').trim()
  const said = yesOrNo(flat) ?? yesOrNo(first) ?? yesOrNo(first.split(/\s/)[0] ?? '')
  if (said !== null) return said
  const rest = first.replace(BEFORE, '')
  if (DENIES.test(rest)) return false
  if (AFFIRMS.test(rest)) return true
  const asked = new Set(tokenise(normalise(ask).replace(ASKED, ' ')).filter((token) => token.length > 1))
  const same = clauses.find((clause) => tokenise(clause).some((token) => asked.has(token)))
  return same === undefined ? null : !DENIED.test(same)
}

/** Forms that no ending tells: what was sent is about sending. */
const IRREGULAR = new Map(
  Object.entries({
    sent: 'send',
    paid: 'pay',
    bought: 'buy',
    got: 'get',
    gotten: 'get',
    broke: 'break',
    broken: 'break',
    lost: 'lose',
    came: 'come',
    gave: 'give',
    given: 'give',
    took: 'take',
    taken: 'take',
    wrote: 'write',
    written: 'write',
    kept: 'keep',
    said: 'say',
    told: 'tell',
    sold: 'sell',
    wore: 'wear',
    worn: 'wear',
    went: 'go',
    gone: 'go',
    chose: 'choose',
    chosen: 'choose',
    forgot: 'forget',
    forgotten: 'forget',
    stole: 'steal',
    stolen: 'steal',
    spoke: 'speak',
    won: 'win',
    ate: 'eat',
    children: 'child',
    kids: 'child',
    kid: 'child',
    ppl: 'people',
    msg: 'message',
    pic: 'picture',
    pics: 'picture',
    photo: 'picture',
    photos: 'picture',
    acct: 'account',
    addr: 'address',
    qty: 'quantity',
    pls: 'please',
    plz: 'please',
    ur: 'your',
    u: 'you',
    r: 'are',
    n: 'and',
    y: 'why',
    thx: 'thanks',
  }),
)

const VOWEL = /[aeiouy]/

/** Brings the forms of an English word together, after Porter (1980), with the endings that matter here alone. */
export function stem(word: string): string {
  const irregular = IRREGULAR.get(word)
  if (irregular !== undefined) return stem(irregular)
  if (word.length < 4) return word
  let base = word
  if (/(ss|x|ch|sh)es$/.test(base)) base = base.slice(0, -2)
  else if (base.endsWith('ies')) base = `${base.slice(0, -3)}y`
  else if (/[^su]s$/.test(base) && base.length > 3) base = base.slice(0, -1)
  for (const ending of ['ing', 'ed']) {
    const rest = base.slice(0, -ending.length)
    if (!base.endsWith(ending) || rest.length < 3 || !VOWEL.test(rest) || rest.endsWith('e')) continue
    base = /([bdgmnprt])\1$/.test(rest) ? rest.slice(0, -1) : rest
    break
  }
  if (base.length > 5) base = base.replace(/(ation|ition|ment|ly|ery)$/, (ending) => (ending === 'ery' ? 'er' : ''))
  if (base.length > 5) base = base.replace(/(at|iz|is)e$/, '')
  return base.length > 4 ? base.replace(/y$/, 'i').replace(/e$/, '').replace(/ll$/, 'l') : base
}

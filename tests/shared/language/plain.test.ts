import { describe, expect, it } from 'vitest'
import { plain, written } from '../../../shared/language/plain.ts'

describe('plain', () => {
  it.each([
    ['啥时候发货', '什么时候发货'],
    ['为啥不能退', '为什么不能退'],
    ['退钱咋弄', '退款怎么办'],
    ['请问邮费多少', '运费多少'],
    ['可以退吗', '能退'],
    ['麻烦帮我查一下', '查'],
    ['什么时候发货', '什么时候发货'],
    ['断网了咋整', '断网了怎么办'],
    ['啥地方能领', '哪能领'],
    ['肿么退', '怎么退'],
  ])('[K5] brings %s to what is asked for', (said, asked) => {
    expect(plain(said).replace(/\s+/g, '')).toBe(asked)
  })

  it.each(['谢谢', '你好', '吗'])('[K5] leaves something of %s: nothing would match everything', (said) => {
    expect(plain(said)).not.toBe('')
  })

  it('[K5] writes everyday forms in one way and leaves the rest as it is said', () => {
    expect(written('麻烦问下，咋整啊')).toBe('麻烦问下，怎么办啊')
  })

  it('takes 50,000 characters in linear time', () => {
    const long = '请问可以退吗'.repeat(8_500)
    expect(plain(long).length).toBeLessThan(long.length)
  })
})

import { describe, expect, it } from 'vitest'
import { dayIn } from '../../../shared/assistant/slots/dates.ts'
import { numberIn } from '../../../shared/assistant/slots/numbers.ts'
import { readSlot } from '../../../shared/assistant/slots/read.ts'
import { yesOrNo } from '../../../shared/assistant/slots/yes-no.ts'
import type { Slot } from '../../../shared/knowledge/flow.ts'

/** A Thursday. */
const TODAY = '2026-01-15'
const slot = (kind: Slot['kind'], more: Partial<Slot> = {}): Slot => ({ name: 'it', label: '它', kind, ask: '？', ...more })
const options = [
  { value: 'faulty', label: '质量问题', words: ['坏了', '破了', '开线'] },
  { value: 'unwanted', label: '不喜欢', words: ['不想要', '不合适', '大了'] },
  { value: 'late', label: '发货太慢', words: ['等太久'] },
]

describe('readSlot', () => {
  it.each([
    ['order', '20261120881234', '20261120881234'],
    ['order', '单号是ab-2026112088的那个', 'AB-2026112088'],
    ['order', '订单２０２６１１２０８８', '2026112088'],
    ['order', '13912345678', null],
    ['order', '手机13912345678，订单7788990011', '7788990011'],
    ['order', '不知道', null],
    ['phone', '139 1234 5678', '13912345678'],
    ['phone', '+86-139-1234-5678 打这个', '13912345678'],
    ['phone', '0571-88886666', '0571-88886666'],
    ['phone', '+1 415 555 2671', '+14155552671'],
    ['phone', '1391234567', 'not-a-phone'],
    ['phone', '没手机', null],
    ['email', '发到 Lin.Xiao@Example.CN 吧', 'lin.xiao@example.cn'],
    ['name', '我叫林晓', '林晓'],
    ['name', '林晓', '林晓'],
    ['name', '怎么还要名字？', null],
    ['name', '名字写错了', null],
    ['name', '不知道怎么填', null],
    ['name', '张三 13812345678', '张三'],
    ['tail', '1234，5月办的', '1234'],
    ['tail', '2023年办的', null],
    ['amount', '3天前重复扣了我50元', '50'],
    ['amount', '2千', '2000'],
    ['amount', '1千5', '1500'],
    ['date', '退我3.5元', null],
    ['date', 'maybe 3 days late', null],
    ['address', '杭州市余杭区文一西路 1 号 3 幢 402', '杭州市余杭区文一西路 1 号 3 幢 402'],
    ['address', '地址改成上海市浦东新区世纪大道8号', '上海市浦东新区世纪大道8号'],
    ['address', '3幢', 'too-short'],
    ['address', '不告诉你', null],
    ['date', '明天下午', '2026-01-16'],
    ['date', '2月30日', 'not-a-day'],
    ['amount', '两百五', '250'],
    ['amount', '1.2万', '12000'],
    ['amount', '￥39.90', '39.9'],
    ['choice', '东西收到就坏了', 'faulty'],
    ['choice', '2', 'unwanted'],
    ['choice', '第三个', 'late'],
    ['choice', '不是质量问题，就是不想要', 'unwanted'],
    ['choice', '呃', null],
    ['yes-no', '对的', 'yes'],
    ['yes-no', '还没有', 'no'],
    ['yes-no', '要看情况', null],
    ['text', '拉链开了', '拉链开了'],
    ['text', ' ', 'too-short'],
  ] as const)('[K10] the slot %s in 「%s」: %s', (kind, text, expected) => {
    const found = readSlot(slot(kind, kind === 'choice' ? { options } : {}), text, TODAY, true)
    expect(found === null ? null : found.ok ? found.filled.value : found.code).toBe(expected)
  })

  it.each([
    ['没有逾期', 'no'],
    ['我现在没有逾期', 'no'],
    ['有，上个月那期还欠着', 'yes'],
    ['逾期过一次，早还了', 'yes'],
    ['从来没逾期过', 'no'],
    ["no, I haven't", 'no'],
    ['nothing overdue', 'no'],
    ['看情况吧', null],
    ['有没有关系', null],
  ])('[K10] 「%s」 answers whether something is overdue: %s', (text, expected) => {
    const asked = slot('yes-no', { ask: '现在有没有逾期没还的欠款？' })
    const found = readSlot(asked, text, TODAY, true)
    expect(found?.ok ? found.filled.value : null).toBe(expected)
  })

  it.each([
    ['到手十来天了', 'over'],
    ['一个多星期', 'over'],
    ['不到三天', 'within'],
    ['12号收到的', 'within'],
    ['7天', 'within'],
    ['周一到的', 'within'],
    ['下周一', null],
    ['it got here on Tuesday', 'within'],
    ['大半年了', 'over'],
    ['about two weeks ago', 'over'],
    ['less than a week', 'within'],
    ['明天', null],
  ])('[K10] 「%s」 chooses among times: %s', (text, expected) => {
    const times = ['7天以内', '超过7天'].map((label, at) => ({ value: at === 0 ? 'within' : 'over', label, words: [] }))
    const found = readSlot(slot('choice', { options: times }), text, TODAY, true)
    expect(found?.ok ? found.filled.value : null).toBe(expected)
  })

  it('[K10] a word with a gap in it, and one that means something only as an answer', () => {
    const gaps = [
      { value: 'none', label: '没有合约', words: ['没…签', '…没'] },
      { value: 'has', label: '有合约', words: ['绑了…年'] },
    ]
    const read = (text: string, answering: boolean) => {
      const found = readSlot(slot('choice', { options: gaps }), text, TODAY, answering)
      return found?.ok ? found.filled.value : null
    }
    expect(read('啥都没跟你们签', false)).toBe('none')
    expect(read('当时绑了整整两年', false)).toBe('has')
    expect(read('网没了', false)).toBeNull()
    expect(read('真没', true)).toBe('none')
    expect(read('没有', true), 'a mere no means the one option that says no').toBe('none')
  })

  it('[K10] a street with its number is unmistakable, a route is none', () => {
    const told = (text: string) => readSlot(slot('address'), text, TODAY, false)
    expect(told('光猫闪红光，幸福路12号阳光小区3栋502，派人修下')).toMatchObject({ filled: { value: '幸福路12号阳光小区3栋502' } })
    expect(told('坐312路到中山路站')).toBeNull()
  })

  it('[K10] keeps the end of a card number alone', () => {
    expect(readSlot(slot('tail'), '6222 0212 3456 7890', TODAY, true)).toMatchObject({ filled: { value: '7890' } })
    expect(readSlot(slot('tail'), '12', TODAY, true)).toEqual({ ok: false, code: 'too-short' })
    expect(readSlot(slot('tail'), '尾号3344的卡', TODAY, false)).toMatchObject({ filled: { value: '3344' } })
  })

  it('[K10] an order may be told by when it was', () => {
    expect(readSlot(slot('order'), '昨天那单', TODAY, true)).toMatchObject({ ok: true, filled: { shown: '昨天那单' }, sure: false })
  })

  it('[K10] holds a number to its bounds', () => {
    const bounded = slot('number', { least: 1, most: 10 })
    expect(readSlot(bounded, '0', TODAY, true)).toEqual({ ok: false, code: 'too-little' })
    expect(readSlot(bounded, '十一', TODAY, true)).toEqual({ ok: false, code: 'too-much' })
    expect(readSlot(bounded, '十', TODAY, true)).toMatchObject({ ok: true })
  })

  it('[K10] takes only what is unmistakable where nothing was asked', () => {
    for (const kind of ['text', 'name', 'address', 'yes-no', 'number', 'tail'] as const)
      expect(readSlot(slot(kind), '我要退货 12 号楼', TODAY, false), kind).toBeNull()
  })

  it.each([
    ['address', '地址填错了，帮我改一下，订单号20261115008'],
    ['address', '改成顺丰到付可以吗'],
    ['name', '我叫你们退款'],
    ['name', '我叫快递上门取件'],
  ] as const)('[K10] the slot %s is not filled by 「%s」', (kind, text) => {
    expect(readSlot(slot(kind), text, TODAY, false)).toBeNull()
  })

  it('[K11] only an optional slot is left out', () => {
    expect(readSlot(slot('phone', { optional: true }), '跳过', TODAY, true)).toEqual({
      ok: true,
      filled: { value: '', shown: '' },
      sure: true,
    })
    expect(readSlot(slot('phone'), '跳过', TODAY, true)).toBeNull()
  })
})

describe('dayIn', () => {
  it.each([
    ['今天', '2026-01-15'],
    ['大后天', '2026-01-18'],
    ['前天买的', '2026-01-13'],
    ['周五', '2026-01-16'],
    ['周一', '2026-01-19'],
    ['下周三', '2026-01-21'],
    ['约一下下周三', '2026-01-21'],
    ['约一下周五', '2026-01-16'],
    ['上周日', '2026-01-11'],
    ['二十号', '2026-01-20'],
    ['12月30日', '2025-12-30'],
    ['2026年2月29日', null],
    ['2026/3/1', '2026-03-01'],
    ['1.20', '2026-01-20'],
    ['版本11.2打不开', null],
    ['上个月3号', '2025-12-03'],
    ['下个月3号', '2026-02-03'],
    ['May 3', '2026-05-03'],
    ['Jan 20', '2026-01-20'],
    ['next Monday', '2026-01-19'],
    ['13800138000', null],
    ['随便', null],
  ])('[K10] 「%s」 is %s', (text, day) => {
    expect(dayIn(text, TODAY)).toBe(day)
  })
})

describe('numberIn', () => {
  it.each([
    ['一万二', 12_000],
    ['两百零五', 205],
    ['二〇二六', 2026],
    ['十五', 15],
    ['三千', 3000],
    ['1,234.5 元', 1234.5],
    ['5k', 5000],
    ['多少', null],
    ['几百块', null],
  ])('[K10] 「%s」 is %s', (text, number) => {
    expect(numberIn(text)).toBe(number)
  })
})

describe('yesOrNo', () => {
  it.each([
    ['没错，提交', true],
    ['没错', true],
    ['没有', false],
    ['嗯嗯', true],
    ['OK', true],
    ['要改', false],
    ['不对', false],
    ['not yet', false],
    ['对了我问一下运费', null],
  ])('[K11] 「%s」 is %s', (text, said) => {
    expect(yesOrNo(text)).toBe(said)
  })
})

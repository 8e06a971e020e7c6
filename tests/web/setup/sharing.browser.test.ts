import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { MINUTE } from '../../../shared/base/clock.ts'
import type { Hours } from '../../../shared/calendar/schedule.ts'
import { defaultPolicy } from '../../../shared/desk/default-policy.ts'
import type { Policy, PolicyChange } from '../../../shared/desk/policy.ts'
import { i18n } from '../../../web/src/lib/i18n/i18n.svelte.ts'
import { skillsIn } from '../../../web/src/lib/setup/sharing/duty.ts'
import { dueFrom, inOrder, nextFriday, onTheWall, wallOf } from '../../../web/src/lib/setup/sharing/examples.ts'
import { Sharing } from '../../../web/src/lib/setup/sharing/policy.svelte.ts'
import { differences, momentWords } from '../../../web/src/lib/setup/sharing/words.ts'

const ME = { id: `s_${'0'.repeat(26)}`, name: '李娜', email: 'lina@example.cn', role: 'owner' }
const DAY = [{ from: '09:00', to: '17:00' }]
const HOURS: Hours = { timezone: 'Asia/Shanghai', days: Array.from({ length: 7 }, (_, day) => (day < 5 ? DAY : [])) }
const DESK = {
  configured: true,
  ...{ name: '山海小店', industry: 'e-commerce', language: 'zh-CN', hours: HOURS },
  ...{ packs: [], key: 'a'.repeat(130) },
}

let policy: Policy
let written: PolicyChange[]
let online: boolean

function answer(method: string, path: string, body: PolicyChange): [number, unknown] {
  if (path === '/api/me') return [200, ME]
  if (path === '/api/desk') return [200, DESK]
  if (path === '/api/staff') return [200, []]
  if (method === 'GET') return [200, policy]
  written.push(body)
  if (body.version !== policy.version) return [409, { error: 'changed-meanwhile' }]
  policy = { ...policy, ...(JSON.parse(JSON.stringify(body)) as Policy), version: policy.version + 1 }
  return [200, policy]
}

beforeEach(async () => {
  ;[policy, written, online] = [defaultPolicy('e-commerce', 'zh-CN'), [], true]
  sessionStorage.clear()
  await i18n.add('staff')
  await i18n.use('zh-CN')
  vi.stubGlobal('fetch', async (path: string, init: RequestInit) => {
    if (!online) throw new TypeError('no network')
    const [status, said] = answer(init.method ?? 'GET', path, init.body ? JSON.parse(String(init.body)) : null)
    return new Response(JSON.stringify(said), { status })
  })
})
afterEach(() => vi.unstubAllGlobals())

async function opened(): Promise<Sharing> {
  const sharing = new Sharing()
  await sharing.load()
  return sharing
}
const typedIn = (sharing: Sharing) => {
  if (!sharing.typed) throw new Error('nothing to type in')
  return sharing.typed
}
const elsewhere = (change: (policy: Policy) => void) => {
  policy = { ...structuredClone(policy), version: policy.version + 1 }
  change(policy)
}

describe('[D10] what is typed while somebody else changes the policy', () => {
  it('[D10] saves the parts that were changed, and undoes them', async () => {
    const sharing = await opened()
    typedIn(sharing).headStarts.vip = 9
    expect(await sharing.save()).toBe(true)
    expect(written).toEqual([{ version: 0, headStarts: { ...defaultPolicy('e-commerce', 'zh-CN').headStarts, vip: 9 } }])
    expect([sharing.isChanged, sharing.mayUndo, policy.headStarts.vip]).toEqual([false, true, 9])
    await sharing.undo()
    expect([policy.headStarts.vip, sharing.typed?.headStarts.vip, sharing.saved, sharing.mayUndo]).toEqual([5, 5, 'undone', true])
  })

  it('[D10] saves over a newer version what nobody else touched, and keeps theirs', async () => {
    const sharing = await opened()
    typedIn(sharing).headStarts.vip = 9
    elsewhere((theirs) => theirs.fields.push({ name: 'model', label: '型号', types: [], kind: 'text', choices: [], required: false }))
    expect(await sharing.save()).toBe(true)
    expect([policy.headStarts.vip, policy.fields.length, sharing.clash]).toEqual([9, 1, null])
    await sharing.undo()
    expect([policy.headStarts.vip, policy.fields.length]).toEqual([5, 1])
  })

  it('[D10] shows both where both changed a part, writes nothing before somebody chose, and loses neither', async () => {
    const sharing = await opened()
    typedIn(sharing).headStarts.vip = 9
    for (const line of typedIn(sharing).lines.slice(1, 2)) line.name = '售后组'
    elsewhere((theirs) => {
      theirs.headStarts.vip = 2
      theirs.headStarts.member = 4
    })
    expect(await sharing.save()).toBe(false)
    expect([sharing.clash?.parts, sharing.typed?.headStarts.vip, policy.headStarts.vip]).toEqual([['headStarts'], 9, 2])
    if (!sharing.clash) throw new Error('no clash')
    expect(differences('headStarts', typedIn(sharing), sharing.clash.theirs)).toEqual([
      { name: 'VIP', mine: ['9 分钟'], theirs: ['2 分钟'] },
      { name: '会员', mine: ['1 分钟'], theirs: ['4 分钟'] },
    ])
    await sharing.settle('mine')
    expect([policy.headStarts.vip, policy.lines[1]?.name, sharing.isChanged]).toEqual([9, '售后组', false])
  })

  it('[D10] takes theirs where that is chosen, and keeps what does not collide to be saved', async () => {
    const sharing = await opened()
    typedIn(sharing).headStarts.vip = 9
    for (const line of typedIn(sharing).lines.slice(1, 2)) line.name = '售后组'
    elsewhere((theirs) => {
      theirs.headStarts.vip = 2
    })
    await sharing.save()
    await sharing.settle('theirs')
    expect([sharing.typed?.headStarts.vip, sharing.typed?.lines[1]?.name, sharing.isChanged]).toEqual([2, '售后组', true])
    expect(await sharing.save()).toBe(true)
    expect([policy.headStarts.vip, policy.lines[1]?.name]).toEqual([2, '售后组'])
  })

  it('[D10] keeps what is typed without a network, and over a reload', async () => {
    const sharing = await opened()
    typedIn(sharing).headStarts.vip = 9
    sharing.keep()
    online = false
    expect([await sharing.save(), sharing.error, sharing.typed?.headStarts.vip]).toEqual([false, 'unavailable', 9])
    online = true
    const again = await opened()
    expect([again.typed?.headStarts.vip, again.isChanged]).toEqual([9, true])
    expect(await again.save()).toBe(true)
    expect(policy.headStarts.vip).toBe(9)
  })

  it('[D7] is not saved while something is missing or could not work', async () => {
    const sharing = await opened()
    const [first, second] = typedIn(sharing).lines
    if (!first || !second) throw new Error('no lines')
    first.overflow = { to: second.id, after: 60 }
    expect(sharing.isRefused).toBe(true)
    first.overflow = null
    expect(sharing.isRefused).toBe(false)
    second.name = ' '
    expect(sharing.isRefused).toBe(true)
  })
})

describe('[D11] examples', () => {
  it('[D11] who goes first follows what is typed', () => {
    const { headStarts } = defaultPolicy('e-commerce', 'zh-CN')
    const ids = (starts: typeof headStarts) => inOrder(starts).map(({ example }) => example.id)
    expect(ids(headStarts)[0]).toBe('vip')
    expect(ids({ ...headStarts, vip: 0 })[0]).toBe('plain')
    expect(ids(headStarts).at(-1)).toBe('message')
    expect(inOrder(headStarts).find(({ example }) => example.id === 'angry')?.counts).toBe(6)
  })

  it('[D11] Friday 16:30 and an hour, with hours to 17:00, is Monday 9:30 on the desk’s wall', () => {
    const now = Date.parse('2026-11-18T10:00:00+08:00')
    const friday = nextFriday(HOURS, now)
    expect(wallOf(HOURS, friday)).toBe('2026-11-20T16:30')
    expect(onTheWall(HOURS, '2026-11-20T16:30')).toBe(friday)
    expect(onTheWall(HOURS, '')).toBeNull()
    const level = { name: '一般', 'first-answer': 60, 'next-answer': null, resolution: 24 * 60, pausesForThirdParty: false }
    const due = dueFrom(level, HOURS, friday)
    expect(momentWords(due['first-answer'] ?? 0, HOURS.timezone, friday)).toBe('周一 9:30')
    expect([due['next-answer'], (due.resolution ?? 0) - friday]).toEqual([null, 5 * 24 * 60 * MINUTE])
    expect(momentWords(friday + 8 * 24 * 60 * MINUTE, HOURS.timezone, friday)).toContain('11月28日')
  })

  it('skills as they are typed', () => {
    expect(skillsIn(' 家电、保价, 家电；English ')).toEqual(['家电', '保价', 'English'])
  })
})

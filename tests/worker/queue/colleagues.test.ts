import { beforeAll, expect, it } from 'vitest'
import { parse } from '../../../shared/base/schema.ts'
import { ColleagueList } from '../../../shared/protocol/http.ts'
import { Browser, configureDesk, OWNER, signedIn } from '../support.ts'

beforeAll(configureDesk)

it('[D12] whom a conversation can be handed to is told to signed-in staff alone', async () => {
  expect((await new Browser().send('GET', '/api/seat/colleagues')).status).toBe(401)
  const owner = await signedIn()
  const { id } = (await (await owner.send('GET', '/api/me')).json()) as { id: string }
  const { socket } = await owner.connect('/api/connect/seat')
  if (!socket) throw new Error('no socket')
  await socket.hello(id as never)
  await socket.command(id as never, { type: 'set-status', status: 'online' })
  const told = async () => parse(ColleagueList, await (await owner.send('GET', '/api/seat/colleagues')).json())
  const isThere = async () => {
    const list = await told()
    return list.ok ? list.value.find((one) => one.status === 'online') : undefined
  }
  let mine = await isThere()
  while (!mine) {
    await new Promise((resolve) => setTimeout(resolve, 20))
    mine = await isThere()
  }
  expect(mine).toMatchObject({ id, name: OWNER.name, lines: [], skills: [], serving: 0, waiting: 0, tickets: 0 })
  socket.close()
})

import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { is } from '../../../shared/base/schema.ts'
import { Call, CallAnswer, REPLAY_WINDOW } from '../../../shared/protocol/connector-call.ts'
import { signatureOf } from '../../../worker/connector/signature.ts'
import { yamlOf } from '../../support/json-schema.ts'
import { connectorDescription } from '../../support/openapi.ts'

const PAGE = readFileSync(new URL('../../../docs/connector.md', import.meta.url), 'utf8')
const between = (begin: string, end: string) => PAGE.split(begin)[1]?.split(end)[0] ?? ''

interface Operation {
  requestBody: { content: Record<string, { example: unknown }> }
  responses: Record<string, { content?: Record<string, { example: unknown }> }>
}

describe('[C29] what the authors of a connector read', () => {
  it('[C29] is what the code says; run with -u after a change and look at what changed', async () => {
    await expect(yamlOf(connectorDescription())).toMatchFileSnapshot('../../../docs/connector.openapi.yaml')
  })

  it('[C29] has examples that the code takes', () => {
    const { post } = (connectorDescription().paths as Record<string, { post: Operation }>)['/'] ?? {}
    expect(is(Call, post?.requestBody.content['application/json']?.example)).toBe(true)
    expect(is(CallAnswer, post?.responses['200']?.content?.['application/json']?.example)).toBe(true)
  })

  it('[C29] has a check of the signature that takes what is signed, and nothing else', async () => {
    const { verify } = (await import(/* @vite-ignore */ `data:text/javascript,${encodeURIComponent(between('```js\n', '```'))}`)) as {
      verify: (secret: string, headers: Record<string, string>, body: string, now: number) => boolean
    }
    const now = Date.UTC(2026, 10, 21)
    const body = '{"id":"1","desk":"山海小店"}'
    const headers = async (secrets: string[], at = now) => ({
      'evenkeel-timestamp': String(at / 1000),
      'evenkeel-signature': await signatureOf(secrets, at / 1000, body),
    })
    expect(verify('new', await headers(['new']), body, now)).toBe(true)
    expect(verify('old', await headers(['new', 'old']), body, now)).toBe(true)
    expect(verify('other', await headers(['new', 'old']), body, now)).toBe(false)
    expect(verify('new', await headers(['new']), `${body} `, now)).toBe(false)
    expect(verify('new', await headers(['new'], now - (REPLAY_WINDOW + 1) * 1000), body, now)).toBe(false)
    expect(verify('new', {}, body, now)).toBe(false)
  })

  it('[C29] has a worked example that is right', async () => {
    expect(between('```text\n', '\n```')).toBe(await signatureOf(['calm-sea'], 1795253400, '{"id":"1"}'))
  })
})

import { LIMITS } from '../../shared/base/limits.ts'
import { ACTION_LABELS, FACTS, PARAMETER_LABELS } from '../../shared/knowledge/action-words.ts'
import { ACTIONS } from '../../shared/knowledge/registry.ts'
import { UNAVAILABLE } from '../../shared/knowledge/walk.ts'
import { Call, CallAnswer, HEADERS, PING, REPLAY_WINDOW } from '../../shared/protocol/connector-call.ts'
import { type JsonSchema, jsonSchemaOf } from './json-schema.ts'

const header = (name: string, description: string, example: string) => ({
  name,
  in: 'header',
  required: true,
  description,
  schema: { type: 'string' },
  example,
})

const inBoth = (words: Readonly<Record<'zh-CN' | 'en', string>> | undefined) => `${words?.en} ${words?.['zh-CN']}`

/** The description of what a business's own system is sent, made of the schemas that the product itself reads by. */
export function connectorDescription(): JsonSchema {
  const example = {
    id: 'm_0123456789abcdefghjkmnpqrs.a.act1',
    action: 'look-up-order',
    parameters: { order: '20261120881234', tail: '0001' },
    desk: '山海小店',
    at: '2026-11-21T09:30:00.000Z',
  }
  return {
    openapi: '3.1.0',
    info: {
      title: 'Evenkeel connector',
      version: '1',
      summary: 'What Evenkeel sends to a system of the business, and what it understands in answer.',
      description:
        `The business gives an https address; every call is a POST to it. Check the signature first, and refuse a timestamp older than ${REPLAY_WINDOW} seconds. ` +
        `A call may come more than once with the same ${HEADERS.key}: act once and give the same answer. ` +
        `Answer within ${LIMITS.callTimeout / 1000} seconds. Any other status than 2xx, a redirect or an answer of another shape is tried again for ${LIMITS.actionPatience / 1000} seconds, ` +
        'and then the conversation goes on without it. See connector.md.',
    },
    servers: [{ url: 'https://erp.example.com/evenkeel', description: 'The address that the business gives.' }],
    paths: {
      '/': {
        post: {
          operationId: 'act',
          summary: 'Do an action, or look something up, once.',
          parameters: [
            header(HEADERS.key, 'The same in every repeat of a call; it is the id in the body.', example.id),
            header(HEADERS.timestamp, 'When it was signed: seconds since 1970.', '1795253400'),
            header(
              HEADERS.signature,
              'v1= and the HMAC-SHA-256 in hexadecimal of timestamp, full stop and body; for a day after the secret was renewed two of them, parted by a comma.',
              'v1=5257a869e7ecebeda32affa62cdca3fa51cad7e77a0e56ff536d0ce8e108d8bd',
            ),
          ],
          requestBody: { required: true, content: { 'application/json': { schema: { $ref: '#/components/schemas/Call' }, example } } },
          responses: {
            '200': {
              description: 'What came of it.',
              content: {
                'application/json': {
                  schema: { $ref: '#/components/schemas/Answer' },
                  example: { outcome: 'found', facts: { 'order-status': 'shipped', carrier: '顺丰', tracking: 'SF1234567890' } },
                },
              },
            },
            default: { description: 'Nothing was done; it is tried again with the same id.' },
          },
        },
      },
    },
    components: { schemas: { Call: jsonSchemaOf(Call), Answer: jsonSchemaOf(CallAnswer) } },
    'x-actions': {
      [PING]: { summary: 'The owner tries the connection. Answer with any outcome.', parameters: {}, outcomes: {} },
      ...Object.fromEntries(
        ACTIONS.map(({ name, parameters, outcomes }) => [
          name,
          {
            summary: inBoth(ACTION_LABELS[name]),
            parameters: Object.fromEntries(
              Object.entries(parameters).map(([one, need]) => [
                one,
                `${inBoth(PARAMETER_LABELS[one])}${need === 'required' ? '' : ' (optional)'}`,
              ]),
            ),
            outcomes: { ...outcomes, [UNAVAILABLE]: [] },
          },
        ]),
      ),
    },
    'x-facts': Object.fromEntries(
      Object.entries(FACTS).map(([name, { label, values = {} }]) => [
        name,
        { summary: inBoth(label), ...(Object.keys(values).length > 0 ? { values: Object.keys(values) } : {}) },
      ]),
    ),
  }
}

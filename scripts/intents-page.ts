/** Prints the vocabulary of intents as the page docs/intents.md: `node scripts/intents-page.ts`. */
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Industry } from '../shared/understanding/label.ts'
import { INTENTS } from '../shared/understanding/labels.ts'

const TITLES: Record<Industry, string> = {
  common: '通用 · Common',
  'e-commerce': '电商 · E-commerce',
  finance: '金融 · Finance',
  telecom: '通信 · Telecom',
  government: '政务 · Government',
}

const HEAD = `# 意图词表 · Intents

What a message can want, as the models read it and as rules, queues and tickets name it. One vocabulary for all; a desk
adds its own beside it. Written by \`node scripts/intents-page.ts\` from \`shared/understanding/labels/\`.
`

/** The page as it should be. */
export function intentsPage(): string {
  const sections = Object.entries(TITLES).map(([industry, title]) => {
    const rows = INTENTS.filter((intent) => intent.industry === industry).map(
      ({ id, zh, en, department, ticket, urgency, flow, means, not }) =>
        `| \`${id}\` | ${zh} · ${en} | ${means.zh}。${means.en}. | ${department} | ${ticket ?? '–'} | ${urgency} | ${flow ? '✓' : ''} | ${not.join(', ')} |`,
    )
    return [
      `## ${title}`,
      '',
      '| id | 名称 · name | 含义 · meaning | department | ticket | urgency | flow | not |',
      '| --- | --- | --- | --- | --- | --- | --- | --- |',
      ...rows,
      '',
    ].join('\n')
  })
  return [HEAD, ...sections].join('\n')
}

if (import.meta.main) writeFileSync(join(import.meta.dirname, '../docs/intents.md'), intentsPage())

/**
 * Writes what this product has to train on as JSON lines, split once and for all: `node models/train/prepare.ts FOLDER`
 * makes FOLDER/intents.jsonl and FOLDER/moods.jsonl.
 */
import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { turns, utterances } from '../data.ts'

const folder = process.argv[2]
if (!folder) throw new Error('usage: node models/train/prepare.ts FOLDER')
mkdirSync(folder, { recursive: true })
for (const [name, rows] of [
  ['intents', utterances()],
  ['moods', turns()],
] as const) {
  writeFileSync(join(folder, `${name}.jsonl`), `${rows.map((row) => JSON.stringify(row)).join('\n')}\n`)
  console.log(`${name}: ${rows.length} rows`)
}

/**
 * Holds that the shipped encoder says in a JavaScript runtime what the trained network said in Python:
 * `node models/train/compare.mjs [FOLDER] [SAMPLES]`, the folder being models/encoder, the samples those that the stage
 * `export` wrote. Token numbers must be the same; scores may differ by 0.15.
 */
import { readFileSync, statSync } from 'node:fs'
import { basename, dirname, join, resolve } from 'node:path'
import { AutoModel, AutoTokenizer, env } from '@huggingface/transformers'

const ALLOWED = 0.15
const folder = resolve(process.argv[2] ?? join(import.meta.dirname, '../encoder'))
const samples = JSON.parse(readFileSync(process.argv[3] ?? join(import.meta.dirname, '.work/samples.json'), 'utf8'))
env.allowRemoteModels = false
env.allowLocalModels = true
env.localModelPath = dirname(folder)

const tokenizer = await AutoTokenizer.from_pretrained(basename(folder))
const model = await AutoModel.from_pretrained(basename(folder), { dtype: 'q8', device: 'cpu' })
const apart = { logits: 0, mood: 0, anger: 0, sentence: 0 }
const far = { logits: 0, mood: 0, anger: 0, sentence: 0 }
let [wrongTokens, otherIntent, otherMood, spent] = [0, 0, 0, 0]
const highest = (scores) => scores.indexOf(Math.max(...scores))

for (const { text, before, ids, types, ...said } of samples) {
  const inputs = before ? tokenizer(before, { text_pair: text }) : tokenizer(text)
  const read = (name) => Array.from(inputs[name].data, Number)
  if (String(read('input_ids')) !== String(ids) || String(read('token_type_ids')) !== String(types)) {
    wrongTokens += 1
    console.error('other tokens:', JSON.stringify(text), String(read('input_ids')), '|', String(ids))
    continue
  }
  const began = performance.now()
  const output = await model(inputs)
  spent += performance.now() - began
  for (const name of Object.keys(apart)) {
    const gap = Math.max(...said[name].map((value, at) => Math.abs(value - output[name].data[at])))
    apart[name] = Math.max(apart[name], gap)
    far[name] += gap > ALLOWED ? 1 : 0
  }
  otherIntent += highest(said.logits) === highest([...output.logits.data]) ? 0 : 1
  otherMood += highest(said.mood) === highest([...output.mood.data]) ? 0 : 1
}

const size = statSync(join(folder, 'onnx/model_quantized.onnx')).size
console.log(
  `${samples.length} samples, ${wrongTokens} with other tokens; model ${(size / 1e6).toFixed(2)} MB, ${(spent / samples.length).toFixed(2)} ms a turn`,
)
console.log('largest difference of scores:', apart, `samples apart by more than ${ALLOWED}:`, far)
console.log(`another intent first: ${otherIntent}, another mood first: ${otherMood}`)
if (wrongTokens || Object.values(far).some((count) => count > 0)) process.exitCode = 1

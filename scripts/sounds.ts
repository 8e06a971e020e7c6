/**
 * Writes shared/language/syllables.ts: how the characters of GB 2312 sound, without tones. Run it by `node scripts/sounds.ts`
 * after the package that knows the sounds has changed.
 */
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { polyphonic } from 'pinyin-pro'

/** Rows and cells of GB 2312 that hold characters (the level of the common ones, then of the rarer). */
const [FIRST_ROW, LAST_ROW, FIRST_CELL, LAST_CELL] = [0xb0, 0xf7, 0xa1, 0xfe]
/** Characters that are said in more than one way every day; of the others the first way counts. */
const TWOFOLD =
  '行重长还乐得地着卡率差调转更会传应量发当便单曾朝弹提省藏参仇和种空处奔薄角剥禁累露模切塞盛识似数宿系校血咽与脏正占涨只中作吐炸背'

const decoder = new TextDecoder('gb18030')
const bySound = new Map<string, string[]>()
for (let row = FIRST_ROW; row <= LAST_ROW; row++) {
  for (let cell = FIRST_CELL; cell <= LAST_CELL; cell++) {
    const character = decoder.decode(Uint8Array.of(row, cell))
    if (!/^\p{Script=Han}$/u.test(character)) continue
    const said = (polyphonic(character, { toneType: 'none', v: true, type: 'array' })[0] ?? []).filter((sound) => /^[a-z]+$/.test(sound))
    const sounds = [...new Set(said)].slice(0, TWOFOLD.includes(character) ? 2 : 1)
    for (const sound of sounds) bySound.set(sound, [...(bySound.get(sound) ?? []), character])
  }
}
const lines = [...bySound].toSorted(([one], [other]) => (one < other ? -1 : 1)).map(([sound, characters]) => sound + characters.join(''))
const text = `// Written by scripts/sounds.ts: each syllable, without its tone, before the characters that sound so.\n\nexport const SYLLABLES =\n  '${lines.join(' ')}'\n`
writeFileSync(join(import.meta.dirname, '../shared/language/syllables.ts'), text)
console.log(`${bySound.size} syllables, ${[...bySound.values()].flat().length} characters`)

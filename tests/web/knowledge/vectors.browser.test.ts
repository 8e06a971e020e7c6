import { expect, it } from 'vitest'
import { vectorsOf } from '$lib/knowledge/vectors.ts'
import { ARTICLES } from '../../support/articles.ts'

const wordings = ARTICLES.flatMap(({ question, phrasings }) => [question, ...phrasings])

/** A fake encoder: a text's length in one place. `after` is how many texts it makes before it goes away. */
function encoder(after = Number.POSITIVE_INFINITY) {
  const made: string[] = []
  const embed = async (texts: readonly string[]) => {
    if (made.length + texts.length > after) return null
    made.push(...texts)
    return texts.map(({ length }) => Float32Array.of(length))
  }
  return { made, embed }
}

it('[K16] vectors of wordings are made once for each encoder, go on where they were left, and tell how far they are', async () => {
  const shares: number[] = []
  const short = encoder(wordings.length - 1)
  expect(await vectorsOf('one', ARTICLES, short.embed, () => {})).toBeNull()
  expect(short.made.length).toBeGreaterThan(0)

  const again = encoder()
  const vectors = await vectorsOf('one', ARTICLES, again.embed, (share) => shares.push(share))
  expect(again.made).toEqual(wordings.filter((wording) => !short.made.includes(wording)))
  expect([...(vectors ?? [])]).toEqual(expect.arrayContaining(wordings.map((wording) => [wording, Float32Array.of(wording.length)])))
  expect(shares.at(-1)).toBe(1)
  expect(shares[0]).toBeGreaterThan(0)

  const third = encoder()
  expect((await vectorsOf('one', ARTICLES, third.embed, () => {}))?.size).toBe(new Set(wordings).size)
  expect(third.made, 'all of them are kept').toEqual([])
  await vectorsOf('two', ARTICLES, third.embed, () => {})
  expect(third.made.length, 'another encoder makes its own').toBe(new Set(wordings).size)
})

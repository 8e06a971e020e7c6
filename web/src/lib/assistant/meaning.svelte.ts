import type { Vectors } from '$shared/knowledge/lift.ts'
import { type Holder, understanding } from '../inference/understanding.svelte.ts'
import type { ShelvedPack } from '../knowledge/shelf.ts'
import { vectorsOf } from '../knowledge/vectors.ts'

/** What wordings of the pack mean, where this device has the encoder: learned once for each, with time that nobody needs. */
class Meaning {
  #pack: ShelvedPack | null = null
  #wordings: { pack: ShelvedPack; encoder: string; vectors: ReadonlyMap<string, Float32Array> } | null = null
  #learning = ''
  #share = $state<number | null>(null)

  /** How much of the pack is learned, from 0 to 1; null where it is not under way. */
  get share(): number | null {
    return this.#share
  }

  /** Follows the encoder of this device from now on. */
  start(holder: Holder): void {
    understanding.start(holder)
    $effect.root(() => {
      $effect(() => {
        if (understanding.vectorsBy) void this.#learn()
      })
    })
  }

  /** Answers are found in this pack from now on. */
  use(pack: ShelvedPack | null): void {
    this.#pack = pack
    void this.#learn()
  }

  /** What a question means beside the wordings of a pack; null where they are not all learned or the encoder is not there. */
  async of(text: string, pack: ShelvedPack | null): Promise<Vectors | null> {
    if (pack !== this.#pack) this.use(pack)
    const held = this.#wordings
    if (!held || held.pack !== pack || held.encoder !== understanding.vectorsBy) return null
    const [question] = (await understanding.embed([text], 'now')) ?? []
    return question ? { question, wordings: held.vectors } : null
  }

  async #learn(): Promise<void> {
    const [pack, encoder] = [this.#pack, understanding.vectorsBy]
    const wanted = `${encoder} ${pack?.version}`
    if (!pack || !encoder || this.#learning === wanted) return
    this.#learning = wanted
    const isWanted = () => this.#learning === wanted
    const embed = (texts: readonly string[]) => (isWanted() ? understanding.embed(texts, 'some-day') : Promise.resolve(null))
    const vectors = await vectorsOf(encoder, pack.units, embed, (share) => {
      if (isWanted()) this.#share = share
    })
    if (!isWanted()) return
    this.#share = null
    if (vectors) this.#wordings = { pack, encoder, vectors }
    else this.#learning = ''
  }
}

export const meaning = new Meaning()

/** Reads as a screen would, in an effect, after every change; the answer ends it. */
export function watched(read: () => void): () => void {
  return $effect.root(() => {
    $effect(read)
  })
}

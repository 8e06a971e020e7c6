/** The same with one part said; without the part where it is not said. */
export function withPart<Whole extends object, Part extends keyof Whole>(whole: Whole, part: Part, value: Whole[Part] | undefined): Whole {
  const { [part]: _before, ...rest } = whole
  return (value === undefined ? rest : { ...rest, [part]: value }) as Whole
}

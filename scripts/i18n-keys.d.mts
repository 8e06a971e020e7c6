export function findFaults(
  catalogues: Record<string, Record<string, Record<string, string>>>,
  sources: ReadonlyMap<string, string>,
): string[]

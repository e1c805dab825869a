/** A bug that a lane has to find: the right text of a source file and the wrong one in its place. */
export interface PlantedBug {
  id: string;
  /** From `packages/`: server/src/platform/scope.ts. */
  file: string;
  right: string;
  wrong: string;
  /** What it breaks, in words. */
  breaks: string;
}

/** The source with the bug in it. @throws Error when the right text does not stand there exactly once */
export function plantedText(bug: PlantedBug, source: string): string {
  const parts = source.split(bug.right);
  if (parts.length !== 2) throw new Error(`${bug.id}: its text stands ${parts.length - 1} times in ${bug.file}`);
  return parts.join(bug.wrong);
}

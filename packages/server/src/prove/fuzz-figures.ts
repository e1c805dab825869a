/** What a run over all routes counted; of several runs, together. */
export interface FuzzFigures {
  requests: number;
  /** Times that every route was called with other values. */
  rounds: number;
  /** Routes that did something at least once, that refused at least once, that answered with 500 or above. */
  done: string[];
  refused: string[];
  broken: string[];
  /** Requests that a route did; that were refused for their form; that a rule refused; of these, that were asked for a fresh proof. */
  requestsDone: number;
  refusedForm: number;
  refusedRule: number;
  askedForProof: number;
  serverErrors: number;
  unlikeSchema: number;
  slowestMs: number;
  slowest: string;
  ledgerDifferences: number;
  files: number;
  /** The most memory that reading one took. */
  filesPeakMb: number;
  /** The longest that the server stood still meanwhile, and at which file. */
  filesStallMs: number;
  filesStall: string;
  /** The most processor time that it spent in one go meanwhile: what of standing still is its own doing. */
  filesWorkMs: number;
  filesWork: string;
  /** Rows of the files that were read: what came in is what was taken and what was refused. */
  rowsIn: number;
  rowsAccepted: number;
  rowsRejected: number;
  exports: number;
  /** Texts like formulas that came out of exports as text. */
  plantedTexts: number;
  /** Exports that none came out of. */
  exportsWithout: string;
}

export const noFigures = (): FuzzFigures => ({
  requests: 0,
  rounds: 0,
  done: [],
  refused: [],
  broken: [],
  requestsDone: 0,
  refusedForm: 0,
  refusedRule: 0,
  askedForProof: 0,
  serverErrors: 0,
  unlikeSchema: 0,
  slowestMs: 0,
  slowest: '',
  ledgerDifferences: 0,
  files: 0,
  filesPeakMb: 0,
  filesStallMs: 0,
  filesStall: '',
  filesWorkMs: 0,
  filesWork: '',
  rowsIn: 0,
  rowsAccepted: 0,
  rowsRejected: 0,
  exports: 0,
  plantedTexts: 0,
  exportsWithout: '',
});

const largest: readonly (keyof FuzzFigures)[] = ['slowestMs', 'filesPeakMb', 'filesStallMs', 'filesWorkMs'];

export function addFigures(one: FuzzFigures, other: FuzzFigures): FuzzFigures {
  const sum = Object.fromEntries(
    (Object.keys(one) as (keyof FuzzFigures)[]).map((name) => {
      const [a, b] = [one[name], other[name]];
      if (Array.isArray(a) && Array.isArray(b)) return [name, [...new Set([...a, ...b])]];
      if (typeof a !== 'number' || typeof b !== 'number') return [name, a || b];
      return [name, largest.includes(name) ? Math.max(a, b) : a + b];
    }),
  ) as unknown as FuzzFigures;
  const words = { slowest: 'slowestMs', filesStall: 'filesStallMs', filesWork: 'filesWorkMs' } as const;
  for (const name of Object.keys(words) as (keyof typeof words)[])
    sum[name] = (one[words[name]] >= other[words[name]] ? one : other)[name];
  return sum;
}

/** As the result names them. */
export function namedFigures(figures: FuzzFigures, operations: readonly string[]): Record<string, number | string> {
  return {
    requests: figures.requests,
    'of these done': figures.requestsDone,
    'refused for their form': figures.refusedForm,
    'refused by a rule': figures.refusedRule,
    'asked for a fresh proof': figures.askedForProof,
    rounds: figures.rounds,
    operations: operations.length,
    'operations with a success': figures.done.length,
    'operations with a refusal': figures.refused.length,
    'operations without a success': operations.filter((id) => !figures.done.includes(id)).join(' '),
    'answers of 500 and above': figures.serverErrors,
    'operations that gave one': figures.broken.length,
    'answers unlike their schema': figures.unlikeSchema,
    'slowest answer, ms': figures.slowestMs,
    'slowest was': figures.slowest,
    'ledger differences afterwards': figures.ledgerDifferences,
    'hostile files': figures.files,
    'most memory of reading one, MB': figures.filesPeakMb,
    'longest stall of the server meanwhile, ms': figures.filesStallMs,
    'it stood still at': figures.filesStall,
    'most of its own work in one go, ms': figures.filesWorkMs,
    'it worked longest at': figures.filesWork,
    'rows in them': figures.rowsIn,
    'rows taken': figures.rowsAccepted,
    'rows refused with a reason': figures.rowsRejected,
    exports: figures.exports,
    'texts like formulas in exports': figures.plantedTexts,
    'exports without such a text': figures.exportsWithout,
  };
}

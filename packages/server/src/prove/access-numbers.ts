/**
 * A number is registered once in the whole city (design §3: city-wide uniqueness of an identity number), so whoever registers it again
 * learns that it is taken, and in which community, where the transfer is asked for. Nothing else is told: not the name, not the file, not
 * whether the person is out of work, and the same of everybody there (handbook/security.md §4a: "already registered at …").
 */
import type { AccessBench } from './access-suite.ts';
import { isUnder, type Persona, provePersonas } from './prove-personas.ts';
import { getContract } from './prove-records.ts';
import type { RequestParts } from './prove-request.ts';
import type { Answered } from './prove-world.ts';
import { fittingParts } from './schema-values.ts';

interface Asking {
  id: string;
  /** Statuses that say it is taken. */
  status: number;
  parts(of: { citizenId: string; ownArea: string; ownResident: string }): RequestParts;
}

const register = (citizenId: string, areaCode: string) => ({
  citizenId,
  areaCode,
  name: '陌生人',
  phone: null,
  address: '金丝巷99号',
  hukouType: null,
  education: null,
  ethnicity: null,
  marital: null,
  political: null,
  skillLevel: null,
  retirementCategory: null,
  note: '',
  livesHereSince: '2020-01-01',
  household: { how: 'none' },
});

const askings: readonly Asking[] = [
  { id: 'resident.check', status: 200, parts: ({ citizenId }) => ({ body: { citizenId } }) },
  {
    id: 'resident.register',
    status: 409,
    parts: ({ citizenId, ownArea }) => ({ body: register(citizenId, ownArea) }),
  },
  {
    id: 'resident.correct-identity',
    status: 409,
    parts: ({ citizenId, ownResident }) => ({
      params: { residentId: ownResident },
      body: { version: 1, citizenId, reason: '核对证件' },
    }),
  },
];

/** Words of an answer about somebody elsewhere: where, and nothing of whom. */
const toldFields = new Set(['result', 'areaName', 'field']);

export async function knownNumbers(bench: AccessBench): Promise<void> {
  for (const persona of (provePersonas as readonly Persona[]).filter(({ key }) =>
    ['worker', 'clerk', 'two-posts'].includes(key),
  )) {
    const stands = persona.posts.map((post) => post.area);
    const ownArea = bench.world.communities.find((code) => isUnder(stands, code))!;
    const ownResident = await residentIn(bench, persona, ownArea);
    for (const areaCode of bench.world.communities.filter((code) => !isUnder(stands, code)))
      for (const asking of askings) await compare(bench, persona, { areaCode, ownArea, ownResident }, asking);
  }
}

/** Somebody without work and somebody with work, of one community elsewhere: the answers are the same. */
async function compare(
  bench: AccessBench,
  persona: Persona,
  { areaCode, ownArea, ownResident }: { areaCode: string; ownArea: string; ownResident: string },
  asking: Asking,
): Promise<void> {
  const contract = getContract(asking.id);
  const before = contract.effect === 'change' ? await bench.digest() : '';
  const answers: Answered[] = [];
  for (const { text } of bench.world.canaries.filter((one) => one.areaCode === areaCode && one.what === 'citizen-id')) {
    const parts = { ...fittingParts(contract, {}), ...asking.parts({ citizenId: text, ownArea, ownResident }) };
    answers.push(await bench.world.call(bench.tokenOf(persona), contract, parts));
  }
  bench.figures.cells++;
  bench.figures.channels++;
  const name = `${asking.id} as ${persona.key} of a number of ${areaCode}`;
  const [first, ...others] = answers;
  const details = (answer: Answered) =>
    told(
      answer,
      bench.world.canaries.map(({ text }) => text),
    );
  bench.check(
    first?.status === asking.status &&
      others.every((other) => JSON.stringify(details(other)) === JSON.stringify(details(first))),
    () => `${name}: ${answers.map(({ status, text }) => `${status} ${text.slice(0, 160)}`).join(' | ')}`,
  );
  for (const answer of answers) {
    const { fields, secrets } = details(answer);
    bench.check(
      secrets.length === 0 && fields.every((field) => toldFields.has(field)),
      () => `${name}: tells ${[...fields.filter((field) => !toldFields.has(field)), ...secrets].join(', ')}`,
    );
  }
  if (before !== '')
    bench.check(before === (await bench.digest()), () => `${name}: a refused call changed the database`);
}

function told(answer: Answered, texts: readonly string[]) {
  const error = answer.json?.error as
    | { code?: string; message?: string; details?: Record<string, unknown> }
    | undefined;
  const details = error ? (error.details ?? {}) : (answer.json ?? {});
  return {
    code: error?.code,
    message: error?.message,
    details,
    fields: Object.keys(details),
    secrets: texts.filter((text) => answer.text.includes(text)),
  };
}

async function residentIn(bench: AccessBench, persona: Persona, areaCode: string): Promise<string> {
  const answer = await bench.world.call(bench.tokenOf(persona), getContract('resident.list'), {
    query: { area: areaCode },
  });
  const [resident] = (answer.json?.residents ?? []) as { residentId: string }[];
  if (!resident) throw new Error(`nobody lives in ${areaCode}: ${answer.text.slice(0, 160)}`);
  return resident.residentId;
}

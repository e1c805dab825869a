/** Audit events as the program writes them, two hundred commands at a time. */
import type { Clock } from '../platform/clock.ts';
import { runCommand } from '../platform/command.ts';
import type { Database } from '../platform/db.ts';

/** Commands at the same time. */
export const writersAtOnce = 200;

const purposes = [undefined, '核对身份', '群众来访，查询本人登记情况“复核”', 'line\nbreak \\ and “quotes”'];

/** One command with one or two events; every kind of value that details may hold. */
export function writeOne(db: Database, clock: Clock, districts: readonly number[], nth: number): Promise<void> {
  const actor = { kind: 'operator', accountId: null, login: 'proof', name: 'proof', posts: [] } as const;
  return runCommand({ db, clock }, { actor, action: 'audit.proved', permission: null }, async ({ audit }) => {
    const purpose = purposes[nth % purposes.length];
    audit({
      districtId: districts[nth % districts.length]!,
      subjectKind: 'resident',
      subjectId: `proof-${nth}`,
      ...(purpose !== undefined && { purpose }),
      details: {
        nth,
        ratio: nth / 7,
        '10': 'ten',
        '9': 'nine',
        名称: '居民',
        nested: { z: [1, { b: null, a: true }], a: '' },
      },
    });
    if (nth % 5 === 0) audit({ districtId: 0, details: { second: nth } });
  });
}

/** So many commands, two hundred at a time. */
export async function writeMany(
  db: Database,
  clock: Clock,
  districts: readonly number[],
  from: number,
  count: number,
): Promise<void> {
  let next = from;
  const work = async () => {
    while (next < from + count) await writeOne(db, clock, districts, next++);
  };
  await Promise.all(Array.from({ length: writersAtOnce }, work));
}

/** The small region of the proofs with people at every desk, nobody registered yet, and years of months to close. */
import type { Role } from '@renshe/domain/access/permissions.ts';
import { checkDigit } from '@renshe/domain/kernel/citizen-id.ts';
import { addDays } from '@renshe/domain/kernel/plain-date.ts';
import { grantPost, insertAccount } from '../account/create-account.ts';
import { settableClock } from '../platform/clock.ts';
import { createLog } from '../platform/log.ts';
import { migrate } from '../platform/migrate.ts';
import { assemble } from '../platform/open-system.ts';
import { createSession } from '../platform/session.ts';
import { prepareTaskTables } from '../platform/tasks.ts';
import { loadCity } from './prove-world.ts';

/** Ten in the morning in Shanghai. */
export const faultNow = '2026-11-20T10:00:00+08:00';
export const faultToday = '2026-11-20';
const openedOn = '2020-01-01';
/** The first month that can be closed. */
export const firstOpenMonth = 202001;

export interface Desk {
  login: string;
  token: string;
  /** Code of the area of its office. */
  area: string;
}

export interface FaultCity {
  workers: Desk[];
  /** Two officers a district. */
  officers: Desk[];
  districts: string[];
}

/** Fills the empty database of a data folder. Sessions hold for a year, whatever the clock is made to say. */
export async function makeFaultCity(url: string, dataDir: string): Promise<FaultCity> {
  await migrate(url);
  await prepareTaskTables(url);
  const clock = settableClock(faultNow);
  const system = assemble(
    { dataDir, cryptoProfile: undefined },
    url,
    clock,
    { log: createLog('silent'), maxConnections: 2 },
    async () => {},
  );
  try {
    return await system.db.kysely.transaction().execute(async (w) => {
      const at = clock.now();
      await loadCity(w, at, openedOn);
      const offices = await w
        .selectFrom('office')
        .innerJoin('area_version', 'area_version.area_id', 'office.area_id')
        .select(['office.office_id', 'area_version.code'])
        .orderBy('area_version.code')
        .execute();
      const enrol = async (login: string, role: Role, area: string): Promise<Desk> => {
        const account = { login, name: login, passwordHash: '!', mustChangePassword: false, by: null, at };
        const accountId = await insertAccount(w, account);
        const { office_id: officeId } = offices.find((office) => office.code === area)!;
        await grantPost(w, { accountId, officeId, role, fromOn: openedOn, by: null, at }, 'zh');
        const token = await createSession(w, accountId, at, {
          method: 'program',
          stage: 'full',
          device: '',
          limits: { idleMinutes: 525_600, sessionHours: 8760 },
        });
        return { login, token, area };
      };
      const codes = offices.map((office) => office.code);
      const districts = codes.filter((code) => code.endsWith('000000') && !code.endsWith('00000000'));
      const workers: Desk[] = [];
      for (const code of codes.filter((one) => !one.endsWith('000')))
        workers.push(await enrol(`desk-${code}`, 'community-worker', code));
      const officers: Desk[] = [];
      for (const code of districts)
        for (const nth of [1, 2]) officers.push(await enrol(`officer-${code}-${nth}`, 'district-officer', code));
      // Closing asks who is there: they have all just proved it.
      await w
        .updateTable('session')
        .set({ verified_at: new Date(at.getTime() + 365 * 86_400_000) })
        .execute();
      return { workers, officers, districts };
    });
  } finally {
    await system.close();
  }
}

/** A valid number that no other serial has. */
export function citizenIdOf(serial: number): string {
  const born = addDays('1970-01-01', serial % 9000).replaceAll('-', '');
  const first17 = `321102${born}${String(100 + (Math.floor(serial / 9000) % 900))}`;
  return first17 + checkDigit(first17);
}

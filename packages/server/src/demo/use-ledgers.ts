/** How the offices of the made city used their ledgers: some every day, some hardly ever, one by nobody. */
import { addToMonth, listMonths, type Month } from '@renshe/domain/kernel/plain-date.ts';
import { sql } from 'kysely';
import { ledgerCatalogue } from '../ledger/ledger-catalogue.ts';
import type { System } from '../platform/open-system.ts';
import { DemoRandom } from './demo-random.ts';

const months = 12;
/** Nobody has ever opened these. */
const unused = new Set(['self-employed', 'willing-not-registered']);
const busy = new Set(['registered-unemployed', 'contacts', 'visits', 'eligibility-due', 'hardship-unemployed']);

export async function useLedgers(
  system: System,
  seed: string,
  anchorMonth: Month,
  codes: { district: string; street: string; community: string },
): Promise<void> {
  const random = new DemoRandom(`${seed} ledgers`);
  const { rows: offices } = await sql<{ office_id: string; district_id: number }>`
    select o.office_id, a.district_id from office o join area a on a.area_id = o.area_id
      join area_version v on v.area_id = o.area_id and v.to_on is null
    where v.code = any(${[codes.district, codes.street, codes.community]}::text[])`.execute(system.db.kysely);
  const { ledgers } = await ledgerCatalogue(system.db);
  const rows: unknown[] = [];
  for (const { office_id, district_id } of offices)
    for (const { ledger } of ledgers.values()) {
      if (unused.has(ledger.key)) continue;
      for (const month of listMonths(addToMonth(anchorMonth, 1 - months), anchorMonth)) {
        const opened = busy.has(ledger.key) ? random.between(12, 60) : random.chance(0.6) ? random.between(1, 8) : 0;
        if (opened === 0) continue;
        const base = { district_id, office_id, month, ledger: ledger.key };
        const exported = random.chance(0.4) ? random.between(1, 3) : 0;
        const printed = random.chance(0.5) ? random.between(1, 4) : 0;
        const all = { opened, exported, printed };
        for (const [act, uses] of Object.entries(all)) {
          if (uses === 0) continue;
          rows.push({ ...base, kind: 'ledger', item: '', act, uses });
          for (const item of ledger.columns) rows.push({ ...base, kind: 'column', item, act, uses });
        }
      }
    }
  await sql`insert into ledger_use (district_id, office_id, month, ledger, kind, item, act, uses)
    select k.* from json_to_recordset(${JSON.stringify(rows)}::json)
      as k (district_id int, office_id uuid, month int, ledger text, kind text, item text, act text, uses int)`.execute(
    system.db.kysely,
  );
}

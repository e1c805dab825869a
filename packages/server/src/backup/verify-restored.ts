/** What a restored database has to pass before anybody uses it. */
import { verifyAudit } from '../audit/verify-audit.ts';
import type { System } from '../platform/open-system.ts';
import { listBrokenSeals } from '../report/seal-forms.ts';
import { verifyLedger } from '../statistics/verify.ts';

export interface RestoredVerdict {
  /** 0 when the database is as it must be. */
  differences: number;
  ledger: { differences: number; subjects: number; facts: number; sealed: number };
  brokenSeals: number;
  audit: { differences: number; links: number; unlinked: number; publishedHeads: number };
  seconds: number;
}

/** @param every derive again every n-th chunk of subjects only; all else is compared whole */
export async function verifyRestored(system: System, every = 1): Promise<RestoredVerdict> {
  const began = performance.now();
  const ledger = await verifyLedger(system, () => {}, every);
  const { tree } = await system.reference.current();
  const districts = [...tree.areas.values()].filter((area) => area.kind === 'district').map((area) => area.areaId);
  const brokenSeals = (await listBrokenSeals(system.db.kysely, districts)).length;
  const audit = await verifyAudit(system.db.kysely, system.dataDir);
  return {
    differences: ledger.differences + brokenSeals + audit.differences,
    ledger: {
      differences: ledger.differences,
      subjects: ledger.subjects,
      facts: ledger.facts,
      sealed: ledger.sealed,
    },
    brokenSeals,
    audit: {
      differences: audit.differences,
      links: audit.links,
      unlinked: audit.unlinked,
      publishedHeads: audit.publishedHeads,
    },
    seconds: Math.round((performance.now() - began) / 10) / 100,
  };
}

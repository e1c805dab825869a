/** A street that makes survey drives, and the communities that enter for them: everything goes over HTTP. */
import { randomUUID } from 'node:crypto';
import { campaignContracts } from '@renshe/domain/campaign/campaign.contract.ts';
import { type SurveyRow, surveyContracts } from '@renshe/domain/survey/survey.contract.ts';
import { expect } from 'vitest';
import type { Persona } from './personas.ts';
import { here, idOf } from './roster-fixture.ts';
import type { TestApp } from './test-app.ts';

export const street = '321102001000';

export function surveyRow(fields: Partial<SurveyRow>): SurveyRow {
  return {
    rowKey: randomUUID(),
    confirmed: true,
    household: { how: 'together', group: 0 },
    relation: null,
    name: '某某',
    citizenId: idOf(),
    phone: '',
    address: '',
    hukouType: '51',
    education: '71',
    employmentStatus: '61',
    employer: '',
    note: '',
    ...fields,
  };
}

export const campaignFields = {
  name: '秋季入户调查',
  purpose: '摸清就业状况',
  kind: 'full' as const,
  startsOn: '2026-11-16',
  endsOn: '2026-11-25',
  recheckPercent: 50,
  communities: [here],
};

export function campaignDesk(of: () => TestApp) {
  let minutes = 0;
  const desk = {
    /** The clock stands still: what happens after something else has to happen later. */
    later(): void {
      minutes++;
      of().clock.set(new Date(Date.parse('2026-11-20T10:00:00+08:00') + minutes * 60_000).toISOString());
    },
    /** Saves rows of a community; all are taken without a word. */
    async enter(rows: SurveyRow[], entryId?: string, persona: Persona = 'worker', areaCode = here) {
      const { body, error } = await of().call(persona, surveyContracts.save, {
        body: { areaCode, rows, ...(entryId && { entryId }) },
      });
      expect(error).toBeUndefined();
      expect(body.rows.map((row) => row.message)).toEqual(rows.map(() => null));
      return {
        householdId: body.rows[0]!.householdId!,
        people: body.rows.map((row, i) => ({ residentId: row.residentId!, name: rows[i]!.name })),
        saveId: body.rows[0]!.saveId!,
        outcomes: body.rows.map((row) => row.outcome),
      };
    },
    create: (change: object = {}, persona: Persona = 'clerk', areaCode = street) =>
      of().call(persona, campaignContracts.create, { body: { ...campaignFields, areaCode, ...change } }),
    /** A drive that has begun, whatever others it overlaps with. */
    async started(change: object = {}): Promise<string> {
      const { body, error } = await desk.create(change);
      expect(error).toBeUndefined();
      const params = { campaignId: body.campaignId };
      desk.later();
      const begun = await of().call('clerk', campaignContracts.start, {
        params,
        body: { version: 1, confirmed: true },
      });
      expect(begun.error).toBeUndefined();
      desk.later();
      return body.campaignId;
    },
  };
  return desk;
}

/** Lines of a timeline about what somebody draws: community care with its confirmations, and policies. */
import type { ResidentRecords } from './resident-records.ts';
import type { AddLine } from './resident-timeline.ts';

/** What the card of handing over said about the way of living. */
function cardOf(care: ResidentRecords['retiree_care'][number], records: ResidentRecords) {
  return records.retiree_living.find(
    (one) => one.from_on === care.handed_over_on && one.created_at === care.created_at,
  );
}

/** A card that was written again says what a former one had said of that day. */
function saidBefore(care: ResidentRecords['retiree_care'][number], records: ResidentRecords) {
  return records.retiree_living.find(
    (one) =>
      one.from_on === care.handed_over_on &&
      one.created_at < care.created_at &&
      (one.voided_at === null || one.voided_at > care.created_at),
  );
}

export function addRetireeCare(records: ResidentRecords, add: AddLine): void {
  for (const row of records.retiree_care) {
    const base = { recordId: row.care_id, voided: row.voided_at !== null };
    add({
      kind: 'retiree-care-taken',
      on: row.handed_over_on,
      data: {
        formerEmployer: row.former_employer,
        retiredOn: row.retired_on,
        pension: row.pension,
        lastConfirmedOn: row.last_confirmed_on,
        filePlace: row.file_place,
        fileNumber: row.file_number,
        living: (cardOf(row, records) ?? saidBefore(row, records))?.living ?? null,
        disabled: row.disabled,
        partyMember: row.party_member,
        note: row.note,
      },
      at: row.created_at,
      by: row.created_by,
      ...base,
    });
    if (row.ended_on === null) continue;
    const end = records.registration_change.findLast((c) => c.record_id === row.care_id && c.action === 'ended');
    add({
      kind: 'retiree-care-ended',
      on: row.ended_on,
      data: { reason: row.end_reason, note: row.end_note },
      at: end?.changed_at ?? row.created_at,
      by: end?.changed_by ?? row.created_by,
      ...base,
    });
  }
  const cards = new Set(records.retiree_care.map((row) => cardOf(row, records)));
  for (const row of records.retiree_living)
    if (!cards.has(row))
      add({
        kind: 'retiree-living-changed',
        on: row.from_on,
        data: { living: row.living },
        at: row.created_at,
        by: row.created_by,
        recordId: row.living_id,
        voided: row.voided_at !== null,
      });
  for (const row of records.eligibility_confirmation)
    add({
      kind: 'confirmation-recorded',
      on: row.confirmed_on,
      data: { confirmedBy: row.way, result: row.result, note: row.note },
      at: row.created_at,
      by: row.created_by,
      recordId: row.confirmation_id,
      voided: row.voided_at !== null,
    });
}

export function addPolicyBenefits(records: ResidentRecords, add: AddLine): void {
  for (const row of records.policy_benefit) {
    const base = { recordId: row.benefit_id, voided: row.voided_at !== null };
    add({
      kind: 'policy-benefit-recorded',
      on: row.from_on,
      data: {
        policyName: row.policy_name,
        document: row.document,
        toOn: row.to_on,
        amount: row.amount_fen,
        source: row.note,
      },
      at: row.created_at,
      by: row.created_by,
      ...base,
    });
    const end = records.registration_change.findLast((c) => c.record_id === row.benefit_id && c.action === 'ended');
    if (end && row.to_on !== null)
      add({
        kind: 'policy-benefit-ended',
        on: row.to_on,
        data: { policyName: row.policy_name, why: end.reason },
        at: end.changed_at,
        by: end.changed_by,
        ...base,
      });
  }
}

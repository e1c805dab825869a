import { attachmentContracts } from '@renshe/domain/attachment/attachment.contract.ts';
import type { AttachmentKind } from '@renshe/domain/code/attachment-kind.ts';
import { sql } from 'kysely';
import { addAttachment, type Prepared } from '../attachment/add-attachment.ts';
import { cleanPicture } from '../attachment/clean-picture.ts';
import { dropAttachment } from '../attachment/drop-attachment.ts';
import { digestBytes } from '../platform/digest-bytes.ts';
import type { System } from '../platform/open-system.ts';
import { actAs } from './act-as.ts';
import { drawPaper, type Paper } from './draw-papers.ts';

const limits = { kilobytes: 1024, longestSide: 1600 };

async function prepare(paper: Paper, serial: number): Promise<Prepared> {
  const { picture, preview } = drawPaper(paper, serial);
  const cleaned = cleanPicture(picture, limits);
  return { picture: cleaned, preview, digest: (await digestBytes(cleaned.bytes)).toString('hex') };
}

const onPeople: readonly [Paper, AttachmentKind][] = [
  ['house', 'visit-photo'],
  ['form', 'proof'],
  ['card', 'document-copy'],
];

/** Photos of visits and scans on some files of the worker's community, one of them dropped again; all of them drawn, none of anybody. */
export async function attachPapers(system: System, at: { community: string; worker: string }): Promise<void> {
  const act = await actAs(system);
  const { rows } = await sql<{ resident_id: string; contact_id: string; household_id: string | null }>`
    select distinct on (c.contacted_on, c.resident_id) c.resident_id, c.contact_id, m.household_id
    from contact c join resident r on r.district_id = c.district_id and r.resident_id = c.resident_id
      join area_version v on v.area_id = r.area_id and v.to_on is null
      left join household_member m on m.district_id = r.district_id and m.resident_id = r.resident_id and m.to_on is null and m.voided_at is null
    where v.code = ${at.community} and c.way = 'visit' and c.voided_at is null and r.ended_on is null
    order by c.contacted_on desc, c.resident_id limit 5`.execute(system.db.kysely);
  for (const [nth, row] of rows.entries()) {
    const params = { residentId: row.resident_id };
    for (const [paper, kind] of onPeople.slice(0, 1 + (nth % onPeople.length))) {
      const prepared = await prepare(paper, nth);
      const contactId = kind === 'visit-photo' ? row.contact_id : null;
      const { attachmentId } = await act(
        at.worker,
        attachmentContracts.addToResident,
        { params, body: { kind } },
        (c) => addAttachment({ ...c, prepared }, 'resident', row.resident_id, contactId),
      );
      if (nth === 2 && kind === 'proof')
        await act(
          at.worker,
          attachmentContracts.drop,
          { params: { attachmentId }, body: { why: '拍歪了，重拍' } },
          dropAttachment,
        );
    }
    const { household_id: householdId } = row;
    if (householdId === null || nth > 1) continue;
    const prepared = await prepare('house', nth + 7);
    await act(
      at.worker,
      attachmentContracts.addToHousehold,
      { params: { householdId }, body: { kind: 'other' } },
      (c) => addAttachment({ ...c, prepared }, 'household', householdId, null),
    );
  }
}

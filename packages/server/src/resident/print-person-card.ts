import { codeName } from '@renshe/domain/code/code-set.ts';
import { educations } from '@renshe/domain/code/education.ts';
import { ethnicities } from '@renshe/domain/code/ethnicity.ts';
import { familyRelations } from '@renshe/domain/code/family-relation.ts';
import { householdRegistrations } from '@renshe/domain/code/household-registration.ts';
import { maritalStatuses } from '@renshe/domain/code/marital-status.ts';
import { sexes } from '@renshe/domain/code/sex.ts';
import { skillLevels } from '@renshe/domain/code/skill-level.ts';
import type { residentContracts } from '@renshe/domain/resident/resident.contract.ts';
import { findInstallation } from '../platform/installation.ts';
import { renderPdf } from '../platform/pdf.ts';
import type { LabelledValue } from '../platform/pdf-templates.ts';
import type { FileAnswer, ReadContext } from '../platform/route.ts';
import { dutyName, statusWords, timelineWords } from './card-words.ts';
import { subjectOf } from './change-resident-file.ts';
import { getResident, readResidentFile } from './resident-file.ts';

const mostLines = 40;

/** The office that a document names: the actor's post whose area holds the subject, or else the first one. */
export function officeName(c: {
  actor: { posts: readonly { officeName: string; role: string; areaId: number }[] };
}): string {
  return c.actor.posts[0]?.officeName ?? '';
}

/** 一人一卡 as PDF, numbers masked: the card lies on desks. */
export async function printPersonCard(c: ReadContext<typeof residentContracts.printCard>): Promise<FileAnswer> {
  const row = await getResident(c.r, c.scope, c.params.residentId);
  const file = await readResidentFile(c.r, c.scope, c.reference, c.today, c.params.residentId, () => []);
  const fields: LabelledValue[] = [
    { label: '性别', value: codeName(sexes, file.sex, 'zh') },
    { label: '出生日期', value: `${file.birthOn}（${file.age} 岁）` },
    { label: '公民身份号码', value: file.citizenIdMasked },
    { label: '电话', value: file.phoneMasked ?? '' },
    { label: '户口性质', value: codeName(householdRegistrations, file.hukouType, 'zh') },
    { label: '民族', value: codeName(ethnicities, file.ethnicity, 'zh') },
    { label: '文化程度', value: codeName(educations, file.education, 'zh') },
    { label: '婚姻状况', value: codeName(maritalStatuses, file.marital, 'zh') },
    { label: '技能等级', value: codeName(skillLevels, file.skillLevel, 'zh') },
    { label: '法定退休日期', value: file.statutoryRetirementOn ?? '' },
    { label: '住址', value: file.address, wide: true },
  ];
  const pdf = await renderPdf(
    'person-card',
    {
      ...(file.certificates[0] && { number: file.certificates[0].number }),
      name: file.name,
      community: file.area.pathName,
      status: statusWords(file.status, c.today),
      fields: fields.filter((field) => field.value !== ''),
      ...(file.household && {
        household: {
          number: file.household.number,
          address: file.household.address,
          members: file.household.members.map((m) => ({
            relation: codeName(familyRelations, m.relation, 'zh'),
            name: m.name,
            sex: m.sex === null ? '' : codeName(sexes, m.sex, 'zh'),
            age: m.age === null ? '' : String(m.age),
            status: m.inScope ? statusWords(m.status, c.today)[0]! : '',
          })),
        },
      }),
      timeline: file.timeline
        .filter((line) => !line.voided)
        .slice(0, mostLines)
        .map(timelineWords),
      duties: file.duties
        .filter((duty) => duty.doneOn === null)
        .map((duty) => ({ dueOn: duty.dueOn, content: dutyName(duty.kind), overdue: duty.overdueDays > 0 })),
      ...(file.note && { notes: [file.note] }),
      printedOn: c.today,
      printedBy: c.actor.name,
      office: officeName(c),
      demo: (await findInstallation(c.r))?.demo ?? false,
    },
    { createdAt: c.at },
  );
  c.audit({ ...subjectOf(row), purpose: c.body.purpose });
  return { file: pdf, fileName: `一人一卡-${file.name}-${c.today}.pdf` };
}

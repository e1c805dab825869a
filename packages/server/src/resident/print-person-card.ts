import { codeName } from '@renshe/domain/code/code-set.ts';
import { educations } from '@renshe/domain/code/education.ts';
import { ethnicities } from '@renshe/domain/code/ethnicity.ts';
import { familyRelations } from '@renshe/domain/code/family-relation.ts';
import { householdRegistrations } from '@renshe/domain/code/household-registration.ts';
import { maritalStatuses } from '@renshe/domain/code/marital-status.ts';
import { sexes } from '@renshe/domain/code/sex.ts';
import { skillLevels } from '@renshe/domain/code/skill-level.ts';
import type { Language } from '@renshe/domain/kernel/app-error.ts';
import type { residentContracts } from '@renshe/domain/resident/resident.contract.ts';
import { findInstallation } from '../platform/installation.ts';
import { renderPdf } from '../platform/pdf.ts';
import type { LabelledValue, PersonCard, PrintedDocument } from '../platform/pdf-templates.ts';
import type { FileAnswer, ReadContext } from '../platform/route.ts';
import { dutyName, statusWords, timelineWords } from './card-words.ts';
import { subjectOf } from './change-resident-file.ts';
import { getResident, readResidentFile } from './resident-file.ts';

const mostLines = 40;

const words = {
  zh: {
    card: '一人一卡',
    sex: '性别',
    birthOn: '出生日期',
    citizenId: '公民身份号码',
    phone: '电话',
    hukou: '户口性质',
    ethnicity: '民族',
    education: '文化程度',
    marital: '婚姻状况',
    skill: '技能等级',
    retirement: '法定退休日期',
    address: '住址',
  },
  en: {
    card: 'person-card',
    sex: 'Sex',
    birthOn: 'Born on',
    citizenId: 'Identity number',
    phone: 'Phone',
    hukou: 'Registered as',
    ethnicity: 'Ethnicity',
    education: 'Education',
    marital: 'Marital status',
    skill: 'Skill level',
    retirement: 'Retirement by law',
    address: 'Address',
  },
} as const satisfies Record<Language, object>;

/** The office that a document names: the actor's post whose area holds the subject, or else the first one. */
export function officeName(c: {
  actor: { posts: readonly { officeName: string; role: string; areaId: number }[] };
}): string {
  return c.actor.posts[0]?.officeName ?? '';
}

/** For whom and when cards are printed; a task has the same as a request. */
export type CardContext = Pick<
  ReadContext<typeof residentContracts.printCard>,
  'r' | 'scope' | 'tree' | 'reference' | 'today' | 'language' | 'actor'
>;

/** What every printed card says of its printing. */
export async function printedBy(c: CardContext): Promise<PrintedDocument> {
  return {
    language: c.language,
    printedOn: c.today,
    printedBy: c.actor.name,
    office: officeName(c),
    demo: (await findInstallation(c.r))?.demo ?? false,
  };
}

/** The card of one person, numbers masked: the card lies on desks. */
export async function personCard(
  c: CardContext,
  residentId: string,
): Promise<{ card: PersonCard; subject: ReturnType<typeof subjectOf> }> {
  const row = await getResident(c.r, c.scope, residentId);
  const file = await readResidentFile(c.r, c.scope, c.reference, c.today, residentId, () => []);
  const { language } = c;
  const w = words[language];
  const born = language === 'zh' ? `${file.birthOn}（${file.age} 岁）` : `${file.birthOn} (aged ${file.age})`;
  const fields: LabelledValue[] = [
    { label: w.sex, value: codeName(sexes, file.sex, language) },
    { label: w.birthOn, value: born },
    { label: w.citizenId, value: file.citizenIdMasked },
    { label: w.phone, value: file.phoneMasked ?? '' },
    { label: w.hukou, value: codeName(householdRegistrations, file.hukouType, language) },
    { label: w.ethnicity, value: codeName(ethnicities, file.ethnicity, language) },
    { label: w.education, value: codeName(educations, file.education, language) },
    { label: w.marital, value: codeName(maritalStatuses, file.marital, language) },
    { label: w.skill, value: codeName(skillLevels, file.skillLevel, language) },
    { label: w.retirement, value: file.statutoryRetirementOn ?? '' },
    { label: w.address, value: file.address, wide: true },
  ];
  const card: PersonCard = {
    ...(file.certificates[0] && { number: file.certificates[0].number }),
    name: file.name,
    community: file.area.pathName,
    status: statusWords(file.status, c.today, language),
    fields: fields.filter((field) => field.value !== ''),
    ...(file.household && {
      household: {
        number: file.household.number,
        address: file.household.address,
        members: file.household.members.map((m) => ({
          relation: codeName(familyRelations, m.relation, language),
          name: m.name,
          sex: m.sex === null ? '' : codeName(sexes, m.sex, language),
          age: m.age === null ? '' : String(m.age),
          status: m.inScope ? statusWords(m.status, c.today, language)[0]! : '',
        })),
      },
    }),
    timeline: file.timeline
      .filter((line) => !line.voided)
      .slice(0, mostLines)
      .map((line) => timelineWords(line, language)),
    duties: file.duties
      .filter((duty) => duty.doneOn === null)
      .map((duty) => ({ dueOn: duty.dueOn, content: dutyName(duty.kind, language), overdue: duty.overdueDays > 0 })),
    ...(file.note && { notes: [file.note] }),
  };
  return { card, subject: subjectOf(row) };
}

/** 一人一卡 as PDF. */
export async function printPersonCard(c: ReadContext<typeof residentContracts.printCard>): Promise<FileAnswer> {
  const { card, subject } = await personCard(c, c.params.residentId);
  const file = await renderPdf('person-card', { ...card, ...(await printedBy(c)) }, { createdAt: c.at });
  c.audit({ ...subject, purpose: c.body.purpose });
  return { file, fileName: `${words[c.language].card}-${card.name}-${c.today}.pdf` };
}

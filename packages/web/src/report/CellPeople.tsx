import { shortAreaName } from '@renshe/domain/area/area.rules.ts';
import type { reportPersonSchema } from '@renshe/domain/report/report.contract.ts';
import { Segmented } from 'antd';
import type { ReactNode } from 'react';
import type { z } from 'zod';
import { DataTable } from '../kit/DataTable.tsx';
import { useTexts } from '../kit/i18n.ts';

type Person = z.infer<typeof reportPersonSchema>;

export type RatioPart = 'numerator' | 'denominator';

/** Whose people are listed of a ratio. */
export function PartSwitch(props: { part: RatioPart; onPart: (part: RatioPart) => void }): ReactNode {
  const { t } = useTexts();
  return (
    <p>
      <Segmented<RatioPart>
        aria-label={t('report.cell.part')}
        value={props.part}
        options={[
          { value: 'numerator', label: t('report.cell.numerator') },
          { value: 'denominator', label: t('report.cell.denominator') },
        ]}
        onChange={(part) => props.onPart(part)}
      />
    </p>
  );
}

/** The people or households behind a number, each leading to her file; whoever has left the reader's area is masked and leads nowhere. */
export function CellPeople(props: {
  answer: { count: number; people: Person[] } | undefined;
  loading: boolean;
  paging: { offset: number; limit: number; onOffset: (offset: number) => void };
}): ReactNode {
  const { t } = useTexts();
  return (
    <DataTable
      name="report.cell.people"
      label={t('report.cell.people')}
      rows={props.answer?.people}
      rowKey={(person) => `${person.subjectId} ${person.effectiveOn} ${person.quantity}`}
      count={props.answer?.count}
      loading={props.loading}
      paging={props.paging}
      empty={{ title: t('report.cell.none') }}
      columns={[
        {
          title: t('report.cell.name'),
          key: 'name',
          render: (_, person) => (
            <span className="cell-person">
              {person.inScope ? (
                <a
                  href={`/${person.subjectKind === 'household' ? 'households' : 'residents'}/${person.subjectId}`}
                  aria-label={t('report.cell.openFile', { name: person.name })}
                >
                  {person.name}
                </a>
              ) : (
                <span>{person.name}</span>
              )}
              {person.sex === null && person.age === null ? null : (
                <small>
                  {person.sex === null ? '' : t(`kit.sex.${person.sex}`)}{' '}
                  {person.age === null ? '' : t('kit.person.age', { count: person.age })}
                </small>
              )}
              {person.quantity < 0 ? <small>{t('report.cell.minus', { count: -person.quantity })}</small> : null}
              {person.quantity > 1 ? <small>{t('report.cell.times', { count: person.quantity })}</small> : null}
              {person.inScope ? null : <small>{t('report.cell.outOfScope')}</small>}
            </span>
          ),
        },
        { title: t('report.cell.area'), key: 'area', render: (_, person) => shortAreaName(person.area.name) },
        {
          title: t('report.cell.on'),
          key: 'on',
          render: (_, person) => <span className="figures nowrap">{person.effectiveOn}</span>,
        },
      ]}
    />
  );
}

import { shortAreaName } from '@renshe/domain/area/area.rules.ts';
import { codeName } from '@renshe/domain/code/code-set.ts';
import { familyRelations, headOfHousehold } from '@renshe/domain/code/family-relation.ts';
import { type HouseholdFileView, householdContracts } from '@renshe/domain/household/household.contract.ts';
import { Link, useParams } from '@tanstack/react-router';
import { Alert, Button, Spin, Table, type TableColumnsType, Tag } from 'antd';
import { type ReactNode, useState } from 'react';
import { useCan } from '../app/session.ts';
import { AttachmentCard } from '../attachment/AttachmentCard.tsx';
import { ErrorPage } from '../kit/ErrorPage.tsx';
import { useTexts } from '../kit/i18n.ts';
import { type MoreAction, PageHeader } from '../kit/PageHeader.tsx';
import { useFile } from '../kit/PurposeDialog.tsx';
import { useRead } from '../kit/use-api.ts';
import { RemarkCard, RemarkOnEvent, RemarksOfFile } from '../remark/RemarkCard.tsx';
import { aboutOfEntry, useRemarkedFile } from '../remark/remarked-file.ts';
import { HouseholdFieldHistory } from '../resident/FieldHistory.tsx';
import { ResidentTimeline } from '../resident/ResidentTimeline.tsx';
import { StatusChips } from '../resident/StatusChips.tsx';
import {
  ChangeHeadDrawer,
  ChangeHouseholdDrawer,
  JoinHouseholdDrawer,
  LeaveHouseholdDrawer,
} from './MembershipDrawers.tsx';
import { SplitHouseholdDrawer } from './SplitHouseholdDrawer.tsx';
import '../resident/resident.css';

type Member = HouseholdFileView['members'][number];

/** 家庭档案: who lives together and what each one is. */
export function HouseholdFilePage(): ReactNode {
  const { t } = useTexts();
  const { householdId } = useParams({ from: '/frame/households/$householdId' });
  const read = useRead(householdContracts.file, { params: { householdId } });
  if (read.data) return <HouseholdFile key={householdId} household={read.data} />;
  if (read.error?.kind === 'notFound') {
    return (
      <div className="message-page">
        <h1>{t('household.file.notFound')}</h1>
        <p>{t('household.file.notFoundHint')}</p>
        <div className="message-actions">
          <Button type="primary" href="/households">
            {t('household.file.backToList')}
          </Button>
        </div>
      </div>
    );
  }
  if (read.error) return <ErrorPage error={read.error} onRetry={() => void read.refetch()} />;
  return (
    <Spin description={t('kit.loading')}>
      <div className="spin-room" />
    </Spin>
  );
}

type Form = { kind: 'join' | 'split' | 'head' | 'change' } | { kind: 'leave'; member: Member };

function HouseholdFile(props: { household: HouseholdFileView }): ReactNode {
  const { t } = useTexts();
  const { household } = props;
  const mayWrite = useCan('household.write') && household.endedOn === null;
  const mayPrint = useCan('resident.export');
  const card = useFile(householdContracts.printCard);
  // The household as it was when the form opened: a conflict is told against that.
  const [form, setForm] = useState<{ form: Form; household: HouseholdFileView } | null>(null);
  const open = (next: Form) => setForm({ form: next, household });
  const print = () => void card.print({ params: { householdId: household.householdId } });
  const present = household.members.filter((member) => member.toOn === null);
  const more: MoreAction[] = [
    ...(mayWrite
      ? [
          ...(present.length > 1
            ? [
                { key: 'split', label: t('household.split.action'), onClick: () => open({ kind: 'split' }) },
                { key: 'head', label: t('household.head.action'), onClick: () => open({ kind: 'head' }) },
              ]
            : []),
          { key: 'change', label: t('household.change.title'), onClick: () => open({ kind: 'change' }) },
        ]
      : []),
    ...(mayPrint && mayWrite ? [{ key: 'print', label: t('household.file.print'), onClick: print }] : []),
  ];
  const remarked = useRemarkedFile('household', household.householdId, household.timeline);
  return (
    <RemarksOfFile file={remarked}>
      <article className="household-file">
        <PageHeader
          title={
            household.headName
              ? t('household.file.title', { name: household.headName })
              : t('household.file.titlePlain')
          }
          note={
            <div className="file-facts">
              <span className="figures">
                {household.number
                  ? t('household.file.number', { number: household.number })
                  : t('household.file.noNumber')}
                <HouseholdFieldHistory household={household} field="number" />
              </span>
              <span>
                {t(`household.kind.${household.kind}`)}
                <HouseholdFieldHistory household={household} field="kind" />
              </span>
              <span>
                {shortAreaName(household.area.name)} · {household.address || t('resident.file.noAddress')}
                <HouseholdFieldHistory household={household} field="address" />
              </span>
            </div>
          }
          makesNew={mayWrite}
          primary={
            mayWrite ? (
              <Button type="primary" onClick={() => open({ kind: 'join' })}>
                {t('household.join.action')}
              </Button>
            ) : mayPrint ? (
              <Button type="primary" loading={card.busy} onClick={print}>
                {t('household.file.print')}
              </Button>
            ) : undefined
          }
          more={more}
        />
        {household.endedOn ? (
          <Alert
            type="info"
            showIcon
            className="form-hint"
            title={t('household.file.ended', { on: household.endedOn })}
          />
        ) : null}
        {household.zeroEmploymentCandidate ? (
          <Alert
            type="warning"
            showIcon
            className="form-hint"
            title={t('household.list.zero')}
            description={t('household.file.zeroWhy')}
          />
        ) : null}
        <section className="file-card flush">
          <header>
            <h2>{t('household.file.members')}</h2>
          </header>
          {present.length === 0 ? (
            <p className="quiet">{t('household.file.noMembers')}</p>
          ) : (
            <MemberTable
              members={present}
              label={t('household.file.members')}
              {...(mayWrite ? { onLeave: (member: Member) => open({ kind: 'leave', member }) } : {})}
            />
          )}
        </section>
        {household.formerMembers.length > 0 ? (
          <section className="file-card flush">
            <header>
              <h2>{t('household.file.former')}</h2>
            </header>
            <MemberTable members={household.formerMembers} label={t('household.file.former')} former />
          </section>
        ) : null}
        <AttachmentCard owner={{ householdId: household.householdId }} />
        <RemarkCard file={remarked} />
        <section className="file-card">
          <header>
            <h2>{t('household.file.timeline')}</h2>
          </header>
          <ResidentTimeline
            entries={household.timeline}
            actionsOf={(entry) => {
              const about = aboutOfEntry(entry);
              return about ? <RemarkOnEvent about={about} /> : null;
            }}
            emptyText={t('resident.file.timelineEmpty')}
          />
        </section>
        {form ? <HouseholdForm form={form.form} household={form.household} onClose={() => setForm(null)} /> : null}
      </article>
    </RemarksOfFile>
  );
}

function HouseholdForm(props: { form: Form; household: HouseholdFileView; onClose: () => void }): ReactNode {
  const { form, household, onClose } = props;
  switch (form.kind) {
    case 'join':
      return <JoinHouseholdDrawer household={household} onClose={onClose} />;
    case 'leave':
      return <LeaveHouseholdDrawer household={household} member={form.member} onClose={onClose} />;
    case 'split':
      return <SplitHouseholdDrawer household={household} onClose={onClose} />;
    case 'head':
      return <ChangeHeadDrawer household={household} onClose={onClose} />;
    case 'change':
      return <ChangeHouseholdDrawer household={household} onClose={onClose} />;
  }
}

function MemberTable(props: {
  members: readonly Member[];
  label: string;
  former?: boolean;
  onLeave?: (member: Member) => void;
}): ReactNode {
  const { t, language } = useTexts();
  const { onLeave } = props;
  const columns: TableColumnsType<Member> = [
    {
      title: t('resident.field.name'),
      render: (_, member) =>
        member.inScope ? (
          <Link to="/residents/$residentId" params={{ residentId: member.residentId }}>
            {member.name}
          </Link>
        ) : (
          member.name
        ),
    },
    {
      title: t('household.file.relation'),
      render: (_, member) =>
        member.relation === headOfHousehold ? (
          <Tag variant="outlined">{codeName(familyRelations, member.relation, language)}</Tag>
        ) : (
          codeName(familyRelations, member.relation, language)
        ),
    },
    {
      title: t('resident.field.sex'),
      render: (_, member) => (member.inScope ? t(`resident.sex.${member.sex}`) : '—'),
    },
    {
      title: t('household.file.age'),
      align: 'right',
      className: 'figures',
      render: (_, member) => (member.inScope ? member.age : '—'),
    },
    {
      title: t('household.file.status'),
      render: (_, member) =>
        member.inScope ? (
          <StatusChips status={member.status} person={member} />
        ) : (
          <span className="quiet">{t('household.file.outside')}</span>
        ),
    },
    { title: t('household.file.fromOn'), dataIndex: 'fromOn', className: 'figures' },
    ...(props.former
      ? [{ title: t('household.file.toOn'), dataIndex: 'toOn', className: 'figures' }]
      : onLeave
        ? [
            {
              title: <span className="visually-hidden">{t('household.file.more')}</span>,
              align: 'right' as const,
              render: (_: unknown, member: Member) =>
                member.inScope && member.relation !== headOfHousehold ? (
                  <Button
                    size="small"
                    onClick={() => onLeave(member)}
                    aria-label={t('household.file.leaveNamed', { name: member.name })}
                  >
                    {t('household.file.leave')}
                  </Button>
                ) : null,
            },
          ]
        : []),
  ];
  return (
    <Table<Member>
      aria-label={props.label}
      columns={columns}
      dataSource={[...props.members]}
      rowKey={(member) => `${member.residentId}-${member.fromOn}`}
      pagination={false}
      size="middle"
      scroll={{ x: 'max-content' }}
    />
  );
}

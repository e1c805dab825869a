import {
  type AnalysisState,
  analysisContracts,
  type SavedAnalysis,
} from '@renshe/domain/analysis/analysis.contract.ts';
import { findAnalysedIndicator } from '@renshe/domain/analysis/analysis-indicator.ts';
import { App, Checkbox, Drawer, Form, Input, Skeleton } from 'antd';
import { type ReactNode, useState } from 'react';
import { ActionDrawer } from '../kit/ActionDrawer.tsx';
import { ApiError } from '../kit/api.ts';
import { useAreas } from '../kit/area-names.ts';
import { EmptyState } from '../kit/EmptyState.tsx';
import { ErrorLine } from '../kit/ErrorPage.tsx';
import { useTexts } from '../kit/i18n.ts';
import { MoreMenu } from '../kit/PageHeader.tsx';
import { useToast } from '../kit/toast.ts';
import { useCommand, useRead } from '../kit/use-api.ts';
import { type AnalysisSearch, searchOf } from './analysis-address.ts';

interface NameValues {
  name: string;
  shared: boolean;
}

const reads = [analysisContracts.listSaved];

function NameFields(): ReactNode {
  const { t } = useTexts();
  return (
    <>
      <Form.Item
        name="name"
        label={t('analysis.saved.name')}
        rules={[{ required: true, whitespace: true, message: t('analysis.saved.nameHint') }]}
      >
        <Input maxLength={40} placeholder={t('analysis.saved.nameHint')} autoComplete="off" />
      </Form.Item>
      <Form.Item name="shared" valuePropName="checked">
        <Checkbox>{t('analysis.saved.shared')}</Checkbox>
      </Form.Item>
    </>
  );
}

/** Keeps what the page shows under a name. */
export function SaveAnalysisDrawer(props: {
  open: boolean;
  state: AnalysisState;
  month: string;
  onClose: () => void;
}): ReactNode {
  const { t } = useTexts();
  const toast = useToast();
  const save = useCommand(analysisContracts.save, { invalidates: reads });
  const { state } = props;
  return (
    <ActionDrawer<NameValues>
      open={props.open}
      title={t('analysis.saved.saveTitle')}
      note={
        <>
          {t('analysis.saved.saveNote')}
          <br />
          {state.month === null ? t('analysis.saved.newestMonth') : t('analysis.saved.atMonth', { month: state.month })}
        </>
      }
      submitLabel={t('analysis.saved.save')}
      draftKey="analysis:save"
      initialValues={{ name: '', shared: false }}
      onClose={props.onClose}
      onSubmit={async ({ name, shared }) => {
        await save.run({ body: { name: name.trim(), shared, state } });
        toast.saved(t('analysis.saved.saved', { name: name.trim() }));
        props.onClose();
      }}
    >
      <NameFields />
    </ActionDrawer>
  );
}

/** What was saved, own ones first: open, rename, share, delete. */
export function SavedAnalysesDrawer(props: {
  open: boolean;
  onClose: () => void;
  onOpen: (search: AnalysisSearch) => void;
}): ReactNode {
  const { t } = useTexts();
  const read = useRead(analysisContracts.listSaved, {}, { enabled: props.open });
  const [renaming, setRenaming] = useState<SavedAnalysis>();
  const list = read.data?.analyses;
  return (
    <>
      <Drawer
        open={props.open}
        onClose={props.onClose}
        size={480}
        title={<h2 className="drawer-title">{t('analysis.saved.title')}</h2>}
      >
        {read.error ? (
          <ErrorLine error={read.error} onRetry={() => void read.refetch()} />
        ) : list === undefined ? (
          <Skeleton active paragraph={{ rows: 5 }} />
        ) : list.length === 0 ? (
          <EmptyState title={t('analysis.saved.none')} help={t('analysis.saved.noneHelp')} />
        ) : (
          <ul className="saved-analyses">
            {list.map((one) => (
              <SavedLine key={one.analysisId} saved={one} onOpen={props.onOpen} onRename={() => setRenaming(one)} />
            ))}
          </ul>
        )}
      </Drawer>
      {renaming ? <RenameDrawer saved={renaming} onClose={() => setRenaming(undefined)} /> : null}
    </>
  );
}

function SavedLine(props: {
  saved: SavedAnalysis;
  onOpen: (search: AnalysisSearch) => void;
  onRename: () => void;
}): ReactNode {
  const { t, language } = useTexts();
  const { modal } = App.useApp();
  const toast = useToast();
  const { byCode } = useAreas();
  const remove = useCommand(analysisContracts.deleteSaved, { invalidates: reads });
  const { saved } = props;
  const { state } = saved;
  const search = searchOf(state);
  const query = new URLSearchParams();
  for (const [name, value] of Object.entries(search)) if (value) query.set(name, value);
  const ask = () =>
    void modal.confirm({
      title: t('analysis.saved.removeTitle', { name: saved.name }),
      content: t('analysis.saved.removeHelp'),
      okText: t('analysis.saved.removeDo'),
      okButtonProps: { danger: true },
      cancelText: t('kit.cancel'),
      onOk: async () => {
        try {
          await remove.run({ params: { analysisId: saved.analysisId }, body: { version: saved.version } });
          toast.saved(t('analysis.saved.deleted', { name: saved.name }));
        } catch (error) {
          if (!(error instanceof ApiError)) throw error;
          toast.problem(error.message);
        }
      },
    });
  return (
    <li>
      <div className="saved-words">
        <a
          href={`/analysis?${query}`}
          onClick={(event) => {
            if (event.ctrlKey || event.metaKey) return;
            event.preventDefault();
            props.onOpen(search);
          }}
        >
          {saved.name}
        </a>
        <small>
          {[
            byCode.get(state.area)?.name,
            t(`analysis.tabs.${state.tab}`),
            state.indicators
              .map((key) => findAnalysedIndicator(key)?.[language] ?? key)
              .join(language === 'zh' ? '、' : ', '),
            state.month === null ? t('analysis.newest') : t('analysis.saved.monthFixed', { month: state.month }),
          ]
            .filter(Boolean)
            .join(' · ')}
        </small>
        <small>
          {saved.mine
            ? `${t('analysis.saved.mine')} · ${t(saved.shared ? 'analysis.saved.sharedTag' : 'analysis.saved.privateTag')}`
            : t('analysis.saved.owner', { owner: saved.owner, office: saved.office })}
        </small>
      </div>
      {saved.mine ? (
        <MoreMenu
          actions={[
            { key: 'rename', label: t('analysis.saved.rename'), onClick: props.onRename },
            { key: 'remove', label: t('analysis.saved.remove'), danger: true, onClick: ask },
          ]}
        />
      ) : null}
    </li>
  );
}

function RenameDrawer(props: { saved: SavedAnalysis; onClose: () => void }): ReactNode {
  const { t } = useTexts();
  const toast = useToast();
  const change = useCommand(analysisContracts.changeSaved, { invalidates: reads });
  const { saved } = props;
  return (
    <ActionDrawer<NameValues>
      open
      title={t('analysis.saved.renameTitle', { name: saved.name })}
      submitLabel={t('analysis.saved.renameSave')}
      draftKey={`analysis:rename:${saved.analysisId}:${saved.version}`}
      initialValues={{ name: saved.name, shared: saved.shared }}
      onClose={props.onClose}
      onSubmit={async ({ name, shared }) => {
        await change.run({
          params: { analysisId: saved.analysisId },
          body: { version: saved.version, name: name.trim(), shared },
        });
        toast.saved(t('analysis.saved.changed', { name: name.trim() }));
        props.onClose();
      }}
    >
      <NameFields />
    </ActionDrawer>
  );
}

import { DownOutlined } from '@ant-design/icons';
import { type LedgerState, ledgerContracts, type SavedLedgerView } from '@renshe/domain/ledger/ledger.contract.ts';
import { App, Button, Checkbox, Drawer, Dropdown, Form, Input } from 'antd';
import { type ReactNode, useState } from 'react';
import { ActionDrawer } from '../kit/ActionDrawer.tsx';
import { ApiError } from '../kit/api.ts';
import { EmptyState } from '../kit/EmptyState.tsx';
import { useTexts } from '../kit/i18n.ts';
import { MoreMenu } from '../kit/PageHeader.tsx';
import { useToast } from '../kit/toast.ts';
import { useCommand, useRead } from '../kit/use-api.ts';

const reads = [ledgerContracts.listViews];

interface ViewValues {
  name: string;
  shared: boolean;
  fixed: boolean;
}

/** Views of this ledger: open one, keep the present one with a name, rename, share, delete. */
export function LedgerViews(props: {
  ledger: string;
  /** What the page shows now; `period` is there only when it is not the present one. */
  state: LedgerState;
  onOpen: (state: LedgerState, view: string) => void;
}): ReactNode {
  const { t } = useTexts();
  const [open, setOpen] = useState<'save' | 'manage'>();
  const read = useRead(ledgerContracts.listViews, {});
  const views = (read.data?.views ?? []).filter((one) => one.ledger === props.ledger);
  return (
    <>
      <Dropdown
        trigger={['click']}
        menu={{
          items: [
            ...views.map((one) => ({
              key: one.viewId,
              label: one.mine ? one.name : `${one.name} (${one.owner})`,
              onClick: () => props.onOpen(one.state, one.viewId),
            })),
            ...(views.length > 0 ? [{ type: 'divider' as const }] : []),
            { key: 'save', label: t('ledger.views.save'), onClick: () => setOpen('save') },
            ...(views.length > 0
              ? [{ key: 'manage', label: t('ledger.views.manage'), onClick: () => setOpen('manage') }]
              : []),
          ],
        }}
      >
        <Button icon={<DownOutlined aria-hidden />} iconPlacement="end">
          {t('ledger.views.menu')}
        </Button>
      </Dropdown>
      {open === 'save' ? (
        <SaveDrawer ledger={props.ledger} state={props.state} onClose={() => setOpen(undefined)} />
      ) : null}
      <ManageDrawer
        open={open === 'manage'}
        views={views}
        state={props.state}
        onClose={() => setOpen(undefined)}
        onOpen={(state, view) => {
          setOpen(undefined);
          props.onOpen(state, view);
        }}
      />
    </>
  );
}

function NameFields(): ReactNode {
  const { t } = useTexts();
  return (
    <>
      <Form.Item
        name="name"
        label={t('ledger.views.name')}
        rules={[{ required: true, whitespace: true, message: t('ledger.views.nameHint') }]}
      >
        <Input maxLength={40} placeholder={t('ledger.views.nameHint')} autoComplete="off" />
      </Form.Item>
      <Form.Item name="shared" valuePropName="checked">
        <Checkbox>{t('ledger.views.shared')}</Checkbox>
      </Form.Item>
    </>
  );
}

function SaveDrawer(props: { ledger: string; state: LedgerState; onClose: () => void }): ReactNode {
  const { t } = useTexts();
  const toast = useToast();
  const save = useCommand(ledgerContracts.saveView, { invalidates: reads });
  const { period, ...rest } = props.state;
  return (
    <ActionDrawer<ViewValues>
      open
      title={t('ledger.views.saveTitle')}
      note={t('ledger.views.saveNote')}
      submitLabel={t('ledger.views.save')}
      draftKey={`ledger:${props.ledger}:view`}
      initialValues={{ name: '', shared: false, fixed: false }}
      onClose={props.onClose}
      onSubmit={async ({ name, shared, fixed }) => {
        const state: LedgerState = fixed && period ? { ...rest, period } : rest;
        await save.run({ params: { ledger: props.ledger }, body: { name: name.trim(), shared, state } });
        toast.saved(t('ledger.views.saved', { name: name.trim() }));
        props.onClose();
      }}
    >
      <NameFields />
      {period ? (
        <Form.Item name="fixed" valuePropName="checked">
          <Checkbox>{t('ledger.views.keepPeriod', { period })}</Checkbox>
        </Form.Item>
      ) : null}
    </ActionDrawer>
  );
}

function ManageDrawer(props: {
  open: boolean;
  views: readonly SavedLedgerView[];
  state: LedgerState;
  onClose: () => void;
  onOpen: (state: LedgerState, view: string) => void;
}): ReactNode {
  const { t } = useTexts();
  const [renaming, setRenaming] = useState<SavedLedgerView>();
  return (
    <>
      <Drawer
        open={props.open}
        onClose={props.onClose}
        size={480}
        title={<h2 className="drawer-title">{t('ledger.views.title')}</h2>}
      >
        {props.views.length === 0 ? (
          <EmptyState title={t('ledger.views.none')} help={t('ledger.views.noneHelp')} />
        ) : (
          <ul className="ledger-views">
            {props.views.map((one) => (
              <ViewLine
                key={one.viewId}
                view={one}
                state={props.state}
                onOpen={() => props.onOpen(one.state, one.viewId)}
                onRename={() => setRenaming(one)}
              />
            ))}
          </ul>
        )}
      </Drawer>
      {renaming ? <RenameDrawer view={renaming} onClose={() => setRenaming(undefined)} /> : null}
    </>
  );
}

function ViewLine(props: {
  view: SavedLedgerView;
  state: LedgerState;
  onOpen: () => void;
  onRename: () => void;
}): ReactNode {
  const { t } = useTexts();
  const { modal } = App.useApp();
  const toast = useToast();
  const change = useCommand(ledgerContracts.changeView, { invalidates: reads });
  const remove = useCommand(ledgerContracts.deleteView, { invalidates: reads });
  const { view } = props;
  const { viewId, name, shared, version } = view;
  const orSay = async (work: Promise<unknown>, done: string) => {
    try {
      await work;
      toast.saved(done);
    } catch (error) {
      if (!(error instanceof ApiError)) throw error;
      toast.problem(error.message);
    }
  };
  const replace = () => {
    const { period, ...rest } = props.state;
    const state: LedgerState = view.state.period && period ? { ...rest, period } : rest;
    const body = { version, name, shared, state };
    void orSay(change.run({ params: { viewId }, body }), t('ledger.views.changed', { name }));
  };
  const ask = () =>
    void modal.confirm({
      title: t('ledger.views.removeTitle', { name }),
      content: t('ledger.views.removeHelp'),
      okText: t('ledger.views.removeDo'),
      okButtonProps: { danger: true },
      cancelText: t('kit.cancel'),
      onOk: () => orSay(remove.run({ params: { viewId }, body: { version } }), t('ledger.views.deleted', { name })),
    });
  return (
    <li>
      <div>
        <Button type="link" className="ledger-view-open" onClick={props.onOpen}>
          {name}
        </Button>
        <small>
          {view.state.period ? t('ledger.views.fixed', { period: view.state.period }) : t('ledger.views.always')}
        </small>
        <small>
          {view.mine
            ? `${t('ledger.views.mine')} · ${t(shared ? 'ledger.views.sharedTag' : 'ledger.views.privateTag')}`
            : t('ledger.views.owner', { owner: view.owner, office: view.office })}
        </small>
      </div>
      {view.mine ? (
        <MoreMenu
          actions={[
            { key: 'rename', label: t('ledger.views.rename'), onClick: props.onRename },
            { key: 'replace', label: t('ledger.views.replace'), onClick: replace },
            { key: 'remove', label: t('ledger.views.remove'), danger: true, onClick: ask },
          ]}
        />
      ) : null}
    </li>
  );
}

function RenameDrawer(props: { view: SavedLedgerView; onClose: () => void }): ReactNode {
  const { t } = useTexts();
  const toast = useToast();
  const change = useCommand(ledgerContracts.changeView, { invalidates: reads });
  const { view } = props;
  return (
    <ActionDrawer<Omit<ViewValues, 'fixed'>>
      open
      title={t('ledger.views.renameTitle', { name: view.name })}
      submitLabel={t('ledger.views.renameSave')}
      draftKey={`ledger:view:${view.viewId}:${view.version}`}
      initialValues={{ name: view.name, shared: view.shared }}
      onClose={props.onClose}
      onSubmit={async ({ name, shared }) => {
        await change.run({
          params: { viewId: view.viewId },
          body: { version: view.version, name: name.trim(), shared },
        });
        toast.saved(t('ledger.views.changed', { name: name.trim() }));
        props.onClose();
      }}
    >
      <NameFields />
    </ActionDrawer>
  );
}

import { ledgerContracts, type OwnLedger } from '@renshe/domain/ledger/ledger.contract.ts';
import { type LedgerColumnKey, ledgerColumns } from '@renshe/domain/ledger/ledger-column.ts';
import { App, Button, Form, Input } from 'antd';
import { type ReactNode, useState } from 'react';
import { ActionDrawer } from '../kit/ActionDrawer.tsx';
import { ApiError } from '../kit/api.ts';
import { useTexts } from '../kit/i18n.ts';
import { MoreMenu } from '../kit/PageHeader.tsx';
import { useToast } from '../kit/toast.ts';
import { useCommand, useRead } from '../kit/use-api.ts';
import { exampleOf } from './own-ledger-example.ts';

const changes = [ledgerContracts.list, ledgerContracts.listOwn];

/** The button that adds a ledger of the city's own. */
export function AddOwnLedger(): ReactNode {
  const { t, language } = useTexts();
  const [open, setOpen] = useState(false);
  return (
    <>
      <Button onClick={() => setOpen(true)}>{t('ledger.define.add')}</Button>
      {open ? (
        <DefineDrawer
          title={t('ledger.define.addTitle')}
          text={exampleOf(language)}
          version={0}
          onClose={() => setOpen(false)}
        />
      ) : null}
    </>
  );
}

/** What may be done with one of the city's own ledgers. */
export function OwnLedgerMenu(props: { ledger: string; name: string }): ReactNode {
  const { t } = useTexts();
  const { modal } = App.useApp();
  const toast = useToast();
  const read = useRead(ledgerContracts.listOwn, {});
  const withdraw = useCommand(ledgerContracts.withdraw, { invalidates: changes });
  const [open, setOpen] = useState(false);
  const own: OwnLedger | undefined = read.data?.definitions.find((one) => one.ledger === props.ledger);
  // One that came as a file is changed where the files are.
  if (!own) return null;
  const { name } = props;
  const ask = () =>
    void modal.confirm({
      title: t('ledger.define.withdrawTitle', { name }),
      content: t('ledger.define.withdrawHelp'),
      okText: t('ledger.define.withdrawDo'),
      okButtonProps: { danger: true },
      cancelText: t('kit.cancel'),
      onOk: async () => {
        try {
          await withdraw.run({ params: { ledger: own.ledger }, body: { version: own.version } });
          toast.saved(t('ledger.define.withdrawn', { name }));
        } catch (error) {
          if (!(error instanceof ApiError)) throw error;
          toast.problem(error.message);
        }
      },
    });
  return (
    <>
      <MoreMenu
        actions={[
          { key: 'change', label: t('ledger.define.change'), onClick: () => setOpen(true) },
          { key: 'withdraw', label: t('ledger.define.withdraw'), danger: true, onClick: ask },
        ]}
      />
      {open ? (
        <DefineDrawer
          title={t('ledger.define.changeTitle', { name })}
          text={own.text}
          version={own.version}
          onClose={() => setOpen(false)}
        />
      ) : null}
    </>
  );
}

function DefineDrawer(props: { title: string; text: string; version: number; onClose: () => void }): ReactNode {
  const { t, language } = useTexts();
  const toast = useToast();
  const [form] = Form.useForm<{ text: string }>();
  const define = useCommand(ledgerContracts.define, { invalidates: changes });
  return (
    <ActionDrawer<{ text: string }>
      open
      width={720}
      form={form}
      title={props.title}
      note={t('ledger.define.note')}
      submitLabel={t('ledger.define.save')}
      draftKey={`ledger:define:${props.title}:${props.version}`}
      initialValues={{ text: props.text }}
      onClose={props.onClose}
      onSubmit={async ({ text }) => {
        await define.run({ body: { text, version: props.version } });
        toast.saved(t('ledger.define.saved'));
        props.onClose();
      }}
    >
      <Form.Item
        name="text"
        label={t('ledger.define.text')}
        rules={[{ required: true, whitespace: true, message: t('ledger.define.required') }]}
      >
        <Input.TextArea className="ledger-definition" rows={18} maxLength={20_000} spellCheck={false} />
      </Form.Item>
      <label className="ledger-file">
        {t('ledger.define.file')}{' '}
        <input
          type="file"
          accept=".json,application/json"
          onChange={(event) => {
            const [file] = event.target.files ?? [];
            void file?.text().then((text) => form.setFieldValue('text', text));
          }}
        />
      </label>
      <details>
        <summary>{t('ledger.define.keys')}</summary>
        <dl className="ledger-keys">
          {(Object.keys(ledgerColumns) as LedgerColumnKey[]).map((key) => (
            <div key={key} className="ledger-key">
              <dt>{key}</dt>
              <dd>{ledgerColumns[key][language]}</dd>
            </div>
          ))}
        </dl>
      </details>
    </ActionDrawer>
  );
}

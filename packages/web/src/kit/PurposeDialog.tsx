import type { RouteContract } from '@renshe/domain/kernel/contract.ts';
import { Button, Form, Input, Modal } from 'antd';
import { createContext, type ReactNode, useCallback, useContext, useMemo, useRef, useState } from 'react';
import { ApiError, type CallArguments, callForFile } from './api.ts';
import { useTexts } from './i18n.ts';
import { useToast } from './toast.ts';

const STORED = 'renshe.purposes';

function recentPurposes(): string[] {
  try {
    const stored: unknown = JSON.parse(localStorage.getItem(STORED) ?? '[]');
    return Array.isArray(stored) ? stored.filter((one): one is string => typeof one === 'string') : [];
  } catch {
    return [];
  }
}

function rememberPurpose(purpose: string): void {
  const rest = recentPurposes().filter((one) => one !== purpose);
  localStorage.setItem(STORED, JSON.stringify([purpose, ...rest].slice(0, 5)));
}

interface Question {
  title: string;
  submitLabel: string;
}
type AskPurpose = (question: Question) => Promise<string | null>;
const PurposeContext = createContext<AskPurpose>(() => Promise.resolve(null));

/** Asks why a number is looked at, a list exported or a paper printed. Null when the person changed her mind. */
export function useAskPurpose(): AskPurpose {
  return useContext(PurposeContext);
}

export function PurposeProvider(props: { children: ReactNode }): ReactNode {
  const { t } = useTexts();
  const [question, setQuestion] = useState<Question | null>(null);
  const answer = useRef<(purpose: string | null) => void>(() => {});
  const [form] = Form.useForm<{ purpose: string }>();
  const ask = useCallback<AskPurpose>(
    (next) =>
      new Promise((resolve) => {
        answer.current = resolve;
        setQuestion(next);
      }),
    [],
  );
  const close = (purpose: string | null) => {
    answer.current(purpose);
    setQuestion(null);
  };
  const recent = recentPurposes();
  const offers = [
    ...new Set([
      ...recent,
      ...(['contact', 'window', 'report'] as const).map((key) => t(`kit.purpose.suggestions.${key}`)),
    ]),
  ].slice(0, 6);
  return (
    <PurposeContext value={ask}>
      {props.children}
      <Modal
        open={question !== null}
        title={question?.title}
        okText={question?.submitLabel}
        cancelText={t('kit.cancel')}
        onCancel={() => close(null)}
        onOk={() => form.submit()}
        destroyOnHidden
        width={460}
        afterOpenChange={(open) => {
          if (open) document.getElementById('purpose')?.focus();
        }}
      >
        <Form
          form={form}
          layout="vertical"
          preserve={false}
          requiredMark={false}
          initialValues={{ purpose: recent[0] ?? '' }}
          onFinish={({ purpose }) => {
            rememberPurpose(purpose.trim());
            close(purpose.trim());
          }}
        >
          <Form.Item
            name="purpose"
            label={t('kit.purpose.label')}
            extra={t('kit.purpose.help')}
            rules={[{ required: true, whitespace: true, min: 2, message: t('kit.purpose.required') }]}
          >
            <Input id="purpose" placeholder={t('kit.purpose.placeholder')} maxLength={200} autoComplete="off" />
          </Form.Item>
          <div className="purpose-offers">
            {offers.map((purpose) => (
              <Button key={purpose} size="small" onClick={() => form.setFieldValue('purpose', purpose)}>
                {purpose}
              </Button>
            ))}
          </div>
        </Form>
      </Modal>
    </PurposeContext>
  );
}

type WithoutPurpose<A> = A extends { body: infer B } ? Omit<A, 'body'> & { body?: Omit<B, 'purpose'> } : A;

/**
 * Files that ask the purpose: `get(args)` downloads, `print(args)` opens the PDF in a new tab to print it.
 * Both ask first, put the purpose into the body and tell what happened; neither throws.
 */
export function useFile<C extends RouteContract>(contract: C) {
  const { t, say } = useTexts();
  const ask = useAskPurpose();
  const toast = useToast();
  const [busy, setBusy] = useState(false);
  return useMemo(() => {
    const run = async (args: WithoutPurpose<CallArguments<C>>, print: boolean) => {
      const purpose = await ask({
        title: `${say(contract.summary)} · ${t('kit.purpose.titleFile')}`,
        submitLabel: print ? t('kit.purpose.print') : t('kit.purpose.download'),
      });
      if (purpose === null) return;
      setBusy(true);
      try {
        const given = args as { body?: object };
        const all = { ...given, body: { ...given.body, purpose } } as unknown as CallArguments<C>;
        const { blob, name } = await callForFile(contract, all);
        const address = URL.createObjectURL(blob);
        const opened = print ? window.open(address, '_blank') : null;
        if (!opened) {
          saveAs(address, name);
          toast.saved(t(print ? 'kit.file.blocked' : 'kit.file.ready', { name }));
        }
        window.setTimeout(() => URL.revokeObjectURL(address), 120_000);
      } catch (error) {
        if (!(error instanceof ApiError)) throw error;
        toast.problem(error.message);
      } finally {
        setBusy(false);
      }
    };
    return {
      busy,
      get: (args: WithoutPurpose<CallArguments<C>>) => run(args, false),
      print: (args: WithoutPurpose<CallArguments<C>>) => run(args, true),
    };
  }, [contract, ask, busy, say, t, toast]);
}

/** Offer an object URL as a download. */
export function saveAs(address: string, name: string): void {
  const link = document.createElement('a');
  link.href = address;
  link.download = name;
  link.click();
}

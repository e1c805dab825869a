import { Button, Drawer, Form, type FormInstance } from 'antd';
import { type ReactNode, useEffect, useRef, useState } from 'react';
import { ApiError } from './api.ts';
import { dropDrawerDraft, keepDrawerDraft, readDrawerDraft } from './drawer-draft.ts';
import { useTexts } from './i18n.ts';

interface Problem {
  field: string | null;
  message: string;
}

export interface ActionDrawerProps<Values extends object> {
  open: boolean;
  title: string;
  /** A sentence under the title: for whom, what will happen. */
  note?: ReactNode;
  /** The verb on the button: 登记失业, 记录联系. */
  submitLabel: string;
  danger?: boolean;
  /** Keeps what was typed under this name until it is sent, e.g. `contact:<residentId>`. */
  draftKey: string;
  /** Also over a reload of the page; never for forms with secrets. */
  survivesReload?: boolean;
  initialValues: Partial<Values>;
  /** Throw (ApiError) to keep the drawer open with the reasons; resolve to close it. */
  onSubmit: (values: Values) => Promise<unknown>;
  onClose: () => void;
  form?: FormInstance<Values>;
  /** Form.Items. */
  children: ReactNode;
  width?: number;
  /** More buttons beside the main one. */
  extra?: ReactNode;
  onValuesChange?: (changed: Partial<Values>, all: Values) => void;
}

/** A form over the list: Enter sends, Esc closes and keeps what was typed, every problem is listed with a link to its field. */
export function ActionDrawer<Values extends object>(props: ActionDrawerProps<Values>): ReactNode {
  return (
    <Drawer
      open={props.open}
      onClose={props.onClose}
      title={<h2 className="drawer-title">{props.title}</h2>}
      size={props.width ?? 480}
      className="action-drawer"
      destroyOnHidden
      maskClosable={false}
      styles={{ body: { padding: 0 } }}
    >
      {props.open ? <ActionForm key={props.draftKey} {...props} /> : null}
    </Drawer>
  );
}

function ActionForm<Values extends object>(props: ActionDrawerProps<Values>): ReactNode {
  const { t } = useTexts();
  const [ownForm] = Form.useForm<Values>();
  const form = props.form ?? ownForm;
  const [problems, setProblems] = useState<readonly Problem[]>([]);
  const [sending, setSending] = useState(false);
  const summary = useRef<HTMLDivElement>(null);
  const body = useRef<HTMLDivElement>(null);
  const survives = props.survivesReload ?? false;
  const start = { ...props.initialValues, ...readDrawerDraft<Values>(props.draftKey, survives) };

  useEffect(() => {
    if (problems.length > 0) summary.current?.focus();
  }, [problems]);
  useEffect(() => {
    // The first field, after the drawer has taken the focus for itself.
    const timer = window.setTimeout(() => {
      // Who is quicker than the drawer is in a field already.
      if (body.current?.contains(document.activeElement)) return;
      body.current?.querySelector<HTMLElement>('input:not([disabled]):not([type=hidden]), textarea')?.focus();
    }, 180);
    return () => window.clearTimeout(timer);
  }, []);

  const submit = async (values: Values) => {
    setSending(true);
    setProblems([]);
    try {
      await props.onSubmit(values);
      dropDrawerDraft(props.draftKey);
    } catch (error) {
      if (!(error instanceof ApiError)) throw error;
      const fields = fieldsOf(error);
      form.setFields(fields.map((field) => ({ name: field.path.split('.') as never, errors: [field.message] })));
      setProblems(
        fields.length > 0
          ? fields.map((field) => ({ field: field.path.replaceAll('.', '_'), message: field.message }))
          : [
              {
                field: null,
                message: error.kind === 'unauthenticated' ? t('kit.error.signInFirst') : error.message,
              },
            ],
      );
    } finally {
      setSending(false);
    }
  };

  return (
    <Form<Values>
      form={form}
      layout="vertical"
      className="action-form"
      requiredMark="optional"
      initialValues={start}
      scrollToFirstError
      disabled={sending}
      onValuesChange={(changed: Partial<Values>, all: Values) => {
        keepDrawerDraft(props.draftKey, all, survives);
        props.onValuesChange?.(changed, all);
      }}
      onFinish={submit}
      onFinishFailed={({ errorFields }) =>
        setProblems(errorFields.map((field) => ({ field: field.name.join('_'), message: field.errors[0] ?? '' })))
      }
    >
      <div className="action-body" ref={body}>
        {props.note ? <div className="action-note">{props.note}</div> : null}
        <ErrorSummary problems={problems} focusRef={summary} />
        {props.children}
      </div>
      <div className="action-foot">
        <Button onClick={props.onClose} disabled={false}>
          {t('kit.cancel')}
        </Button>
        {props.extra}
        <Button type="primary" htmlType="submit" danger={props.danger ?? false} loading={sending} disabled={false}>
          {props.submitLabel}
        </Button>
      </div>
    </Form>
  );
}

/** The fields that an error is about: each with its sentence, or the one that a refused rule names in its details. */
function fieldsOf(error: ApiError): readonly { path: string; message: string }[] {
  const { field } = error.details;
  return error.fields.length === 0 && typeof field === 'string'
    ? [{ path: field, message: error.message }]
    : error.fields;
}

/** All problems of a form at its head, each a link to its field. */
export function ErrorSummary(props: {
  problems: readonly Problem[];
  focusRef?: React.RefObject<HTMLDivElement | null>;
}): ReactNode {
  const { t } = useTexts();
  if (props.problems.length === 0) return null;
  return (
    <div className="error-summary" role="alert" tabIndex={-1} ref={props.focusRef}>
      {props.problems.length > 1 ? <strong>{t('kit.error.summary', { count: props.problems.length })}</strong> : null}
      <ul>
        {props.problems.map((problem) => (
          <li key={`${problem.field}-${problem.message}`}>
            {problem.field === null ? (
              problem.message
            ) : (
              <a
                href={`#${problem.field}`}
                onClick={(event) => {
                  event.preventDefault();
                  document.getElementById(problem.field ?? '')?.focus();
                }}
              >
                {problem.message}
              </a>
            )}
          </li>
        ))}
      </ul>
    </div>
  );
}

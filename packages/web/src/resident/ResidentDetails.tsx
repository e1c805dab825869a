import { EditOutlined } from '@ant-design/icons';
import { householdRegistrations } from '@renshe/domain/code/household-registration.ts';
import {
  type ResidentFields,
  type ResidentFileView,
  residentContracts,
} from '@renshe/domain/resident/resident.contract.ts';
import { retirementCategories } from '@renshe/domain/retirement/retirement.rules.ts';
import { useQueryClient } from '@tanstack/react-query';
import { Button, Form, Input } from 'antd';
import { type ReactNode, useEffect, useState } from 'react';
import { ApiError, call } from '../kit/api.ts';
import { CodeSelect } from '../kit/CodeSelect.tsx';
import { useTexts } from '../kit/i18n.ts';
import { useToast } from '../kit/toast.ts';
import { readKey, useCommand } from '../kit/use-api.ts';
import { RemarkMark } from '../remark/RemarkCard.tsx';
import { ResidentFieldHistory } from './FieldHistory.tsx';
import { ConflictNote } from './FileActionDrawer.tsx';
import { fileDifferences } from './file-differences.ts';
import { readsOfPeople } from './resident-reads.ts';
import { fieldCodeSets, fieldLabel, fieldValueText } from './timeline-sentence.ts';

type Field = Exclude<keyof ResidentFields, 'phone'>;

/** The blocks that are edited together, in the order of the paper card. */
const blocks: readonly { key: string; fields: readonly (Field | 'phone')[] }[] = [
  { key: 'contact', fields: ['name', 'phone', 'address'] },
  {
    key: 'person',
    fields: ['hukouType', 'education', 'skillLevel', 'ethnicity', 'marital', 'political', 'retirementCategory', 'note'],
  },
];

/** The personal data in blocks; each is edited in place and keeps its history behind the clock. */
export function ResidentDetails(props: {
  file: ResidentFileView;
  mayEdit: boolean;
  /** Opens its block for editing, with the field in focus. */
  startField?: string | undefined;
}): ReactNode {
  const { startField } = props;
  const first = blocks.find((block) => block.fields.some((field) => field === startField));
  const [editing, setEditing] = useState<string | null>(props.mayEdit ? (first?.key ?? null) : null);
  return (
    <>
      {blocks.map((block) => (
        <section className="file-card" key={block.key}>
          <BlockHead
            file={props.file}
            block={block}
            editing={editing === block.key}
            mayEdit={props.mayEdit}
            onEdit={() => setEditing(block.key)}
          />
          {editing === block.key ? (
            <BlockForm
              file={props.file}
              fields={block.fields}
              focus={block === first ? startField : undefined}
              onClose={() => setEditing(null)}
            />
          ) : (
            <BlockFacts file={props.file} fields={block.fields} />
          )}
        </section>
      ))}
    </>
  );
}

function BlockHead(props: {
  file: ResidentFileView;
  block: (typeof blocks)[number];
  editing: boolean;
  mayEdit: boolean;
  onEdit: () => void;
}): ReactNode {
  const { t } = useTexts();
  const title = t(`resident.block.${props.block.key}`);
  return (
    <header>
      <h2>{title}</h2>
      <span className="card-tools">
        {props.mayEdit && !props.editing ? (
          <Button
            type="text"
            size="small"
            icon={<EditOutlined aria-hidden />}
            onClick={props.onEdit}
            aria-label={t('resident.file.editNamed', { what: title })}
          >
            {t('resident.file.edit')}
          </Button>
        ) : null}
      </span>
    </header>
  );
}

function BlockFacts(props: { file: ResidentFileView; fields: readonly (Field | 'phone')[] }): ReactNode {
  const { t, language } = useTexts();
  const { file } = props;
  const values = props.fields.map((field) => ({ field, value: field === 'phone' ? file.phoneMasked : file[field] }));
  return (
    <dl className="facts">
      {values.map(({ field, value }) => (
        <div key={field}>
          <dt>{fieldLabel(field, t)}</dt>
          <dd className={value ? undefined : 'quiet'}>
            {value ? fieldValueText(field, value, t, language) : '—'}
            <ResidentFieldHistory residentId={file.residentId} field={field} present={value} />
            <RemarkMark about={{ kind: 'field', field }} name={fieldLabel(field, t)} />
          </dd>
        </div>
      ))}
    </dl>
  );
}

type Values = Partial<Record<Field | 'phone', string | null>>;

function BlockForm(props: {
  file: ResidentFileView;
  fields: readonly (Field | 'phone')[];
  focus?: string | undefined;
  onClose: () => void;
}): ReactNode {
  const { t, language } = useTexts();
  const { focus } = props;
  useEffect(() => {
    if (focus === undefined) return;
    const found = document.getElementById(focus);
    found?.scrollIntoView({ block: 'center' });
    found?.focus();
  }, [focus]);
  const [form] = Form.useForm<Values>();
  // What the form was filled from: only what the worker changed against this is sent, whatever has been read again since.
  const [base, setBase] = useState(props.file);
  const [changes, setChanges] = useState<readonly string[]>([]);
  const [problem, setProblem] = useState<string | null>(null);
  const { run, isPending } = useCommand(residentContracts.change, { invalidates: readsOfPeople });
  const toast = useToast();
  const client = useQueryClient();
  const { residentId } = base;

  const save = async (values: Values) => {
    const fields = changedFields(values, base, props.fields);
    if (Object.keys(fields).length === 0) {
      props.onClose();
      return;
    }
    setProblem(null);
    try {
      await run({ params: { residentId }, body: { version: base.version, fields } });
      const before = fieldsBefore(base, fields);
      if (before)
        toast.undo(t('resident.file.saved'), async () => {
          const { version } = await call(residentContracts.file, { params: { residentId } });
          await call(residentContracts.change, { params: { residentId }, body: { version, fields: before } });
          await Promise.all(readsOfPeople.map((read) => client.invalidateQueries({ queryKey: readKey(read) })));
        });
      else toast.saved(t('resident.file.saved'));
      props.onClose();
    } catch (error) {
      if (!(error instanceof ApiError)) throw error;
      setProblem(error.message);
      form.setFields(
        error.fields.map((field) => ({ name: field.path.replace(/^fields\./, '') as Field, errors: [field.message] })),
      );
      if (error.kind !== 'conflict') return;
      const fresh = await call(residentContracts.file, { params: { residentId } }).catch(() => undefined);
      const found = fresh ? fileDifferences(base, fresh, t, language) : [];
      if (fresh && found.length > 0) {
        const untouched = props.fields.filter((field) => field !== 'phone' && !(field in fields));
        form.setFieldsValue(Object.fromEntries(untouched.map((field) => [field, formValueOf(fresh, field)])) as Values);
        setBase(fresh);
        setChanges(found);
      }
    }
  };
  const initial = Object.fromEntries(props.fields.map((field) => [field, formValueOf(props.file, field)])) as Values;
  return (
    <Form<Values>
      form={form}
      layout="vertical"
      requiredMark={false}
      initialValues={initial}
      onFinish={save}
      disabled={isPending}
    >
      <ConflictNote changes={changes} />
      {problem ? (
        <p className="form-problem" role="alert">
          {problem}
        </p>
      ) : null}
      <div className="block-fields">
        {props.fields.map((field) => (
          <BlockField key={field} field={field} file={props.file} />
        ))}
      </div>
      <div className="block-foot">
        <Button onClick={props.onClose} disabled={false}>
          {t('resident.file.cancel')}
        </Button>
        <Button type="primary" htmlType="submit" loading={isPending}>
          {t('resident.file.save')}
        </Button>
      </div>
    </Form>
  );
}

function BlockField(props: { field: Field | 'phone'; file: ResidentFileView }): ReactNode {
  const { t } = useTexts();
  const { field, file } = props;
  const label = fieldLabel(field, t);
  if (field === 'retirementCategory') {
    const codes = retirementCategories.filter((row) => (row.code === 'M60') === (file.sex === '1'));
    return (
      <Form.Item name={field} label={label}>
        <CodeSelect codes={codes} allowClear />
      </Form.Item>
    );
  }
  const codes =
    field === 'hukouType' ? currentRegistrations(file.hukouType) : field === 'phone' ? undefined : fieldCodeSets[field];
  if (codes) {
    return (
      <Form.Item name={field} label={label}>
        <CodeSelect codes={codes} allowClear />
      </Form.Item>
    );
  }
  return (
    <Form.Item
      name={field}
      label={label}
      {...(field === 'address' || field === 'note' ? { className: 'wide-field' } : {})}
      {...(field === 'phone' && file.phoneMasked
        ? { extra: t('resident.file.phoneKept', { phone: file.phoneMasked }) }
        : {})}
      rules={
        field === 'name' ? [{ required: true, whitespace: true, message: t('resident.register.nameMissing') }] : []
      }
    >
      <Input maxLength={field === 'note' ? 500 : field === 'address' ? 200 : 50} autoComplete="off" />
    </Form.Item>
  );
}

/** The stored phone is never put into a form: it is masked. */
function formValueOf(file: ResidentFileView, field: Field | 'phone'): string | null {
  return field === 'phone' ? '' : file[field];
}

/** New values use the codes since 2014; an old value of this person stays choosable. */
export function currentRegistrations(present: string | null) {
  return householdRegistrations.filter((row) => row.current || row.code === present);
}

/** Only what differs is sent: the history keeps one line per field. An empty phone means that the stored one stays. */
function changedFields(values: Values, file: ResidentFileView, fields: readonly (Field | 'phone')[]) {
  const changed: Partial<ResidentFields> = {};
  for (const field of fields) {
    const typed = values[field];
    if (field === 'phone') {
      if (typed?.trim()) changed.phone = typed.trim();
    } else if (field === 'name' || field === 'address' || field === 'note') {
      const text = (typed ?? '').trim();
      if (text !== file[field]) changed[field] = text;
    } else if (field === 'retirementCategory') {
      const category = (typed ?? null) as ResidentFields['retirementCategory'];
      if (category !== file.retirementCategory) changed.retirementCategory = category;
    } else if ((typed ?? null) !== file[field]) changed[field] = typed ?? null;
  }
  return changed;
}

/** What undoing a change writes back; null when a telephone was changed, whose former number nobody here knows. */
function fieldsBefore(file: ResidentFileView, changed: Partial<ResidentFields>): Partial<ResidentFields> | null {
  if (changed.phone !== undefined) return null;
  const fields = Object.keys(changed) as Field[];
  return Object.fromEntries(fields.map((field) => [field, file[field]]));
}

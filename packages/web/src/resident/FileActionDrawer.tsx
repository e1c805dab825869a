import type { RouteContract } from '@renshe/domain/kernel/contract.ts';
import { type ResidentFileView, residentContracts } from '@renshe/domain/resident/resident.contract.ts';
import { useQueryClient } from '@tanstack/react-query';
import { Alert, type FormInstance } from 'antd';
import { type ReactNode, useState } from 'react';
import type { z } from 'zod';
import { ActionDrawer } from '../kit/ActionDrawer.tsx';
import { ApiError, type CallArguments, call } from '../kit/api.ts';
import { useTexts } from '../kit/i18n.ts';
import { useToast } from '../kit/toast.ts';
import { readKey, useCommand } from '../kit/use-api.ts';
import { fileDifferences } from './file-differences.ts';
import { readsOfPeople } from './resident-reads.ts';

/** What every form over a person's file gets: the file as it was when the form opened. */
export interface FileActionProps {
  file: ResidentFileView;
  /** The registration, employment, contact or certificate that it is about, when there is a choice. */
  recordId?: string | undefined;
  onClose: () => void;
  /** After success, instead of `onClose`: what comes next. */
  onDone?: (() => void) | undefined;
}

/**
 * A form that runs one command on a person's file. When somebody else was faster (conflict) the file is read again, what changed is
 * shown over the form, what was typed stays, and the next press sends with the new version.
 */
export function FileActionDrawer<C extends RouteContract, Values extends object>(props: {
  action: FileActionProps;
  contract: C;
  title: string;
  submitLabel: string;
  danger?: boolean;
  note?: ReactNode;
  initialValues: Partial<Values>;
  form?: FormInstance<Values>;
  onValuesChange?: (changed: Partial<Values>, all: Values) => void;
  argumentsOf: (values: Values, file: ResidentFileView) => CallArguments<C>;
  doneSentence: (output: z.output<C['output']>, values: Values) => string;
  /** Offered for ten seconds after success. */
  undo?: (output: z.output<C['output']>, file: ResidentFileView) => Promise<unknown>;
  width?: number;
  children: ReactNode;
}): ReactNode {
  const { t, language } = useTexts();
  const toast = useToast();
  const client = useQueryClient();
  const { action, contract } = props;
  const [file, setFile] = useState(action.file);
  const [changes, setChanges] = useState<readonly string[]>([]);
  const { run } = useCommand(contract, { invalidates: readsOfPeople });
  const { residentId } = action.file;

  const submit = async (values: Values) => {
    let output: z.output<C['output']>;
    try {
      output = await run(props.argumentsOf(values, file));
    } catch (error) {
      if (error instanceof ApiError && error.kind === 'conflict') {
        const fresh = await call(residentContracts.file, { params: { residentId } }).catch(() => undefined);
        const found = fresh ? fileDifferences(file, fresh, t, language) : [];
        if (fresh && found.length > 0) {
          setFile(fresh);
          setChanges(found);
        }
      }
      throw error;
    }
    const { undo } = props;
    const sentence = props.doneSentence(output, values);
    if (undo) {
      toast.undo(sentence, async () => {
        // Whoever has moved away may be out of sight: then what stood here is what is undone.
        const fresh = await call(residentContracts.file, { params: { residentId } }).catch(() => file);
        await undo(output, fresh);
        await Promise.all(readsOfPeople.map((read) => client.invalidateQueries({ queryKey: readKey(read) })));
      });
    } else toast.saved(sentence);
    (action.onDone ?? action.onClose)();
  };

  return (
    <ActionDrawer<Values>
      open
      title={props.title}
      submitLabel={props.submitLabel}
      danger={props.danger ?? false}
      draftKey={`${contract.id}:${residentId}:${action.recordId ?? ''}`}
      survivesReload
      initialValues={props.initialValues}
      onSubmit={submit}
      onClose={action.onClose}
      {...(props.width === undefined ? {} : { width: props.width })}
      {...(props.form ? { form: props.form } : {})}
      {...(props.onValuesChange ? { onValuesChange: props.onValuesChange } : {})}
      note={
        changes.length === 0 && !props.note ? undefined : (
          <>
            <ConflictNote changes={changes} />
            {props.note}
          </>
        )
      }
    >
      {props.children}
    </ActionDrawer>
  );
}

/** What somebody else changed since the form was opened. */
export function ConflictNote(props: { changes: readonly string[] }): ReactNode {
  const { t } = useTexts();
  if (props.changes.length === 0) return null;
  return (
    <Alert
      type="warning"
      showIcon
      role="alert"
      title={t('resident.conflict.title')}
      description={
        <>
          <p>{t('resident.conflict.text')}</p>
          <ul className="conflict-changes">
            {props.changes.map((change) => (
              <li key={change}>{change}</li>
            ))}
          </ul>
        </>
      }
    />
  );
}

import { type HouseholdFileView, householdContracts } from '@renshe/domain/household/household.contract.ts';
import type { RouteContract } from '@renshe/domain/kernel/contract.ts';
import { useQueryClient } from '@tanstack/react-query';
import type { FormInstance } from 'antd';
import { type ReactNode, useState } from 'react';
import type { z } from 'zod';
import { ActionDrawer } from '../kit/ActionDrawer.tsx';
import { ApiError, type CallArguments, call } from '../kit/api.ts';
import { useTexts } from '../kit/i18n.ts';
import { useToast } from '../kit/toast.ts';
import { readKey, useCommand } from '../kit/use-api.ts';
import { ConflictNote } from '../resident/FileActionDrawer.tsx';
import { readsOfPeople } from '../resident/resident-reads.ts';
import type { Translate } from '../resident/timeline-sentence.ts';

export interface HouseholdActionProps {
  household: HouseholdFileView;
  onClose: () => void;
}

/** A form that runs one command on a household; a conflict shows what changed and sends with the new version next time. */
export function HouseholdActionDrawer<C extends RouteContract, Values extends object>(props: {
  action: HouseholdActionProps;
  contract: C;
  title: string;
  submitLabel: string;
  danger?: boolean;
  note?: ReactNode;
  /** Tells drafts of the same command apart, e.g. the member who leaves. */
  about?: string;
  initialValues: Partial<Values>;
  form?: FormInstance<Values>;
  argumentsOf: (values: Values, household: HouseholdFileView) => CallArguments<C>;
  doneSentence: (output: z.output<C['output']>) => string;
  onDone?: (output: z.output<C['output']>) => void;
  /** Offered for ten seconds after success. */
  undo?: (output: z.output<C['output']>) => Promise<unknown>;
  width?: number;
  children: ReactNode;
}): ReactNode {
  const { t } = useTexts();
  const toast = useToast();
  const client = useQueryClient();
  const { action, contract } = props;
  const [household, setHousehold] = useState(action.household);
  const [changes, setChanges] = useState<readonly string[]>([]);
  const { run } = useCommand(contract, { invalidates: readsOfPeople });
  const { householdId } = action.household;
  const submit = async (values: Values) => {
    let output: z.output<C['output']>;
    try {
      output = await run(props.argumentsOf(values, household));
    } catch (error) {
      if (error instanceof ApiError && error.kind === 'conflict') {
        const fresh = await call(householdContracts.file, { params: { householdId } }).catch(() => undefined);
        const found = fresh ? householdDifferences(household, fresh, t) : [];
        if (fresh && found.length > 0) {
          setHousehold(fresh);
          setChanges(found);
        }
      }
      throw error;
    }
    const { undo } = props;
    const sentence = props.doneSentence(output);
    if (undo)
      toast.undo(sentence, async () => {
        await undo(output);
        await Promise.all(readsOfPeople.map((read) => client.invalidateQueries({ queryKey: readKey(read) })));
      });
    else toast.saved(sentence);
    props.onDone?.(output);
    action.onClose();
  };
  return (
    <ActionDrawer<Values>
      open
      title={props.title}
      submitLabel={props.submitLabel}
      danger={props.danger ?? false}
      draftKey={`${contract.id}:${householdId}:${props.about ?? ''}`}
      survivesReload
      initialValues={props.initialValues}
      onSubmit={submit}
      onClose={action.onClose}
      {...(props.width === undefined ? {} : { width: props.width })}
      {...(props.form ? { form: props.form } : {})}
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

function householdDifferences(before: HouseholdFileView, after: HouseholdFileView, t: Translate): string[] {
  const sentences: string[] = [];
  const say = (field: string, from: string, to: string) => {
    if (from === to) return;
    const nothing = t('resident.file.nothing');
    sentences.push(
      t('resident.conflict.changed', {
        field: t(`household.field.${field}`),
        from: from || nothing,
        to: to || nothing,
      }),
    );
  };
  const names = (household: HouseholdFileView) => household.members.map((member) => member.name).join(' ');
  say('number', before.number, after.number);
  say('address', before.address, after.address);
  say('kind', t(`household.kind.${before.kind}`), t(`household.kind.${after.kind}`));
  say('head', before.headName ?? '', after.headName ?? '');
  say('members', names(before), names(after));
  if (sentences.length === 0 && before.version !== after.version) sentences.push(t('resident.conflict.unseen'));
  return sentences;
}

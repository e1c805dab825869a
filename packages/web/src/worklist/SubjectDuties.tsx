import type { WorklistItem } from '@renshe/domain/worklist/worklist.contract.ts';
import { type ReactNode, useId, useState } from 'react';
import { useTexts } from '../kit/i18n.ts';
import { DutyRow } from './DutyRow.tsx';
import { type DutiesOfOne, keyOf } from './duty-subjects.ts';
import { kindName } from './duty-words.ts';

/** Everything to do for one person: one row, the rest folded under it. */
export function SubjectDuties(props: {
  duties: DutiesOfOne;
  /** The row whose drawer is open. */
  current: WorklistItem | null;
  onContact: (item: WorklistItem) => void;
}): ReactNode {
  const { t, language } = useTexts();
  const [unfolded, setUnfolded] = useState(false);
  const listId = useId();
  const [first, ...others] = props.duties;
  const row = (item: WorklistItem, more?: ReactNode) => (
    <DutyRow
      item={item}
      open={props.current !== null && keyOf(props.current) === keyOf(item)}
      onContact={() => props.onContact(item)}
      more={more}
    />
  );
  const kinds = others.map((item) => kindName(item.kind, t, language)).join(language === 'zh' ? '、' : ', ');
  const toggle =
    others.length === 0 ? null : (
      <button
        type="button"
        className="duty-others"
        aria-expanded={unfolded}
        aria-controls={listId}
        onClick={() => setUnfolded(!unfolded)}
      >
        {unfolded ? t('worklist.othersFold') : t('worklist.others', { count: others.length, kinds })}
      </button>
    );
  return (
    <li>
      {row(first, toggle)}
      {others.length > 0 ? (
        <ul id={listId} className="duty-folded" hidden={!unfolded}>
          {unfolded ? others.map((item) => <li key={keyOf(item)}>{row(item)}</li>) : null}
        </ul>
      ) : null}
    </li>
  );
}

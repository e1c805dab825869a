import { type DragEvent, type ReactNode, useState } from 'react';
import { useTexts } from '../kit/i18n.ts';

/** One file, dropped or chosen. A label around a file input: keyboard and screen readers get the browser's own control. */
export function FileDrop(props: { busy: string | null; disabled: boolean; onFile: (file: File) => void }): ReactNode {
  const { t } = useTexts();
  const [over, setOver] = useState(false);
  const drag = (event: DragEvent, inside: boolean) => {
    event.preventDefault();
    setOver(inside && !props.disabled);
  };
  return (
    <label
      className={`file-drop${over ? ' file-drop-over' : ''}${props.disabled ? ' file-drop-off' : ''}`}
      onDragOver={(event) => drag(event, true)}
      onDragLeave={(event) => drag(event, false)}
      onDrop={(event) => {
        drag(event, false);
        const file = event.dataTransfer.files[0];
        if (file && !props.disabled) props.onFile(file);
      }}
    >
      <input
        type="file"
        accept=".xlsx,.xls,.csv,.txt"
        disabled={props.disabled}
        onChange={(event) => {
          const file = event.target.files?.[0];
          // The same file may be chosen again after it was corrected.
          event.target.value = '';
          if (file) props.onFile(file);
        }}
      />
      <strong aria-live="polite">
        {props.busy === null ? t('roster.drop') : t('roster.uploading', { name: props.busy })}
      </strong>
      <span>{t('roster.dropHint')}</span>
    </label>
  );
}

import { photosOfContact } from '@renshe/domain/attachment/attachment.contract.ts';
import { type ChangeEvent, type ReactNode, useId, useRef, useState } from 'react';
import { useTexts } from '../kit/i18n.ts';
import { type Photo, shrinkPhoto } from './shrink-photo.ts';
import './attachment.css';

/** 拍照: the phone's camera or a picture that is there already; small pictures of what was chosen, each can be taken away again. */
export function PhotoField(props: {
  photos: readonly Photo[];
  onChange: (photos: readonly Photo[]) => void;
  /** A picture is being made ready: what is sent now goes without it. */
  onWorking?: (working: boolean) => void;
  disabled?: boolean;
}): ReactNode {
  const { t } = useTexts();
  const id = useId();
  const [problem, setProblem] = useState<string | null>(null);
  const [working, setWorking] = useState(false);
  const { photos, onChange } = props;
  const photosNow = useRef(photos);
  photosNow.current = photos;
  const work = (on: boolean) => {
    setWorking(on);
    props.onWorking?.(on);
  };
  const room = photosOfContact - photos.length;
  const closed = props.disabled === true || working || room <= 0;

  const take = async (event: ChangeEvent<HTMLInputElement>) => {
    const field = event.target;
    const files = [...(field.files ?? [])];
    setProblem(files.length > room ? t('attachment.photo.tooMany', { most: photosOfContact }) : null);
    work(true);
    const taken: Photo[] = [];
    for (const file of files.slice(0, room)) {
      try {
        taken.push(await shrinkPhoto(file));
      } catch {
        setProblem(t('attachment.photo.unreadable'));
      }
    }
    work(false);
    // The same picture may be chosen again after it was taken away.
    field.value = '';
    // One may have been taken away meanwhile.
    if (taken.length > 0) onChange([...photosNow.current, ...taken]);
  };

  const button = (name: 'take' | 'choose') => (
    <label className={closed ? 'photo-button closed' : 'photo-button'} htmlFor={`${id}${name}`}>
      <input
        id={`${id}${name}`}
        type="file"
        accept="image/*"
        className="visually-hidden"
        disabled={closed}
        {...(name === 'take' ? { capture: 'environment' as const } : { multiple: true })}
        onChange={(event) => void take(event)}
      />
      {t(`attachment.photo.${name}`)}
    </label>
  );

  return (
    <fieldset className="photo-field">
      <legend>{t('attachment.photo.legend', { most: photosOfContact })}</legend>
      {photos.length === 0 ? null : (
        <ul className="photo-row">
          {photos.map((photo, index) => (
            <li key={photo.key}>
              <img
                src={`data:image/jpeg;base64,${photo.preview}`}
                alt={t('attachment.photo.one', { number: index + 1 })}
              />
              <button
                type="button"
                aria-label={t('attachment.photo.remove', { number: index + 1 })}
                disabled={props.disabled === true}
                onClick={() => onChange(photos.filter((one) => one !== photo))}
              >
                ×
              </button>
            </li>
          ))}
        </ul>
      )}
      <div className="photo-buttons">
        {button('take')}
        {button('choose')}
      </div>
      <p className={problem ? 'form-problem' : 'quiet'} role="status">
        {problem ?? (working ? t('attachment.photo.working') : '')}
      </p>
    </fieldset>
  );
}

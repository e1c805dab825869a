import { contrasts, densities, type PreferenceValue, textSizes } from '@renshe/domain/preference/preference.ts';
import { createContext, useContext } from 'react';

export { contrasts, densities, textSizes };

/** How the pages look to this person. The copy of this browser is for before she has signed in; her own is part of her account. */
export type Look = PreferenceValue<'look'>;
export type TextSize = Look['textSize'];

const STORED_SIZE = 'renshe.text-size';
const STORED_DENSITY = 'renshe.density';
const STORED_CONTRAST = 'renshe.contrast';
/** Where it stood before there were three sizes. */
const STORED_LARGE = 'renshe.large-type';

export function storedLook(): Look {
  const size = localStorage.getItem(STORED_SIZE);
  const density = localStorage.getItem(STORED_DENSITY);
  const contrast = localStorage.getItem(STORED_CONTRAST);
  return {
    textSize:
      textSizes.find((one) => one === size) ?? (localStorage.getItem(STORED_LARGE) === '1' ? 'large' : 'standard'),
    density: densities.find((one) => one === density) ?? 'comfortable',
    contrast: contrasts.find((one) => one === contrast) ?? 'standard',
  };
}

export function storeLook(look: Look): void {
  localStorage.setItem(STORED_SIZE, look.textSize);
  localStorage.setItem(STORED_DENSITY, look.density);
  localStorage.setItem(STORED_CONTRAST, look.contrast);
}

/** px of the text that everything else is measured by. */
export const textPixels = { standard: 14, large: 18, extra: 21 } as const satisfies Record<TextSize, number>;

export const LookContext = createContext<{
  look: Look;
  /** Her choice: kept with her account. */
  change: (part: Partial<Look>) => void;
  /** What is known of her: only shown. */
  show: (look: Look) => void;
}>({
  look: { textSize: 'standard', density: 'comfortable', contrast: 'standard' },
  change: () => {},
  show: () => {},
});

export function useLook() {
  return useContext(LookContext);
}

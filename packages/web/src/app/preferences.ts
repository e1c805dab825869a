import { createContext, useContext } from 'react';

export const textSizes = ['standard', 'large', 'extra'] as const;
export type TextSize = (typeof textSizes)[number];

export const densities = ['comfortable', 'compact'] as const;
export type Density = (typeof densities)[number];

/** How the pages look to this person, kept on this computer. */
export interface Look {
  textSize: TextSize;
  density: Density;
}

const STORED_SIZE = 'renshe.text-size';
const STORED_DENSITY = 'renshe.density';
/** Where it stood before there were three sizes. */
const STORED_LARGE = 'renshe.large-type';

export function storedLook(): Look {
  const size = localStorage.getItem(STORED_SIZE);
  const density = localStorage.getItem(STORED_DENSITY);
  return {
    textSize:
      textSizes.find((one) => one === size) ?? (localStorage.getItem(STORED_LARGE) === '1' ? 'large' : 'standard'),
    density: densities.find((one) => one === density) ?? 'comfortable',
  };
}

export function storeLook(look: Look): void {
  localStorage.setItem(STORED_SIZE, look.textSize);
  localStorage.setItem(STORED_DENSITY, look.density);
}

/** px of the text that everything else is measured by. */
export const textPixels = { standard: 14, large: 18, extra: 21 } as const satisfies Record<TextSize, number>;

export const LookContext = createContext<{ look: Look; change: (part: Partial<Look>) => void }>({
  look: { textSize: 'standard', density: 'comfortable' },
  change: () => {},
});

export function useLook() {
  return useContext(LookContext);
}

import { createContext, useContext } from 'react';

const STORED = 'renshe.large-type';

export function storedLargeType(): boolean {
  return localStorage.getItem(STORED) === '1';
}

export function storeLargeType(large: boolean): void {
  localStorage.setItem(STORED, large ? '1' : '0');
}

/** 长辈版: 18 px type and 48 px controls, kept on this computer. */
export const LargeTypeContext = createContext<{ large: boolean; setLarge: (large: boolean) => void }>({
  large: false,
  setLarge: () => {},
});

export function useLargeType() {
  return useContext(LargeTypeContext);
}

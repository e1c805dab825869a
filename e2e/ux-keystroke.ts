/**
 * How long a job takes a practised person, reckoned from what she does: the keystroke-level model. Times of the operators in seconds from S. K. Card,
 * T. P. Moran, A. Newell: The keystroke-level model for user performance time with interactive systems, Communications of the ACM 23 (7), 1980,
 * table 1. It was made for keyboard and mouse; a touch of the screen counts as pointing and a press, which is rather too long.
 */
export const operators = {
  /** A key, by a person who is no trained typist (40 words a minute). */
  key: 0.28,
  /** Pointing at something on the screen. */
  point: 1.1,
  /** A button pressed and let go. */
  press: 0.2,
  /** Making up one's mind before a step. */
  think: 1.35,
} as const;

export interface Doing {
  keys: number;
  touches: number;
  decisions: number;
}

export const source =
  'Card, Moran, Newell: The Keystroke-Level Model for User Performance Time with Interactive Systems, CACM 23(7), 1980, table 1';

/** Seconds. */
export function secondsOf({ keys, touches, decisions }: Doing): number {
  return keys * operators.key + touches * (operators.point + operators.press) + decisions * operators.think;
}

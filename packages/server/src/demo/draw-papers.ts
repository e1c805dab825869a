/** Pictures for the demo city: a house, a form, a card. Drawn by rule, of nobody and nowhere, and seen to be so. */
import { drawPng } from '../attachment/picture-samples.ts';

type Colour = readonly [number, number, number];
/** Which colour a point has; both ends of the page lie at 0 and 1. */
type Drawing = { colours: readonly Colour[]; at: (x: number, y: number) => number };

const within = (value: number, from: number, to: number) => value >= from && value < to;

/** A house with a door, two windows and a number of storeys. */
function house(serial: number): Drawing {
  const walls: readonly Colour[] = [
    [236, 220, 190],
    [214, 224, 230],
    [232, 206, 196],
    [222, 230, 208],
  ];
  const storeys = 2 + (serial % 3);
  const colours: Colour[] = [
    [196, 222, 244],
    [150, 176, 130],
    walls[serial % walls.length]!,
    [150, 72, 58],
    [92, 124, 158],
    [110, 78, 56],
    [244, 244, 238],
  ];
  return {
    colours,
    at(x, y) {
      if (y > 0.86) return 1;
      if (within(y, 0.12, 0.3) && Math.abs(x - 0.5) < (y - 0.12) * 1.9) return 3;
      if (!within(x, 0.2, 0.8) || y < 0.3) return 0;
      if (within(x, 0.46, 0.55) && y > 0.68) return 5;
      const floor = ((y - 0.32) / 0.54) * storeys;
      const inRow = within(floor % 1, 0.25, 0.7);
      const column = ((x - 0.2) / 0.6) * 4;
      const inColumn = within(column % 1, 0.25, 0.75);
      if (!inRow || !inColumn) return 2;
      return within(column % 1, 0.48, 0.52) ? 6 : 4;
    },
  };
}

/** A filled-in form: title, table, lines where words would stand, a round stamp. */
function form(serial: number): Drawing {
  return {
    colours: [
      [250, 249, 244],
      [60, 64, 72],
      [150, 154, 160],
      [196, 54, 48],
    ],
    at(x, y) {
      const away = Math.hypot((x - 0.76) * 0.75, y - 0.82);
      if (within(away, 0.085, 0.1) || away < 0.02) return 3;
      if (!within(x, 0.08, 0.92)) return 0;
      if (within(y, 0.06, 0.1)) return within(x, 0.3, 0.7) && Math.floor(x * 60) % 3 !== 0 ? 1 : 0;
      if (!within(y, 0.16, 0.95)) return 0;
      const row = ((y - 0.16) / 0.79) * 10;
      if (row % 1 < 0.04 || Math.abs(x - 0.3) < 0.003 || x < 0.084 || x > 0.916 || y > 0.946) return 1;
      const length = x < 0.3 ? 0.24 : 0.4 + (((serial + 3) * (Math.floor(row) + 7) * 13) % 40) / 100;
      const begun = x > 0.12 && Math.abs(x - 0.3) > 0.02;
      return begun && x < length && within(row % 1, 0.4, 0.62) && Math.floor(x * 90) % 4 !== 0 ? 2 : 0;
    },
  };
}

/** A card with a head without a face; stripes across it say that it is a specimen. */
function card(serial: number): Drawing {
  return {
    colours: [
      [120, 116, 110],
      [222, 234, 240],
      [92, 108, 128],
      [70, 74, 82],
      [226, 150, 60],
    ],
    at(x, y) {
      if (!within(x, 0.08, 0.92) || !within(y, 0.16, 0.84)) return 0;
      if (Math.abs(x + y * 0.75 - 0.86 - (serial % 3) * 0.04) < 0.012) return 4;
      if (Math.hypot(x - 0.76, (y - 0.38) * 0.75) < 0.06) return 2;
      if (within(y, 0.49, 0.66) && Math.hypot(x - 0.76, (y - 0.66) * 0.6) < 0.1) return 2;
      const row = ((y - 0.22) / 0.56) * 6;
      const length = 0.3 + (((serial + 5) * (Math.floor(row) + 3) * 11) % 25) / 100;
      return within(x, 0.14, length) && within(row % 1, 0.3, 0.6) && Math.floor(x * 80) % 5 !== 0 ? 3 : 1;
    },
  };
}

const drawings = { house, form, card };
export type Paper = keyof typeof drawings;

/** The picture, `side` pixels on its longer side, and its small copy. */
export function drawPaper(paper: Paper, serial: number, side = 640): { picture: Buffer; preview: Buffer } {
  const { colours, at } = drawings[paper](serial);
  const draw = (width: number, height: number) =>
    drawPng(width, height, colours, (x, y) => at((x + 0.5) / width, (y + 0.5) / height));
  const short = (side * 3) / 4;
  return paper === 'form'
    ? { picture: draw(short, side), preview: draw(72, 96) }
    : { picture: draw(side, short), preview: draw(96, 72) };
}

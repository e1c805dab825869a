/** What a roster file may cost. Every limit is checked before the work that it bounds. */
export type RosterLimits = {
  /** Size of the file as uploaded. */
  maxBytes: number;
  /** Sum of the sizes of all parts of an .xlsx after inflating; reading takes about two and a half times as much memory. */
  maxUnpackedBytes: number;
  /** Unpacked to packed, for parts above one megabyte. Sheets reach about 60; a bomb is near 1000. */
  maxRatio: number;
  maxEntries: number;
  maxSheets: number;
  /** Rows with content, over all sheets. */
  maxRows: number;
  maxColumns: number;
  /** Cells with content, over all sheets. */
  maxCells: number;
  maxCellLength: number;
  maxSeconds: number;
  /** Heap of the reading process. */
  maxHeapMegabytes: number;
};

export const defaultRosterLimits: RosterLimits = {
  maxBytes: 32 * 1024 * 1024,
  maxUnpackedBytes: 180 * 1024 * 1024,
  maxRatio: 200,
  maxEntries: 2000,
  maxSheets: 100,
  maxRows: 200_000,
  maxColumns: 300,
  maxCells: 6_000_000,
  maxCellLength: 32_767,
  maxSeconds: 60,
  maxHeapMegabytes: 384,
};
